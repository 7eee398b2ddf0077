package io.clickreel.contract;

import io.clickreel.contract.json.AsciiWords;
import io.clickreel.contract.json.JsonString;
import io.clickreel.contract.json.WholeNumber;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads clicks as producers usually write them, in one pass over the bytes, and leaves every other value to Jackson.
 *
 * <p>It never says what is wrong: what it does not know, be it a bad value or a rare way of writing a good one, is handed
 * over. For one thread at a time.
 */
final class FastClickParser {
    private static final int MAX_BYTES = 8 << 10;

    /**
     * Zeros behind the value, more than a value of a fixed form has bytes. They end every loop, because no valid JSON
     * has a zero.
     */
    private static final int MARGIN_BYTES = 64;

    private static final int REMEMBERED = 16;
    private static final int MAX_IGNORED_DIGITS = 18;
    private static final ClickField[] FIELDS = ClickField.values();
    private static final int ALL_FIELDS = (1 << FIELDS.length) - 1;
    private static final AsciiWords NAMES =
            new AsciiWords(Arrays.stream(FIELDS).map(ClickField::jsonName).toArray(String[]::new));
    private static final byte[][] LITERALS = {ascii("true"), ascii("false"), ascii("null")};

    private final ClickFields fields;
    private final byte[] json = new byte[MAX_BYTES + MARGIN_BYTES];

    /** Which field was the n-th of the value before: most producers always write the same order. */
    private final int[] order = new int[REMEMBERED];

    private long unknownFields;

    /** @param fields where the click is put */
    FastClickParser(ClickFields fields) {
        this.fields = fields;
        Arrays.setAll(order, nth -> nth % FIELDS.length);
    }

    /** Whether the value surely is a click, which then is in the fields; if not, Jackson has to decide. */
    boolean isClick(byte[] value, int start, int length) {
        if (length > MAX_BYTES) {
            return false;
        }
        System.arraycopy(value, start, json, 0, length);
        Arrays.fill(json, length, length + MARGIN_BYTES, (byte) 0);
        int at = skipBlanks(0);
        if (json[at] != '{') {
            return false;
        }
        int seen = 0;
        int unknown = 0;
        int nth = 0;
        do {
            at = skipBlanks(at + 1);
            if (json[at] != '"') {
                return false;
            }
            int field = fieldNamedAt(at + 1, nth++);
            at = skipColon(field < 0 ? JsonString.skip(json, at + 1) : at + NAMES.length(field) + 2);
            if (field < 0) {
                unknown++;
                at = at < 0 ? at : skipIgnored(at);
            } else if (at >= 0) {
                if ((seen & 1 << field) != 0) {
                    return false;
                }
                seen |= 1 << field;
                at = fields.take(FIELDS[field], json, at);
            }
            if (at < 0) {
                return false;
            }
            at = skipBlanks(at);
        } while (json[at] == ',');
        if (json[at] != '}' || seen != ALL_FIELDS || skipBlanks(at + 1) != length) {
            return false;
        }
        unknownFields += unknown;
        return true;
    }

    /** How many fields beyond the contract's ten the clicks had that were read so far. */
    long unknownFields() {
        return unknownFields;
    }

    private int fieldNamedAt(int at, int nth) {
        int expected = order[nth % REMEMBERED];
        if (NAMES.standsAt(json, at, expected)) {
            return expected;
        }
        int field = NAMES.find(json, at);
        if (field >= 0) {
            order[nth % REMEMBERED] = field;
        }
        return field;
    }

    private int skipBlanks(int from) {
        int at = from;
        while (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t') {
            at++;
        }
        return at;
    }

    private int skipColon(int from) {
        if (from < 0) {
            return from;
        }
        int at = skipBlanks(from);
        return json[at] == ':' ? skipBlanks(at + 1) : -1;
    }

    /**
     * The first byte behind the value of an ignored field; -1 for a nested value or a fraction, which Jackson skips.
     */
    private int skipIgnored(int from) {
        if (json[from] == '"') {
            return JsonString.skip(json, from + 1);
        }
        for (byte[] literal : LITERALS) {
            if (Arrays.equals(json, from, from + literal.length, literal, 0, literal.length)) {
                return from + literal.length;
            }
        }
        return WholeNumber.end(json, json[from] == '-' ? from + 1 : from, MAX_IGNORED_DIGITS);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
