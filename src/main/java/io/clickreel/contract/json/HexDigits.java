package io.clickreel.contract.json;

/** Reads hexadecimal digits, of either case, from bytes. */
final class HexDigits {
    private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
    private static final long TOP_BITS = 0x8080_8080_8080_8080L;

    private HexDigits() {}

    /**
     * The number of eight digits at once, or a negative one if not all of them are digits.
     *
     * <p>See "Bit Twiddling Hacks" by Sean Eron Anderson for telling whether a byte of a word is below a bound.
     *
     * @param digits as ASCII, the first in the lowest byte
     */
    static long ofEight(long digits) {
        long decimals = digits ^ '0' * EACH_BYTE; // 0 to 9 for a digit
        long letters = (digits | 0x20 * EACH_BYTE) ^ 0x60 * EACH_BYTE; // 1 to 6 for a letter of either case
        // No sum runs into the next byte: where a top bit is set, the answer is -1 anyway.
        long noDecimal = (decimals & ~TOP_BITS) + (0x80 - 10) * EACH_BYTE;
        long noLetter = (letters & ~TOP_BITS) + (0x80 - 7) * EACH_BYTE | ~((letters & ~TOP_BITS) + 0x7F * EACH_BYTE);
        if (((noDecimal & noLetter | digits) & TOP_BITS) != 0) {
            return -1;
        }
        long values = (digits & 0x0F * EACH_BYTE) + 9 * (digits >>> 6 & EACH_BYTE);
        long bytes = (values << 4 | values >>> 8) & 0x00FF_00FF_00FF_00FFL;
        long pairs = bytes | bytes >>> 8;
        return Integer.toUnsignedLong(Integer.reverseBytes((int) (pairs & 0xFFFF | pairs >>> 16 & 0xFFFF_0000L)));
    }
}
