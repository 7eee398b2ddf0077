package io.clickreel.contract.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Foreign bytes as text, for a String column: UTF-8 as it is, anything else as {@code 0x} and hexadecimal digits.
 *
 * <p>ClickHouse stores any bytes as String, but what reads its exports (Parquet, Arrow, JSON) refuses a whole file for one
 * string that is no UTF-8. Control characters below U+0020, besides tab and line breaks, are no text either: binary
 * numbers consist of them, and would be text only by chance. {@code unhex(substring(text, 3))} gives the bytes back.
 */
public final class BytesAsText {
    private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private BytesAsText() {}

    /** @return the array itself if it is text */
    public static byte[] of(byte[] bytes) {
        return isText(bytes, 0, bytes.length) ? bytes : hex(bytes, 0, bytes.length);
    }

    public static boolean isText(byte[] bytes, int from, int length) {
        boolean ascii = true;
        for (int i = from; i < from + length; i++) {
            if (bytes[i] < 0) {
                ascii = false;
            } else if (isControl(bytes[i])) {
                return false;
            }
        }
        return ascii || isUtf8(bytes, from, length);
    }

    public static boolean isControl(int character) {
        return character < ' ' && character != '\t' && character != '\n' && character != '\r';
    }

    /** With upper-case letters, as ClickHouse's hex() writes them. */
    public static byte[] hex(byte[] bytes, int from, int length) {
        byte[] text = new byte[2 + 2 * length];
        text[0] = '0';
        text[1] = 'x';
        for (int i = 0; i < length; i++) {
            text[2 + 2 * i] = DIGITS[bytes[from + i] >> 4 & 0xF];
            text[3 + 2 * i] = DIGITS[bytes[from + i] & 0xF];
        }
        return text;
    }

    /** A string has replacement characters for what is no UTF-8, so it does not give the same bytes again. */
    private static boolean isUtf8(byte[] bytes, int from, int length) {
        byte[] again = new String(bytes, from, length, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(again, 0, again.length, bytes, from, from + length);
    }
}
