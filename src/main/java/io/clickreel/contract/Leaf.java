package io.clickreel.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.clickreel.contract.column.ColumnType;
import io.clickreel.contract.column.ColumnType.Kind;
import io.clickreel.contract.json.Words;
import io.clickreel.contract.schema.Schema;
import io.clickreel.contract.schema.Schema.Type;
import io.clickreel.contract.schema.TextPattern;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value of the contract that goes into one column, or into none: how it is read in the usual way, within which bounds.
 * What is not usual is read by {@link LeafValues}.
 */
final class Leaf {
    /** What a slot has for the column. */
    enum Stored {
        /** Nothing: there is no column. */
        NOTHING,
        /** A number of as many bytes as the column has. */
        NUMBER,
        UUID,
        TEXT,
        /** Bytes of the column's width. */
        BYTES,
        /** The number of a word in the dictionary. */
        DICTIONARY,
        /** A text that gets a number in the dictionary when it is written. */
        OPEN_DICTIONARY,
        NODE
    }

    /** What {@link #ticks} and {@link #stored} answer for what does not fit. */
    static final long OUT_OF_RANGE = Long.MIN_VALUE;

    private static final long[] TEN_TO = new long[19];

    static {
        TEN_TO[0] = 1;
        for (int i = 1; i < TEN_TO.length; i++) {
            TEN_TO[i] = 10 * TEN_TO[i - 1];
        }
    }

    final int index;
    /** As people know it: {@code metadata.device_name}. */
    final String name;

    final Schema schema;
    /** Null: the value is not stored. */
    final @Nullable ColumnType type;
    /** Name of the column; empty if there is none. */
    final String column;
    /** Whether a record may be without it. */
    final boolean optional;

    /** One of {@link FastForm}: a number, because a switch over it is one jump. */
    final int fast;

    final Stored stores;
    final boolean nullAllowed;
    /** Of a whole number: the least that both contract and column allow. */
    final long least;

    final long most;
    /** The number of a whole number's unit of time in a second, as decimals; -1 if it is no time. */
    final int unitDecimals;
    /** Decimals of a second that the column keeps. */
    final int keptDecimals;
    /** Of a time: the first and the last second that both contract and column allow. */
    final long firstSecond;

    final long lastSecond;
    private final int firstNano;
    private final int lastNano;
    final int minLength;
    final int maxLength;
    /** One class of characters that a text consists of; null: any. */
    final @Nullable TextPattern pattern;
    /** Which ASCII characters a text may have; null: all plain ones. */
    final boolean @Nullable [] allowed;
    /** The closed list of texts; null: there is none. */
    final @Nullable Words words;
    /** What the column has by itself, as a number. */
    final long nothing;
    /** Of an Array, or the values of a Map; else null. */
    final @Nullable Leaf element;
    /** The numbers that an Enum stores for the words. */
    final int[] wordNumbers;
    /** Of a Decimal that fits in a long: 10 to its decimals, and the largest of its numbers without the point. */
    final int scale;

    final long mostUnscaled;
    private final boolean isPlainNumber;
    private final boolean isFloat;

    /** @param element whether it is a part of an array or a map */
    Leaf(
            int index,
            String name,
            String column,
            Schema schema,
            @Nullable ColumnType type,
            boolean optional,
            boolean element) {
        this.index = index;
        this.name = name;
        this.column = column;
        this.schema = schema;
        this.type = type;
        this.optional = optional;
        this.nullAllowed = schema.allows(Type.NULL) && schema.values() == null && FastForm.isSimple(schema);
        this.unitDecimals =
                schema.storage().time() == null ? -1 : schema.storage().time().decimals();
        this.keptDecimals = type != null && type.kind() == Kind.DATETIME64 ? type.size() : 0;
        Instant earliest = schema.texts().earliest();
        Instant latest = schema.texts().latest();
        this.firstSecond = Math.max(
                type != null && type.kind().isTime() ? type.firstSecond() : Long.MIN_VALUE,
                earliest == null ? Long.MIN_VALUE : earliest.getEpochSecond());
        this.lastSecond = Math.min(
                type != null && type.kind().isTime() ? type.lastSecond() : Long.MAX_VALUE,
                latest == null ? Long.MAX_VALUE : latest.getEpochSecond());
        this.firstNano = earliest != null && earliest.getEpochSecond() == firstSecond ? earliest.getNano() : 0;
        this.lastNano = latest != null && latest.getEpochSecond() == lastSecond ? latest.getNano() : 999_999_999;
        this.pattern = schema.texts().pattern();
        this.minLength = pattern != null && pattern.isOneClass() && !pattern.allowsEmpty()
                ? Math.max(1, schema.texts().minLength())
                : schema.texts().minLength();
        this.maxLength = schema.texts().maxLength();
        this.allowed = allowed(schema.texts().pattern());
        WholeRange range = WholeRange.of(schema, type);
        this.least = range.least();
        this.most = range.most();
        this.words = words(schema);
        this.element = element();
        this.wordNumbers = wordNumbers();
        this.scale = type == null ? 0 : type.scale();
        this.mostUnscaled = type != null && type.kind() == Kind.DECIMAL && type.bytes() <= 8
                ? BigInteger.TEN.pow(type.size()).longValueExact() - 1
                : 0;
        this.nothing = type == null
                ? 0
                : type.words().values().stream()
                        .mapToInt(number -> number)
                        .min()
                        .orElse(0);
        this.isPlainNumber = type == null || type.kind().isInteger();
        this.isFloat = type != null && type.kind().isFloat();
        this.fast = FastForm.of(this);
        this.stores = storedAs(element);
    }

