package io.clickreel.contract;

import io.clickreel.contract.column.ColumnType;
import io.clickreel.contract.column.ColumnType.Kind;
import io.clickreel.contract.schema.Schema;
import io.clickreel.contract.schema.Schema.Format;
import io.clickreel.contract.schema.Schema.Type;

/** How a value is read in one pass over the bytes, if its contract and its column are of the usual kind. */
final class FastForm {
    /** Not at all: Jackson reads it. */
    static final int NONE = 0;

    static final int TEXT = 1;
    static final int WORD = 2;
    static final int UUID = 3;
    static final int TIME = 4;
    static final int DATE = 5;
    static final int WHOLE = 6;
    static final int FLOAT = 7;
    static final int DECIMAL = 8;
    static final int BOOL = 9;

    private FastForm() {}

    static int of(Leaf leaf) {
        Schema schema = leaf.schema;
        ColumnType type = leaf.type;
        if (!isSimple(schema)) {
            return NONE;
        }
        Schema.Texts texts = schema.texts();
        if (schema.values() != null) {
            boolean storable =
                    type != null && (type.kind() == Kind.STRING || type.kind().isEnum());
            boolean free = texts.pattern() == null
                    && texts.format() == null
                    && leaf.minLength == 0
                    && leaf.maxLength == Integer.MAX_VALUE;
            return leaf.words != null && storable && free && schema.allows(Type.STRING) ? WORD : NONE;
        }
        if (type == null) {
            return NONE;
        }
        boolean strings = schema.allows(Type.STRING);
        boolean whole = schema.allows(Type.INTEGER);
        boolean bounded = isPlainRange(schema);
        return switch (type.kind()) {
            case STRING ->
                strings
                                && texts.format() == null
                                && (texts.pattern() == null || texts.pattern().isOneClass())
                        ? TEXT
                        : NONE;
            case UUID ->
                strings && texts.pattern() == null && leaf.minLength <= 36 && leaf.maxLength >= 36 ? UUID : NONE;
            case DATETIME, DATETIME64 ->
                leaf.unitDecimals >= 0 && whole && bounded
                        ? WHOLE
                        : strings
                                        && texts.pattern() == null
                                        && leaf.minLength == 0
                                        && leaf.maxLength == Integer.MAX_VALUE
                                ? TIME
                                : NONE;
            case DATE, DATE32 ->
                strings
                                && leaf.unitDecimals < 0
                                && texts.pattern() == null
                                && leaf.minLength == 0
                                && leaf.maxLength == Integer.MAX_VALUE
                                && texts.format() != Format.DATE_TIME
                        ? DATE
                        : NONE;
            case BOOL -> schema.allows(Type.BOOLEAN) ? BOOL : NONE;
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> whole && bounded ? WHOLE : NONE;
            case FLOAT32, FLOAT64 ->
                schema.types().contains(Type.NUMBER) && hasNoBounds(schema)
                        ? FLOAT
                        : whole && bounded && !schema.types().contains(Type.NUMBER) ? WHOLE : NONE;
            case DECIMAL ->
                schema.types().contains(Type.NUMBER) && hasNoBounds(schema) && type.bytes() <= 8 ? DECIMAL : NONE;
            default -> NONE;
        };
    }

    /** Whether the rules are all of the usual kind. */
    static boolean isSimple(Schema schema) {
        return schema.anyOf().isEmpty()
                && schema.oneOf().isEmpty()
                && !schema.types().isEmpty();
    }

    private static boolean hasNoBounds(Schema schema) {
        Schema.Numbers numbers = schema.numbers();
        return isPlainRange(schema)
                && numbers.minimum() == null
                && numbers.maximum() == null
                && numbers.exclusiveMinimum() == null
                && numbers.exclusiveMaximum() == null;
    }

    private static boolean isPlainRange(Schema schema) {
        return schema.numbers().multipleOf() == null;
    }
}
