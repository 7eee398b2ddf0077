package io.clickreel.contract.json;

/** Finds where the plain characters of a JSON string end, eight at a time. */
public final class PlainText {
    private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
    private static final long TOP_BITS = 0x8080_8080_8080_8080L;

    private PlainText() {}

    /**
     * The first byte from {@code from} on that is no plain character: a quotation mark, a backslash, a control character
     * (that of code 127 too) or a byte beyond ASCII.
     *
     * @param text has one of these before its last seven bytes
     */
    public static int end(byte[] text, int from) {
        int at = from;
        while (true) {
            long special = special(EightBytes.get(text, at));
            if (special != 0) {
                return at + Long.numberOfTrailingZeros(special) / Byte.SIZE;
            }
            at += Long.BYTES;
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
