package io.clickreel.contract.json;

/**
 * Reads strings from the UTF-8 bytes of JSON, if they are well-formed.
 *
 * <p>All methods answer -1 for what they do not read: broken UTF-8, control characters, escapes. Some zeros
 * have to follow the bytes, because they end every loop.
 */
public final class JsonString {
    private static final int NOT_READ = -1;

    private JsonString() {}

    /**
     * Skips a string that has no escapes.
     *
     * @param from the first byte behind the opening quotation mark
     * @return the first byte behind the closing one, or -1
     */
    public static int skip(byte[] json, int from) {
        int at = from;
        while (json[at] != '"') {
            if (json[at] >= ' ' && json[at] != '\\') {
                at++;
                continue;
            }
            int character = beyondAscii(json, at);
            if (character < 0) {
                return NOT_READ;
            }
            at += byteCount(character);
        }
        return at + 1;
    }

    /** The character of two to four bytes that begins there, or -1. */
    public static int beyondAscii(byte[] json, int at) {
        int lead = json[at] & 0xFF;
        int extra = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        if (lead < 0xC2 || lead > 0xF4) {
            return NOT_READ;
        }
        int character = lead & 0x3F >> extra;
        for (int i = 1; i <= extra; i++) {
            if ((json[at + i] & 0xC0) != 0x80) {
                return NOT_READ;
            }
            character = character << 6 | json[at + i] & 0x3F;
        }
        boolean overlong = byteCount(character) != extra + 1;
        boolean surrogate = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        return overlong || surrogate || character > Character.MAX_CODE_POINT ? NOT_READ : character;
    }

    /** How many bytes UTF-8 has for a character beyond ASCII. */
    public static int byteCount(int character) {
        return character < 0x800 ? 2 : character < 0x1_0000 ? 3 : 4;
    }

    /** Whether a text has no half of a surrogate pair by itself, for which UTF-8 has no bytes. */
    public static boolean hasWholeCharacters(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
