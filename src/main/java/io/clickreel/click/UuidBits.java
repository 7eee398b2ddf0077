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
        long bits = 0;
        int bad = 0;
        for (int i = 0; i < WRITTEN_LENGTH; i++) {
            char c = text[offset + i];
            if (isDashPlace(i)) {
                bad |= c ^ '-';
                if (i == 18) {
                    high = bits;
                }
            } else {
                int value = c < 128 ? VALUES[c] : -1;
                bad |= value & 0x8000_0000;
                bits = bits << 4 | value & 0xF;
            }
        }
        low = bits;
        return bad == 0;
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
