package io.clickreel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.generate.ClickWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the fast parser takes for a click has to be one, the same one, for Jackson. */
class FastClickParserTest {
    private final ClickFields fastFields = new ClickFields();
    private final ClickFields slowFields = new ClickFields();
    private final FastClickParser fast = new FastClickParser(fastFields);
    private final JacksonClickParser slow = new JacksonClickParser(slowFields);
    private final Random random = new Random(20260131);
    private int taken;
    private int handedOver;

    @Test
    void whatTheWriterWritesIsNeverHandedOver() {
        ClickWriter writer = new ClickWriter();
        for (int i = 0; i < 30_000; i++) {
            Click click = SampleClicks.random(random);
            byte[] value = writer.value(click);
            compare(value);
            assertThat(fastFields.toClick()).isEqualTo(click);
        }
        assertThat(handedOver).isZero();
    }

    @Test
    void textBeyondAsciiAndSimpleEscapesAreNotHandedOver() {
        for (String id : List.of(
                "é", "aé", "日本語", "😀", "x😀y", "12345678é", "a\\\"b", "\\\\", "\\/", "\\u00e9", "\\ud83d\\ude00")) {
            compare(SampleClicks.bytes(SampleClicks.EXAMPLE.replace("u_10", id)));
        }
        assertThat(handedOver).isZero();
    }

    @Test
    void everyPieceInEveryPlaceOfAClickIsReadAlike() {
        byte[] click = ClickPieces.bytes(SampleClicks.EXAMPLE.replace("u_10", "u é\\u00e9😀"));
        for (byte[] piece : ClickPieces.PIECES) {
            for (int at = 0; at <= click.length; at++) {
                compare(spliced(click, at, at, piece));
                compare(spliced(click, at, Math.min(click.length, at + piece.length), piece));
            }
        }
        assertBothHappened();
    }

    @Test
    void everyOtherByteInEveryPlaceIsReadAlike() {
        byte[] click = ClickPieces.bytes(SampleClicks.EXAMPLE);
        for (int at = 0; at < click.length; at++) {
            for (int other = 0; other < 256; other++) {
                compare(spliced(click, at, at + 1, ClickPieces.raw(other)));
            }
            compare(spliced(click, at, at + 1, new byte[0]));
            compare(Arrays.copyOf(click, at));
        }
        assertBothHappened();
    }

    @Test
    void everyLengthOfAnIdIsReadAlike() {
        for (String letter : List.of("x", "é", "€", "😀", "\\u00e9", "\\ud83d\\ude00", "\\\"")) {
            for (int length = 0; length < 140; length++) {
                for (String front : List.of("", "y", "yyyyyyy", "é")) {
                    compare(ClickPieces.bytes(SampleClicks.EXAMPLE.replace("u_10", front + letter.repeat(length))));
                }
            }
        }
        assertBothHappened();
    }

    @Test
    void numbersNamesAndIgnoredValuesAreReadAlike() {
        for (String number : ClickPieces.NUMBERS) {
            compare(ClickPieces.bytes(SampleClicks.EXAMPLE.replace("331", number)));
            compare(ClickPieces.bytes(SampleClicks.EXAMPLE.replace(":9,", ":" + number + ',')));
        }
        for (String name : ClickPieces.NAMES) {
            compare(ClickPieces.bytes(SampleClicks.EXAMPLE.replace("{", "{\"" + name + "\":1,")));
            compare(ClickPieces.bytes(SampleClicks.EXAMPLE.replace("user_id", name)));
            for (String value : ClickPieces.IGNORED) {
                compare(ClickPieces.bytes(SampleClicks.EXAMPLE.replace("}", ",\"" + name + "\":" + value + "}")));
            }
        }
        assertBothHappened();
    }

