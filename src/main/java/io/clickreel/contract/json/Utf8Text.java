package io.clickreel.contract.json;

import java.nio.charset.StandardCharsets;

/** An id as UTF-8 bytes, in a buffer that is reused for the next click. */
public final class Utf8Text {
    public static final int MAX_CHARACTERS = 128;

    private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
    private static final long TOP_BITS = 0x8080_8080_8080_8080L;

    /** Eight bytes more than the longest id has, because eight are copied at a time. */
    private final byte[] bytes = new byte[4 * MAX_CHARACTERS + Long.BYTES];

    private int length;
    private int characters;

    public Utf8Text() {}

    /** The buffer itself: only the first {@link #length()} bytes count, and only until the next click is read. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /**
     * Reads a text into this object, and tells whether the contract allows it as an id; if not, the content is
     * undefined.
     */
    public boolean set(char[] text, int offset, int count) {
        clear();
        int end = offset + count;
        int at = offset;
        while (at < end) {
            int character = Character.codePointAt(text, at, end);
            if (!append(character)) {
                return false;
            }
            at += Character.charCount(character);
        }
        return count > 0;
    }

    void clear() {
        length = 0;
        characters = 0;
    }

    /** Adds a Unicode code point; false if the contract does not allow it, or no id of this length. */
    boolean append(int character) {
        if (Character.isISOControl(character) || ++characters > MAX_CHARACTERS) {
            return false;
        }
        if (character < 0x80) {
            bytes[length++] = (byte) character;
            return true;
        }
        if (character < 0x800) {
            bytes[length++] = (byte) (0xC0 | character >> 6);
        } else {
            if (character < 0x1_0000) {
                if (Character.isSurrogate((char) character)) {
                    return false; // half of a surrogate pair: not a character
                }
                bytes[length++] = (byte) (0xE0 | character >> 12);
            } else {
                bytes[length++] = (byte) (0xF0 | character >> 18);
                bytes[length++] = (byte) (0x80 | character >> 12 & 0x3F);
            }
            bytes[length++] = (byte) (0x80 | character >> 6 & 0x3F);
        }
        bytes[length++] = (byte) (0x80 | character & 0x3F);
        return true;
    }

    /**
     * Adds ASCII characters, eight at a time, up to a quotation mark, a backslash, a control character or a byte beyond
     * ASCII.
     *
     * @param text has one of these before its last seven bytes
     * @return the index of that byte, or -1 if the id is too long
     */
    int appendPlain(byte[] text, int from) {
        int at = from;
        while (true) {
            long eight = EightBytes.get(text, at);
            EightBytes.set(bytes, length, eight);
            long special = special(eight);
            int plain = Long.numberOfTrailingZeros(special) / Byte.SIZE;
            at += plain;
            length += plain;
            characters += plain;
            if (characters > MAX_CHARACTERS) {
                return -1;
            }
            if (special != 0) {
                return at;
            }
        }
    }

    /**
     * Marks by its top bit the first byte that is no plain character, and perhaps some behind it.
     *
     * <p>The subtractions and the addition run into the next byte only where this one is marked already. See "Bit
     * Twiddling Hacks" by Sean Eron Anderson, "Determine if a word has a byte less than n".
     */
    private static long special(long eight) {
        long quotes = eight ^ '"' * EACH_BYTE;
        long backslashes = eight ^ '\\' * EACH_BYTE;
        long marks = eight // beyond ASCII
                | eight - ' ' * EACH_BYTE
                | eight + EACH_BYTE // the last of ASCII, a control character
                | quotes - EACH_BYTE & ~quotes
                | backslashes - EACH_BYTE & ~backslashes;
        return marks & TOP_BITS;
    }
}
