package io.clickreel.redrive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A dead letter for people: text as it is, other bytes as a hex dump, nothing that could steer a terminal. */
public final class LetterText {
    private static final int DUMP_BYTES = 4_096;
    private static final int DUMP_WIDTH = 16;

    private LetterText() {}

    /** @param successors the dead letters that it has become again */
    public static String of(StoredLetter letter, @Nullable String redrivenAt, List<Origin> successors, String topic) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "origin",
                topic + " " + letter.origin() + " (topic id " + letter.origin().topicId() + ")");
        line(text, "reason", (letter.reason() + " " + letter.field()).strip());
        line(text, "detail", letter.detail());
        line(text, "contract", "version " + letter.contractVersion());
        line(text, "in Kafka at", letter.timestamp());
        line(text, "dead at", letter.deadAt());
        line(text, "redriven", redrivenAt == null ? "no" : redrivenAt);
        if (!successors.isEmpty()) {
            line(
                    text,
                    "dead again as",
                    successors.stream().map(Origin::toString).collect(Collectors.joining(", ")));
        }
        for (StoredHeader header : letter.headers()) {
            line(text, "header", bytes(header.key().getBytes(StandardCharsets.UTF_8)) + " = " + bytes(header.value()));
        }
        line(text, "key", bytes(letter.key()));
        line(text, "value", bytes(letter.value()));
        return text.toString();
    }

    /** Printable UTF-8 as it is, anything else in hex. */
    static String bytes(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "(none)";
        }
        if (bytes.length == 0) {
            return "(empty)";
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.chars().allMatch(c -> c == '\n' || c == '\t' || !steers(c))) {
                return text;
            }
        } catch (CharacterCodingException e) {
            // Not text: the dump shows it.
        }
        return dump(bytes);
    }

    /** Control characters, and those that turn the direction of writing. */
    private static boolean steers(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.FORMAT;
    }

    private static String dump(byte[] bytes) {
        StringBuilder dump = new StringBuilder(bytes.length + " bytes");
        int end = Math.min(bytes.length, DUMP_BYTES);
        for (int start = 0; start < end; start += DUMP_WIDTH) {
            StringBuilder hex = new StringBuilder();
            StringBuilder ascii = new StringBuilder();
            for (int i = start; i < Math.min(end, start + DUMP_WIDTH); i++) {
                hex.append(String.format(Locale.ROOT, "%02x ", bytes[i] & 0xff));
                ascii.append(bytes[i] >= 0x20 && bytes[i] < 0x7f ? (char) bytes[i] : '.');
            }
            dump.append(String.format(Locale.ROOT, "%n  %08x  %-48s %s", start, hex, ascii));
        }
        return end < bytes.length
                ? dump.append(String.format(Locale.ROOT, "%n  and %d bytes more", bytes.length - end))
                        .toString()
                : dump.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-14s %s%n", name, value));
    }
}
