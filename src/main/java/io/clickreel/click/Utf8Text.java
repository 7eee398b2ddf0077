package io.clickreel.click;

import java.nio.charset.StandardCharsets;

/** A short text as UTF-8 bytes in a buffer that is used again for the next click. */
public final class Utf8Text {
    private final byte[] bytes = new byte[4 * ClickContract.MAX_TEXT_CHARACTERS];
    private int length;

    Utf8Text() {}

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

    /** Takes over a text and says whether the contract allows it as an id; if not, the content is undefined. */
    boolean set(char[] text, int offset, int count) {
        int end = offset + count;
        if (count == 0 || count > 2 * ClickContract.MAX_TEXT_CHARACTERS) {
            return false;
        }
        int characters = 0;
        int at = 0;
        for (int i = offset; i < end; i++) {
            char c = text[i];
            if (Character.isISOControl(c) || ++characters > ClickContract.MAX_TEXT_CHARACTERS) {
                return false;
            }
            if (c < 0x80) {
                bytes[at++] = (byte) c;
            } else if (c < 0x800) {
                bytes[at++] = (byte) (0xC0 | (c >> 6));
                bytes[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (!Character.isSurrogate(c)) {
                bytes[at++] = (byte) (0xE0 | (c >> 12));
                bytes[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                bytes[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (i + 1 < end && Character.isSurrogatePair(c, text[i + 1])) {
                int point = Character.toCodePoint(c, text[++i]);
                bytes[at++] = (byte) (0xF0 | (point >> 18));
                bytes[at++] = (byte) (0x80 | ((point >> 12) & 0x3F));
                bytes[at++] = (byte) (0x80 | ((point >> 6) & 0x3F));
                bytes[at++] = (byte) (0x80 | (point & 0x3F));
            } else {
                return false; // half of a surrogate pair: not a character
            }
        }
        length = at;
        return true;
    }
}
