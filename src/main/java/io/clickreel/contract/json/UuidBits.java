package io.clickreel.contract.json;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A UUID as the two numbers that a column of UUIDs stores, read and written without an object. */
public final class UuidBits {
    public static final int WRITTEN_LENGTH = 36;

    private static final VarHandle FOUR_BYTES = MethodHandles.byteArrayViewVarHandle(int[].class, LITTLE_ENDIAN);
    private static final byte[] HEX_DIGITS = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private long high;
    private long low;

    public long high() {
        return high;
    }

    public long low() {
        return low;
    }

    /** Reads 36 hexadecimal digits and dashes into this object; false, with undefined content, if they are no UUID. */
    public boolean parse(byte[] text, int offset) {
        long first = HexDigits.ofEight(EightBytes.get(text, offset));
        long second = HexDigits.ofEight(fours(text, offset + 9, offset + 14));
        long third = HexDigits.ofEight(fours(text, offset + 19, offset + 24));
        long fourth = HexDigits.ofEight(EightBytes.get(text, offset + 28));
        high = first << 32 | second;
        low = third << 32 | fourth;
        int dashes = (text[offset + 8] ^ '-')
                | (text[offset + 13] ^ '-')
                | (text[offset + 18] ^ '-')
                | (text[offset + 23] ^ '-');
        return dashes == 0 && (first | second | third | fourth) >= 0;
    }

    private static long fours(byte[] text, int first, int second) {
        return Integer.toUnsignedLong((int) FOUR_BYTES.get(text, first))
                | (long) (int) FOUR_BYTES.get(text, second) << 32;
    }

    public static void write(long high, long low, byte[] target, int offset) {
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
