package io.clickreel.click;

/** Reads hexadecimal digits, of either case, from bytes. */
final class HexDigits {
    private static final byte[] VALUES = new byte[256];

    static {
        for (int c = 0; c < VALUES.length; c++) {
            VALUES[c] = (byte) (c < 0x80 ? Character.digit(c, 16) : -1);
        }
    }

    private HexDigits() {}

    /** The number of up to 15 digits, or a negative one if not all of them are digits. */
    static long number(byte[] text, int from, int digits) {
        long number = 0;
        int signs = 0;
        for (int i = from; i < from + digits; i++) {
            int value = VALUES[text[i] & 0xFF];
            signs |= value; // looked at once, at the end
            number = number << 4 | value & 0xF;
        }
        return signs < 0 ? -1 : number;
    }
}