    /** A time as the column has it; {@link #OUT_OF_RANGE} if contract or column do not allow it. */
    long ticks(long second, int nano) {
        if (!holdsSecond(second)
                || second == lastSecond && nano > lastNano
                || second == firstSecond && nano < firstNano) {
            return OUT_OF_RANGE;
        }
        if (keptDecimals == 3) {
            // The usual case, without a division by what is no constant.
            return second * 1_000 + nano / 1_000_000;
        }
        return type != null && type.kind() == Kind.DATETIME64
                ? second * TEN_TO[keptDecimals] + nano / TEN_TO[9 - keptDecimals]
                : type != null && (type.kind() == Kind.DATE || type.kind() == Kind.DATE32)
                        ? Math.floorDiv(second, 86_400)
                        : second;
    }

    /** A time of the column in milliseconds since 1970. */
    long millis(long ticks) {
        if (type == null) {
            return 0;
        }
        return switch (type.kind()) {
            case DATE, DATE32 -> ticks * 86_400_000;
            case DATETIME -> ticks * 1_000;
            default ->
                keptDecimals >= 3 ? Math.floorDiv(ticks, TEN_TO[keptDecimals - 3]) : ticks * TEN_TO[3 - keptDecimals];
        };
    }

    boolean holdsSecond(long second) {
        return second >= firstSecond && second <= lastSecond;
    }

    /** A whole number as the column has it; {@link #OUT_OF_RANGE} if it is a time that does not fit. */
    long stored(long number) {
        if (isPlainNumber) {
            return number;
        }
        if (isFloat) {
            return floatBits(number);
        }
        long units = TEN_TO[unitDecimals];
        return ticks(Math.floorDiv(number, units), (int) (Math.floorMod(number, units) * TEN_TO[9 - unitDecimals]));
    }

    long floatBits(double number) {
        return type != null && type.kind() == Kind.FLOAT32
                ? Float.floatToRawIntBits((float) number)
                : Double.doubleToRawLongBits(number);
    }

    /** Whether a double lies between two floats, so that to round it again could give the wrong one. */
    boolean isTie(double number) {
        return type != null
                && type.kind() == Kind.FLOAT32
                && (Double.doubleToRawLongBits(number) & 0x1FFF_FFFFL) == 0x1000_0000L;
    }

    private Stored storedAs(boolean element) {
        if (type == null) {
            return Stored.NOTHING;
        }
        return switch (type.kind()) {
            case STRING ->
                !type.lowCardinality() || type.nullable() || element
                        ? Stored.TEXT
                        : words != null ? Stored.DICTIONARY : Stored.OPEN_DICTIONARY;
            case FIXED_STRING, IPV6 -> Stored.BYTES;
            case DECIMAL -> type.bytes() <= Long.BYTES ? Stored.NUMBER : Stored.BYTES;
            case UUID -> Stored.UUID;
            case ARRAY, MAP -> Stored.NODE;
            case JSON -> Stored.TEXT;
            default -> Stored.NUMBER;
        };
    }

    /** What a value must be, worded so that it follows "must be". */
    String expectation() {
        return Expectation.of(schema, type);
    }

    /** Null if the pattern asks for nothing, or for no other characters than the plain ones, which are looked for anyway. */
    private static boolean @Nullable [] allowed(@Nullable TextPattern pattern) {
        if (pattern == null || !pattern.isOneClass()) {
            return null;
        }
        boolean[] allowed = pattern.allowedAscii();
        for (int c = ' '; c < 0x7f; c++) {
            if (!allowed[c] && c != '"' && c != '\\') {
                return allowed;
            }
        }
        return null;
    }

    /** The words of a closed list, if all are texts that stand in JSON as they are. */
    private static @Nullable Words words(Schema schema) {
        List<JsonNode> values = schema.values();
        if (values == null || !values.stream().allMatch(value -> value.isTextual() && Words.isPlain(value.asText()))) {
            return null;
        }
        return new Words(values.stream().map(JsonNode::asText).distinct().toArray(String[]::new));
    }

    private @Nullable Leaf element() {
        if (type == null || type.element() == null) {
            return null;
        }
        Schema inside = type.kind() == Kind.ARRAY
                ? schema.arrays().items()
                : schema.objects().others();
        return new Leaf(
                0,
                name + "[]",
                column,
                inside == null ? Schema.any(schema.pointer()) : inside,
                type.element(),
                false,
                true);
    }

    private int[] wordNumbers() {
        List<JsonNode> values = schema.values();
        if (words == null || values == null || type == null || !type.kind().isEnum()) {
            return new int[0];
        }
        ColumnType words = type;
        return values.stream()
                .map(JsonNode::asText)
                .distinct()
                .mapToInt(value -> words.words().getOrDefault(value, 0))
                .toArray();
    }
}
