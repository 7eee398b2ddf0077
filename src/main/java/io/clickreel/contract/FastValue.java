package io.clickreel.contract;

import io.clickreel.contract.json.IsoTime;
import io.clickreel.contract.json.JsonNumber;
import io.clickreel.contract.json.JsonString;
import io.clickreel.contract.json.PlainText;
import io.clickreel.contract.json.UuidBits;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads one value as producers usually write it into its slot; for one thread at a time.
 *
 * <p>Every method answers the first byte behind the value, or -1 if Jackson has to decide.
 */
final class FastValue {
    static final byte[] TRUE = ascii("true");
    static final byte[] FALSE = ascii("false");
    static final byte[] NULL = ascii("null");
    static final int MAX_DIGITS = 18;

    private static final int NOT_READ = -1;
    /** Every number of so many digits is a double of its own, and so is each of these powers of ten. */
    private static final int EXACT_DIGITS = 15;

    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };
    private static final long[] WHOLE_POWERS = new long[MAX_DIGITS + 1];

    static {
        WHOLE_POWERS[0] = 1;
        for (int i = 1; i < WHOLE_POWERS.length; i++) {
            WHOLE_POWERS[i] = 10 * WHOLE_POWERS[i - 1];
        }
    }

    /** Number of the record whose values are read. */
    long record;

    private final IsoTime time = new IsoTime();
    private final UuidBits uuid = new UuidBits();

    /** @param json has zeros behind its values, more than a value of a fixed form has bytes */
    @SuppressWarnings("NullAway") // It is a leaf.
    int read(FastField field, byte[] json, int at) {
        Leaf leaf = field.leaf;
        Slots.Slot slot = field.slot;
        if (json[at] == 'n') {
            if (!leaf.nullAllowed || !isThere(NULL, json, at)) {
                return NOT_READ;
            }
            return at + NULL.length;
        }
        return switch (field.form) {
            case FastForm.TEXT -> text(leaf, slot, json, at);
            case FastForm.WORD -> word(leaf, slot, json, at);
            case FastForm.UUID -> uuid(leaf, slot, json, at);
            case FastForm.TIME -> time(leaf, slot, json, at);
            case FastForm.DATE -> date(leaf, slot, json, at);
            case FastForm.WHOLE -> whole(leaf, slot, json, at);
            case FastForm.FLOAT -> floating(leaf, slot, json, at);
            case FastForm.DECIMAL -> decimal(leaf, slot, json, at);
            case FastForm.BOOL -> bool(leaf, slot, json, at);
            default -> NOT_READ;
        };
    }

    private int text(Leaf leaf, Slots.Slot slot, byte[] json, int at) {
        if (json[at] != '"') {
            return NOT_READ;
        }
        int from = at + 1;
        int end = PlainText.end(json, from);
        int characters = end - from;
        while (json[end] < 0) {
            int character = JsonString.beyondAscii(json, end);
            if (character < 0 || leaf.pattern != null && !leaf.pattern.allows(character)) {
                return NOT_READ;
            }
            end += JsonString.byteCount(character);
            int next = PlainText.end(json, end);
            characters += 1 + next - end;
            end = next;
        }
        if (json[end] != '"' || characters < leaf.minLength || characters > leaf.maxLength) {
            return NOT_READ;
        }
        boolean[] allowed = leaf.allowed;
        if (allowed != null) {
            for (int i = from; i < end; i++) {
                if (json[i] >= 0 && !allowed[json[i]]) {
                    return NOT_READ;
                }
            }
        }
        slot.set(record, from, end - from);
        return end + 1;
    }

    @SuppressWarnings("NullAway") // A leaf that is read as a word has words.
    private int word(Leaf leaf, Slots.Slot slot, byte[] json, int at) {
        int word = json[at] == '"' ? leaf.words.find(json, at + 1) : -1;
        if (word < 0) {
            return NOT_READ;
        }
        int length = leaf.words.length(word);
        if (leaf.stores == Leaf.Stored.TEXT) {
            slot.set(record, at + 1, length);
        } else {
            slot.set(record, leaf.stores == Leaf.Stored.DICTIONARY ? word : leaf.wordNumbers[word], 0);
        }
        return at + length + 2;
    }

    private int uuid(Leaf leaf, Slots.Slot slot, byte[] json, int at) {
        int end = at + 1 + UuidBits.WRITTEN_LENGTH;
        if (json[at] != '"' || !uuid.parse(json, at + 1) || json[end] != '"') {
            return NOT_READ;
        }
        slot.set(record, uuid.high(), uuid.low());
        return end + 1;
    }

    private int time(Leaf leaf, Slots.Slot slot, byte[] json, int at) {
        if (json[at] != '"') {
            return NOT_READ;
        }
        int from = at + 1;
        int end = from + 19;
        while (end - from <= IsoTime.MAX_LENGTH && json[end] != '"') {
            end++;
        }
        if (!time.parse(json, from, end - from)) {
            return NOT_READ;
        }
        long ticks = leaf.ticks(time.second(), time.nano());
        if (ticks == Leaf.OUT_OF_RANGE) {
            return NOT_READ;
        }
        slot.set(record, ticks, 0);
        return end + 1;
    }

    private int date(Leaf leaf, Slots.Slot slot, byte[] json, int at) {
        int end = at + 1 + IsoTime.DATE_LENGTH;
        if (json[at] != '"' || json[end] != '"') {
            return NOT_READ;
        }
        int day = IsoTime.parseDate(json, at + 1, IsoTime.DATE_LENGTH);
        if (day == Integer.MIN_VALUE || !leaf.holdsSecond(day * 86_400L)) {
            return NOT_READ;
        }
        slot.set(record, day, 0);
        return end + 1;
    }

    private int whole(Leaf leaf, Slots.Slot slot, byte[] json, int at) {
        boolean negative = json[at] == '-';
        int from = negative ? at + 1 : at;
        int end = JsonNumber.end(json, from, MAX_DIGITS);
        if (end < 0 || JsonNumber.goesOn(json, end)) {
            return NOT_READ;
        }
        long number = negative ? -JsonNumber.value(json, from, end) : JsonNumber.value(json, from, end);
        if (number < leaf.least || number > leaf.most || negative && number == 0) {
            return NOT_READ;
        }
        long stored = leaf.stored(number);
        if (stored == Leaf.OUT_OF_RANGE) {
            return NOT_READ;
        }
        slot.set(record, stored, 0);
        return end;
    }

    /** Numbers of few digits and without exponent: their double is one division, and exact (Clinger's fast path). */
    private int floating(Leaf leaf, Slots.Slot slot, byte[] json, int at) {
        boolean negative = json[at] == '-';
        int from = negative ? at + 1 : at;
        int point = JsonNumber.end(json, from, MAX_DIGITS);
        if (point < 0) {
            return NOT_READ;
        }
        int end = JsonNumber.endOfDecimals(json, point, MAX_DIGITS);
        int decimals = Math.max(0, end - point - 1);
        if (end < 0 || JsonNumber.goesOn(json, end) || point - from + decimals > EXACT_DIGITS) {
            return NOT_READ;
        }
        long digits = JsonNumber.value(json, from, point) * WHOLE_POWERS[decimals]
                + JsonNumber.value(json, point + 1, point + 1 + decimals);
        double number = digits / POWERS[decimals];
        if (leaf.isTie(number) || negative && digits == 0) {
            return NOT_READ;
        }
        slot.set(record, leaf.floatBits(negative ? -number : number), 0);
        return end;
    }

    private int decimal(Leaf leaf, Slots.Slot slot, byte[] json, int at) {
        boolean negative = json[at] == '-';
        int from = negative ? at + 1 : at;
        int point = JsonNumber.end(json, from, MAX_DIGITS);
        if (point < 0) {
            return NOT_READ;
        }
        int end = JsonNumber.endOfDecimals(json, point, MAX_DIGITS);
        int decimals = Math.max(0, end - point - 1);
        if (end < 0
                || JsonNumber.goesOn(json, end)
                || decimals > leaf.scale
                || point - from + leaf.scale > MAX_DIGITS) {
            return NOT_READ;
        }
        long unscaled = JsonNumber.value(json, from, point) * WHOLE_POWERS[leaf.scale]
                + JsonNumber.value(json, point + 1, point + 1 + decimals) * WHOLE_POWERS[leaf.scale - decimals];
        if (unscaled > leaf.mostUnscaled) {
            return NOT_READ;
        }
        slot.set(record, negative ? -unscaled : unscaled, 0);
        return end;
    }

    private int bool(Leaf leaf, Slots.Slot slot, byte[] json, int at) {
        boolean isTrue = isThere(TRUE, json, at);
        if (!isTrue && !isThere(FALSE, json, at)) {
            return NOT_READ;
        }
        slot.set(record, isTrue ? 1 : 0, 0);
        return at + (isTrue ? TRUE.length : FALSE.length);
    }

    static boolean isThere(byte[] word, byte[] json, int at) {
        return Arrays.equals(json, at, at + word.length, word, 0, word.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
