package io.clickreel.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.contract.column.ColumnType;
import io.clickreel.contract.column.ColumnType.Kind;
import io.clickreel.contract.json.Excerpt;
import io.clickreel.contract.json.IpText;
import io.clickreel.contract.json.IsoTime;
import io.clickreel.contract.json.JsonString;
import io.clickreel.contract.json.NumberText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts values that Jackson has read, and that keep the contract, into the form of their columns; for one thread. */
final class LeafValues {
    private final IsoTime time = new IsoTime();
    private byte[] texts = new byte[1024];
    private int length;

    void clear() {
        length = 0;
    }

    /** The bytes of the texts so far; valid until the next value. */
    byte[] texts() {
        return texts;
    }

    /**
     * Puts a value into the leaf's slot.
     *
     * @return what of it the column cannot hold, or null
     */
    @Nullable
    Misfit take(Leaf leaf, JsonNode value, Slots slots, JsonTree tree) {
        if (value.isNull()) {
            return null;
        }
        ColumnType type = leaf.type;
        if (type == null) {
            slots.set(leaf, 0, 0);
            return null;
        }
        if (type.element() != null) {
            return list(leaf, value, slots, tree);
        }
        boolean isJson = type.kind() == Kind.JSON;
        if (isJson || value.isContainerNode() && type.kind() == Kind.STRING) {
            Misfit wrong = WholeValue.wrong(value, tree, isJson);
            if (wrong == null) {
                append(leaf, value.toString().getBytes(StandardCharsets.UTF_8), slots);
            }
            return wrong;
        }
        if (value.isTextual() && !JsonString.hasWholeCharacters(value.asText())) {
            return new Misfit(Reason.BAD_FORMAT, "", value, WholeValue.CHARACTERS);
        }
        Reason reason =
                switch (type.kind()) {
                    case STRING -> text(leaf, value, slots);
                    case FIXED_STRING -> fixed(leaf, value, type.size(), slots);
                    case BOOL -> bool(leaf, value, slots);
                    case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> whole(leaf, type, value, slots);
                    case FLOAT32, FLOAT64 -> floating(leaf, value, slots);
                    case DECIMAL -> decimal(leaf, type, value, slots);
                    case DATE, DATE32, DATETIME, DATETIME64 -> time(leaf, type, value, slots);
                    case UUID -> uuid(leaf, value, slots);
                    case ENUM8, ENUM16 -> word(leaf, type, value, slots);
                    case IPV4, IPV6 -> address(leaf, type, value, slots);
                    case ARRAY, MAP, JSON -> throw new IllegalStateException(leaf.name + " is no plain value");
                };
        return reason == null ? null : new Misfit(reason, "", value, leaf.expectation());
    }

    private @Nullable Reason text(Leaf leaf, JsonNode value, Slots slots) {
        if (leaf.stores == Leaf.Stored.DICTIONARY) {
            int word = wordOf(leaf, value.asText());
            slots.set(leaf, word, 0);
            return word < 0 ? Reason.UNKNOWN_VALUE : null;
        }
        append(leaf, value.asText().getBytes(StandardCharsets.UTF_8), slots);
        return null;
    }

    @SuppressWarnings("NullAway") // A leaf with a dictionary has words.
    private static int wordOf(Leaf leaf, String text) {
        for (int i = 0; i < leaf.words.count(); i++) {
            if (text.equals(new String(leaf.words.bytes(i), StandardCharsets.UTF_8))) {
                return i;
            }
        }
        return -1;
    }

