package io.clickreel.contract.json;

/**
 * Reads strings from the UTF-8 bytes of JSON, if they are well-formed.
 *
 * <p>All methods answer -1 for what they do not read: broken UTF-8, control characters, unknown escapes. Some zeros
 * have to follow the bytes, because they end every loop.
 */
public final class JsonString {
    private static final int NOT_READ = -1;
    private static final int ESCAPE_LENGTH = 6;

    private JsonString() {}

    /**
     * Reads an id into {@code id}.
     *
     * @param from the first byte behind the opening quotation mark
     * @return the first byte behind the closing one, or -1
     */
    public static int readId(byte[] json, int from, Utf8Text id) {
        id.clear();
        int at = from;
        while (true) {
            at = id.appendPlain(json, at);
            if (at < 0) {
                return NOT_READ;
            }
            if (json[at] == '"') {
                return id.length() > 0 ? at + 1 : NOT_READ;
            }
            at = json[at] == '\\' ? readEscape(json, at, id) : readBeyondAscii(json, at, id);
            if (at < 0) {
                return NOT_READ;
            }
        }
    }

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

    private static int readBeyondAscii(byte[] json, int from, Utf8Text id) {
        int at = from;
        do {
            int character = beyondAscii(json, at);
            if (character < 0 || !id.append(character)) {
                return NOT_READ;
            }
            at += byteCount(character);
        } while (json[at] < 0);
        return at;
    }

    private static int readEscape(byte[] json, int from, Utf8Text id) {
        byte kind = json[from + 1];
        if (kind == '"' || kind == '\\' || kind == '/') {
            return id.append(kind) ? from + 2 : NOT_READ;
        }
        int unit = escapedUnit(json, from);
        if (unit < 0) {
            return NOT_READ; // also the other escapes: they are control characters, which an id may not have
        }
        int end = from + ESCAPE_LENGTH;
        if (!Character.isHighSurrogate((char) unit)) {
            return id.append(unit) ? end : NOT_READ;
        }
        int second = escapedUnit(json, end);
        boolean pair = second >= 0 && Character.isLowSurrogate((char) second);
        return pair && id.append(Character.toCodePoint((char) unit, (char) second)) ? end + ESCAPE_LENGTH : NOT_READ;
    }

    /** The UTF-16 unit that a backslash, a "u" and four hexadecimal digits encode, or -1. */
    private static int escapedUnit(byte[] json, int at) {
        return json[at] == '\\' && json[at + 1] == 'u' ? (int) HexDigits.number(json, at + 2, 4) : NOT_READ;
    }

    /** The character of two to four bytes that begins there, or -1. */
    private static int beyondAscii(byte[] json, int at) {
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

    private static int byteCount(int character) {
        return character < 0x800 ? 2 : character < 0x1_0000 ? 3 : 4;
    }
}