    @Test
    void theBytesOfARegistryAndLongValuesAreReadAlike() {
        compare(ClickPieces.bytes("\0\0\0\1\2" + SampleClicks.EXAMPLE));
        for (int room = 7_000; room < 9_000; room += 7) {
            compare(ClickPieces.bytes(SampleClicks.EXAMPLE.replace("{", "{\"x\":\"" + "y".repeat(room) + "\",")));
            compare(ClickPieces.bytes(SampleClicks.EXAMPLE + " ".repeat(room)));
        }
        assertBothHappened();
    }

    @Test
    void clicksDamagedAtRandomAreReadAlike() {
        ClickWriter writer = new ClickWriter();
        for (int i = 0; i < 60_000; i++) {
            byte[] value = random.nextBoolean()
                    ? writer.value(SampleClicks.random(random))
                    : shuffled(new String(writer.value(SampleClicks.random(random)), StandardCharsets.US_ASCII));
            for (int rounds = random.nextInt(3); rounds > 0; rounds--) {
                value = damaged(value);
            }
            compare(value);
        }
        assertBothHappened();
    }

    /** Another order, blanks between all parts, and perhaps one field twice or one that is unknown. */
    private byte[] shuffled(String click) {
        List<String> fields = new ArrayList<>(
                Arrays.asList(click.substring(1, click.length() - 1).split(",(?=\"[a-z_]+\":)", -1)));
        Collections.shuffle(fields, random);
        if (random.nextInt(4) == 0) {
            fields.add(fields.get(random.nextInt(fields.size())));
        }
        if (random.nextInt(4) == 0) {
            fields.add(
                    random.nextInt(fields.size()), "\"new_" + random.nextInt(9) + "\" :\t" + pick(ClickPieces.IGNORED));
        }
        return ClickPieces.bytes(
                blank() + '{' + blank() + String.join(blank() + ',' + blank(), fields) + blank() + '}' + blank());
    }

    private String blank() {
        return random.nextInt(4) == 0 ? pick(List.of(" ", "\n", "\r\n", "\t\t", "  ")) : "";
    }

    private byte[] damaged(byte[] value) {
        int at = random.nextInt(value.length + 1);
        int to = Math.min(value.length, at + random.nextInt(3));
        return switch (random.nextInt(4)) {
            case 0 -> spliced(value, at, to, ClickPieces.raw(random.nextInt(256)));
            case 1 -> spliced(value, at, to, new byte[0]);
            case 2 -> spliced(value, at, at, Arrays.copyOfRange(value, random.nextInt(at + 1), at));
            default -> spliced(value, at, to, SampleClicks.pick(ClickPieces.PIECES, random));
        };
    }

    private String pick(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private void compare(byte[] value) {
        int start = ClickContract.registryPrefix(value, 0, value.length);
        int length = value.length - start;
        long unknownBefore = fast.unknownFields();
        long slowUnknownBefore = slow.unknownFields();
        if (!fast.isClick(value, start, length)) {
            handedOver++;
            assertThat(fast.unknownFields()).isEqualTo(unknownBefore);
            return;
        }
        taken++;
        ContractViolation violation = slow.read(value, start, length);
        if (violation != null
                || !slowFields.toClick().equals(fastFields.toClick())
                || fast.unknownFields() - unknownBefore != slow.unknownFields() - slowUnknownBefore) {
            assertThat(fastFields.toClick() + ", unknown fields: " + (fast.unknownFields() - unknownBefore))
                    .as(new String(value, StandardCharsets.UTF_8))
                    .isEqualTo((violation == null ? slowFields.toClick() : violation) + ", unknown fields: "
                            + (slow.unknownFields() - slowUnknownBefore));
        }
    }

    private void assertBothHappened() {
        assertThat(taken).isPositive();
        assertThat(handedOver).isPositive();
    }

    private static byte[] spliced(byte[] value, int from, int to, byte[] piece) {
        byte[] result = new byte[from + piece.length + value.length - to];
        System.arraycopy(value, 0, result, 0, from);
        System.arraycopy(piece, 0, result, from, piece.length);
        System.arraycopy(value, to, result, from + piece.length, value.length - to);
        return result;
    }
}
