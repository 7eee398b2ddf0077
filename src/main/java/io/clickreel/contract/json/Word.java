package io.clickreel.contract.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text in quotation marks, found in bytes by comparing eight of them at a time. */
public class Word {
    /** Bytes that must be readable from the start of a word, whatever its length. */
    static final int READ_BYTES = 2 * Long.BYTES;

    private final byte[] bytes;
    private final long first;
    private final long firstMask;
    private final long second;
    private final long secondMask;
    private final int length;

    /** @param text without characters that JSON escapes */
    public Word(String text) {
        bytes = text.getBytes(StandardCharsets.UTF_8);
        length = bytes.length;
        byte[] letters = Arrays.copyOf(bytes, READ_BYTES);
        byte[] mask = new byte[READ_BYTES];
        Arrays.fill(mask, 0, Math.min(length, READ_BYTES), (byte) 0xFF);
        first = EightBytes.get(letters, 0);
        firstMask = EightBytes.get(mask, 0);
        second = EightBytes.get(letters, Long.BYTES);
        secondMask = EightBytes.get(mask, Long.BYTES);
    }

    /** In bytes of UTF-8. */
    public final int length() {
        return length;
    }

    final byte[] bytes() {
        return bytes;
    }

    /** Whether it is there, followed by a quotation mark. */
    public final boolean isAt(byte[] json, int at) {
        return ((EightBytes.get(json, at) & firstMask) ^ first
                                | (EightBytes.get(json, at + Long.BYTES) & secondMask) ^ second)
                        == 0
                && (length <= READ_BYTES || endsAt(json, at))
                && json[at + length] == '"';
    }

    private boolean endsAt(byte[] json, int at) {
        return at + length < json.length
                && Arrays.equals(json, at + READ_BYTES, at + length, bytes, READ_BYTES, length);
    }
}