    private @Nullable Reason fixed(Leaf leaf, JsonNode value, int size, Slots slots) {
        String text = value.asText();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!value.isTextual()) {
            return Reason.WRONG_TYPE;
        }
        if (bytes.length > size) {
            return Reason.OUT_OF_RANGE;
        }
        append(leaf, Arrays.copyOf(bytes, size), slots);
        return null;
    }

    private static @Nullable Reason bool(Leaf leaf, JsonNode value, Slots slots) {
        if (!value.isBoolean()) {
            return Reason.WRONG_TYPE;
        }
        slots.set(leaf, value.asBoolean() ? 1 : 0, 0);
        return null;
    }

    private static @Nullable Reason whole(Leaf leaf, ColumnType type, JsonNode value, Slots slots) {
        if (value.isBoolean()) {
            slots.set(leaf, value.asBoolean() ? 1 : 0, 0);
            return null;
        }
        BigDecimal number = NumberText.read(value);
        if (number == null) {
            return value.isTextual() ? Reason.BAD_FORMAT : Reason.WRONG_TYPE;
        }
        if (number.signum() != 0 && number.stripTrailingZeros().scale() > 0) {
            return value.isTextual() ? Reason.BAD_FORMAT : Reason.WRONG_TYPE;
        }
        boolean fits = number.compareTo(new BigDecimal(type.smallest())) >= 0
                && number.compareTo(new BigDecimal(type.largest())) <= 0;
        slots.set(leaf, fits ? number.toBigInteger().longValue() : 0, 0);
        return fits ? null : Reason.OUT_OF_RANGE;
    }

    private static @Nullable Reason floating(Leaf leaf, JsonNode value, Slots slots) {
        BigDecimal number = NumberText.read(value);
        if (number == null) {
            return value.isTextual() ? Reason.BAD_FORMAT : Reason.WRONG_TYPE;
        }
        boolean isFloat = leaf.type != null && leaf.type.kind() == Kind.FLOAT32;
        double read = isFloat ? number.floatValue() : number.doubleValue();
        slots.set(leaf, leaf.floatBits(read), 0);
        return Double.isInfinite(read) ? Reason.OUT_OF_RANGE : null;
    }

    private @Nullable Reason decimal(Leaf leaf, ColumnType type, JsonNode value, Slots slots) {
        BigDecimal number = NumberText.read(value);
        if (number == null) {
            return value.isTextual() ? Reason.BAD_FORMAT : Reason.WRONG_TYPE;
        }
        if (number.signum() != 0 && number.stripTrailingZeros().scale() > type.scale()
                || number.abs().compareTo(type.largestDecimal()) > 0) {
            return Reason.OUT_OF_RANGE;
        }
        BigInteger unscaled =
                number.setScale(type.scale(), RoundingMode.UNNECESSARY).unscaledValue();
        if (leaf.stores == Leaf.Stored.NUMBER) {
            slots.set(leaf, unscaled.longValueExact(), 0);
            return null;
        }
        byte[] bytes = new byte[type.bytes()];
        Arrays.fill(bytes, (byte) (unscaled.signum() < 0 ? -1 : 0));
        byte[] bigEndian = unscaled.toByteArray();
        for (int i = 0; i < bigEndian.length; i++) {
            bytes[i] = bigEndian[bigEndian.length - 1 - i];
        }
        append(leaf, bytes, slots);
        return null;
    }

    private @Nullable Reason time(Leaf leaf, ColumnType type, JsonNode value, Slots slots) {
        boolean isDate = type.kind() == Kind.DATE || type.kind() == Kind.DATE32;
        long ticks;
        if (value.isTextual() && isDate && TreeCheck.date(value.asText()) != Integer.MIN_VALUE) {
            ticks = leaf.ticks(TreeCheck.date(value.asText()) * 86_400L, 0);
        } else if (value.isTextual() && TreeCheck.isTime(value.asText(), time)) {
            ticks = leaf.ticks(time.second(), time.nano());
        } else {
            BigDecimal number = leaf.unitDecimals < 0 ? null : NumberText.read(value);
            if (number == null) {
                return value.isTextual() ? Reason.BAD_FORMAT : Reason.WRONG_TYPE;
            }
            // Ten million years, beyond every column's range.
            BigDecimal seconds = number.scaleByPowerOfTen(-leaf.unitDecimals);
            if (seconds.abs().compareTo(BigDecimal.valueOf(1L << 48)) > 0) {
                return Reason.OUT_OF_RANGE;
            }
            long second = seconds.setScale(0, RoundingMode.FLOOR).longValueExact();
            int nano = seconds.subtract(BigDecimal.valueOf(second))
                    .scaleByPowerOfTen(9)
                    .setScale(0, RoundingMode.FLOOR)
                    .intValueExact();
            ticks = leaf.ticks(second, nano);
        }
        slots.set(leaf, ticks, 0);
        return ticks == Leaf.OUT_OF_RANGE ? Reason.OUT_OF_RANGE : null;
    }

    private static @Nullable Reason uuid(Leaf leaf, JsonNode value, Slots slots) {
        String text = value.asText();
        if (!value.isTextual() || !TreeCheck.isUuid(text)) {
            return value.isTextual() ? Reason.BAD_FORMAT : Reason.WRONG_TYPE;
        }
        java.util.UUID uuid = java.util.UUID.fromString(text);
        slots.set(leaf, uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
        return null;
    }

    private static @Nullable Reason word(Leaf leaf, ColumnType type, JsonNode value, Slots slots) {
        Integer number = type.words().get(value.asText());
        if (!value.isTextual() || number == null) {
            return value.isTextual() ? Reason.UNKNOWN_VALUE : Reason.WRONG_TYPE;
        }
        slots.set(leaf, number, 0);
        return null;
    }

    private @Nullable Reason address(Leaf leaf, ColumnType type, JsonNode value, Slots slots) {
        byte[] bytes = !value.isTextual()
                ? null
                : type.kind() == Kind.IPV4 ? IpText.v4(value.asText()) : IpText.v6(value.asText());
        if (bytes == null) {
            return value.isTextual() ? Reason.BAD_FORMAT : Reason.WRONG_TYPE;
        }
        if (type.kind() == Kind.IPV4) {
            slots.set(leaf, new BigInteger(1, bytes).longValueExact(), 0);
        } else {
            append(leaf, bytes, slots);
        }
        return null;
    }

    /** Checks each element for its column; they are written later, from the tree. */
    private @Nullable Misfit list(Leaf leaf, JsonNode value, Slots slots, JsonTree tree) {
        Leaf element = leaf.element;
        boolean isArray = leaf.type != null && leaf.type.kind() == Kind.ARRAY;
        if (element == null || !(isArray ? value.isArray() : value.isObject())) {
            return new Misfit(Reason.WRONG_TYPE, "", value, leaf.expectation());
        }
        List<String> again = tree.againIn(value);
        if (!again.isEmpty()) {
            return new Misfit(Reason.DUPLICATE_FIELD, "." + Excerpt.of(again.get(0)), value, "there once");
        }
        Slots one = new Slots(1);
        int nth = 0;
        for (Iterator<String> names = value.fieldNames(); isArray ? nth < value.size() : names.hasNext(); nth++) {
            String name = isArray ? "" : names.next();
            JsonNode each = isArray ? value.get(nth) : value.get(name);
            String place = isArray ? "[" + nth + "]" : "." + Excerpt.of(name);
            Misfit wrong = JsonString.hasWholeCharacters(name)
                    ? element(element, each, one, tree)
                    : new Misfit(Reason.BAD_FORMAT, "", each, "under a name " + WholeValue.CHARACTERS);
            if (wrong != null) {
                return wrong.within(place);
            }
        }
        slots.set(leaf, value);
        return null;
    }

    private @Nullable Misfit element(Leaf element, JsonNode value, Slots one, JsonTree tree) {
        boolean mayBeNull = element.type != null && element.type.nullable();
        return value.isNull() && !mayBeNull
                ? new Misfit(Reason.WRONG_TYPE, "", value, element.expectation())
                : take(element, value, one, tree);
    }

    private void append(Leaf leaf, byte[] bytes, Slots slots) {
        // Short texts are read eight bytes at a time.
        if (texts.length - length < bytes.length + 16) {
            texts = Arrays.copyOf(texts, Math.max(2 * texts.length, length + bytes.length + 16));
        }
        System.arraycopy(bytes, 0, texts, length, bytes.length);
        slots.set(leaf, length, bytes.length);
        length += bytes.length;
    }
}
