package io.clickreel.contract;

import io.clickreel.contract.json.JsonNumber;
import io.clickreel.contract.json.JsonString;
import java.util.Arrays;

/**
 * Reads records as producers usually write them, in one pass over the bytes, and leaves every other one to Jackson.
 *
 * <p>It never says what is wrong: what it does not know, be it a bad value or a rare way of writing a good one, is handed
 * over. For one thread at a time.
 */
final class FastRow {
    private static final int MAX_BYTES = 64 << 10;
    /**
     * Zeros behind the value, more than a value of a fixed form has bytes. They end every loop, because no valid JSON
     * has a zero.
     */
    private static final int MARGIN_BYTES = 64;

    private static final int NOT_READ = -1;
    private static final byte[][] LITERALS = {FastValue.TRUE, FastValue.FALSE, FastValue.NULL};

    private final FastObject record;
    private final Slots slots;
    private final boolean keepsUnknown;
    private final FastValue values;
    private byte[] json = new byte[(8 << 10) + MARGIN_BYTES];
    private long number;
    private int unknownInThis;
    private long unknownFields;

    /** @param keepsUnknown whether fields beyond the contract are stored, which is left to Jackson */
    FastRow(Plan plan, Slots slots) {
        this.record = new FastObject(plan.record(), slots);
        this.slots = slots;
        this.values = new FastValue();
        this.keepsUnknown = plan.restLeaf() != null;
    }

    /** Whether the value surely keeps the contract and is in the slots; if not, Jackson has to decide. */
    boolean reads(byte[] value, int start, int length) {
        if (length > MAX_BYTES) {
            return false;
        }
        if (json.length < length + MARGIN_BYTES) {
            json = new byte[Math.min(MAX_BYTES, 2 * length) + MARGIN_BYTES];
        }
        System.arraycopy(value, start, json, 0, length);
        Arrays.fill(json, length, length + MARGIN_BYTES, (byte) 0);
        number = slots.begin();
        values.record = number;
        slots.source = json;
        unknownInThis = 0;
        int at = object(record, skipBlanks(json, 0));
        if (at < 0 || skipBlanks(json, at) != length) {
            return false;
        }
        unknownFields += unknownInThis;
        return true;
    }

    /** How many fields beyond the contract the records had that were read so far. */
    long unknownFields() {
        return unknownFields;
    }

    /** @return the first byte behind the object that begins there, or -1 */
    private int object(FastObject object, int from) {
        byte[] text = json;
        if (text[from] != '{' || !object.isFast) {
            return NOT_READ;
        }
        int missing = object.required;
        int nth = 0;
        int at = skipBlanks(text, from + 1);
        if (text[at] == '}') {
            return missing == 0 ? at + 1 : NOT_READ;
        }
        at--;
        do {
            at = skipBlanks(text, at + 1);
            if (text[at] != '"') {
                return NOT_READ;
            }
            FastField field = object.fieldAt(text, at + 1, nth++);
            if (field == null) {
                at = unknown(object, at);
            } else {
                if (field.seenIn == number) {
                    return NOT_READ;
                }
                field.seenIn = number;
                missing -= field.required ? 1 : 0;
                at = skipColon(text, at + field.length() + 2);
                if (at >= 0) {
                    at = field.leaf != null ? values.read(field, text, at) : nested(field, at);
                }
            }
            if (at < 0) {
                return NOT_READ;
            }
            at = skipBlanks(text, at);
        } while (text[at] == ',');
        return text[at] == '}' && missing == 0 ? at + 1 : NOT_READ;
    }

    @SuppressWarnings("NullAway") // A field is a leaf or an object.
    private int nested(FastField field, int at) {
        return object(field.object, at);
    }

    private int unknown(FastObject object, int from) {
        if (keepsUnknown || !object.takesAnyOther) {
            return NOT_READ;
        }
        int end = JsonString.skip(json, from + 1);
        if (end < 0 || end - from > ContractLimits.MAX_NAME_BYTES) {
            return NOT_READ;
        }
        unknownInThis++;
        int at = skipColon(json, end);
        return at < 0 ? at : skipIgnored(at);
    }

    private static int skipBlanks(byte[] json, int from) {
        int at = from;
        while (json[at] <= ' ' && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static int skipColon(byte[] json, int from) {
        int at = skipBlanks(json, from);
        return json[at] == ':' ? skipBlanks(json, at + 1) : NOT_READ;
    }

    /** The first byte behind the value of an ignored field; -1 for a nested value or a fraction, which Jackson skips. */
    private int skipIgnored(int from) {
        if (json[from] == '"') {
            return JsonString.skip(json, from + 1);
        }
        for (byte[] literal : LITERALS) {
            if (FastValue.isThere(literal, json, from)) {
                return from + literal.length;
            }
        }
        int end = JsonNumber.end(json, json[from] == '-' ? from + 1 : from, FastValue.MAX_DIGITS);
        return end >= 0 && JsonNumber.goesOn(json, end) ? NOT_READ : end;
    }
}
