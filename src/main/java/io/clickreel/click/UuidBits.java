package io.clickreel.click;

/** A UUID as the two numbers that a column of UUIDs stores, read and written without an object. */
final class UuidBits {
    static final int WRITTEN_LENGTH = 36;

    private static final byte[] HEX_DIGITS = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final byte[] VALUES = new byte[128];

    static {
        for (int c = 0; c < VALUES.length; c++) {
            VALUES[c] = (byte) Character.digit(c, 16);
        }
    }

    private long high;
    private long low;
    private int bad;

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    /** Takes over 36 hexadecimal digits and dashes; false, with undefined content, if they are not a UUID. */
    boolean parse(char[] text, int offset, int length) {
        if (length != WRITTEN_LENGTH) {
            return false;
        }
        bad = 0;
        long first = hex(text, offset, 8);
        long second = hex(text, offset + 9, 4);
        long third = hex(text, offset + 14, 4);
        long fourth = hex(text, offset + 19, 4);
        long fifth = hex(text, offset + 24, 12);
        high = first << 32 | second << 16 | third;
        low = fourth << 48 | fifth;
        int dashes = (text[offset + 8] ^ '-')
                | (text[offset + 13] ^ '-')
                | (text[offset + 18] ^ '-')
                | (text[offset + 23] ^ '-');
        return (dashes | bad) == 0;
    }

    /** Looks for errors only at the end: bad digits are negative, and other characters have bits beyond ASCII's. */
    private long hex(char[] text, int from, int digits) {
        long bits = 0;
        int wrong = 0;
        for (int i = from; i < from + digits; i++) {
            char c = text[i];
            int value = VALUES[c & 0x7F];
            wrong |= (value & 0x8000_0000) | (c >> 7);
            bits = (bits << 4) | (value & 0xF);
        }
        bad |= wrong;
        return bits;
    }

    static void write(long high, long low, byte[] target, int offset) {
        int shift = 60;
        for (int i = 0; i < WRITTEN_LENGTH; i++) {
            if (isDashPlace(i)) {
                target[offset + i] = '-';
            } else {
                long half = i < 18 ? high : low;
                target[offset + i] = HEX_DIGITS[(int) (half >>> shift) & 0xF];
                shift = (shift + 60) & 63; // one digit less, and from the last digit to the next half's first
            }
        }
    }

    private static boolean isDashPlace(int i) {
        return i == 8 || i == 13 || i == 18 || i == 23;
    }
}
