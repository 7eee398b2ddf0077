package io.clickreel.click;

/** A UUID as the two numbers that a column of UUIDs stores, read and written without an object. */
final class UuidBits {
    static final int WRITTEN_LENGTH = 36;

    private static final byte[] HEX_DIGITS = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private long high;
    private long low;

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    /** Takes over 36 hexadecimal digits and dashes; false, with undefined content, if they are not a UUID. */
    boolean parse(byte[] text, int offset) {
        long first = HexDigits.number(text, offset, 8);
        long second = HexDigits.number(text, offset + 9, 4);
        long third = HexDigits.number(text, offset + 14, 4);
        long fourth = HexDigits.number(text, offset + 19, 4);
        long fifth = HexDigits.number(text, offset + 24, 12);
        high = first << 32 | second << 16 | third;
        low = fourth << 48 | fifth;
        int dashes = (text[offset + 8] ^ '-')
                | (text[offset + 13] ^ '-')
                | (text[offset + 18] ^ '-')
                | (text[offset + 23] ^ '-');
        return dashes == 0 && (first | second | third | fourth | fifth) >= 0;
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
