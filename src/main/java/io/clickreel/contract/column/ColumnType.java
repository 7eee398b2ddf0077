package io.clickreel.contract.column;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column, or of a part of one.
 *
 * @param text as in DDL
 * @param nullable whether it is Nullable(...)
 * @param lowCardinality whether it is LowCardinality(...)
 * @param size bytes of a FixedString, decimals of a DateTime64, digits of a Decimal; else 0
 * @param scale decimals of a Decimal; else 0
 * @param words numbers of an Enum by their words; else empty
 * @param element of an Array, or the values of a Map; else null
 */
public record ColumnType(
        Kind kind,
        String text,
        boolean nullable,
        boolean lowCardinality,
        int size,
        int scale,
        Map<String, Integer> words,
        @Nullable ColumnType element) {

    /** What stands behind a backslash, and the characters that it means. */
    private static final String ESCAPES = "bfnrt0";

    private static final String ESCAPED = "\b\f\n\r\t\0";

    /** What a JSON column may say within its brackets. */
    private static final Pattern UNTYPED_PATHS =
            Pattern.compile("(?:(?:max_dynamic_(?:paths|types)=[0-9]+|SKIP (?:REGEXP '(?:[^'\\\\]|\\\\.)*'"
                    + "|`(?:[^`\\\\]|\\\\.)*`|[^ ,]+))(?:, |$))*");

    /** What a value is, and how many bytes it takes; 0: as many as it needs. */
    public enum Kind {
        STRING(0),
        FIXED_STRING(0),
        BOOL(1),
        INT8(1),
        INT16(2),
        INT32(4),
        INT64(8),
        UINT8(1),
        UINT16(2),
        UINT32(4),
        UINT64(8),
        FLOAT32(4),
        FLOAT64(8),
        DECIMAL(0),
        DATE(2),
        DATE32(4),
        DATETIME(4),
        DATETIME64(8),
        UUID(16),
        ENUM8(1),
        ENUM16(2),
        IPV4(4),
        IPV6(16),
        ARRAY(0),
        MAP(0),
        JSON(0);

        private final int bytes;

        Kind(int bytes) {
            this.bytes = bytes;
        }

        public boolean isInteger() {
            return compareTo(INT8) >= 0 && compareTo(UINT64) <= 0;
        }

        public boolean isFloat() {
            return this == FLOAT32 || this == FLOAT64;
        }

        public boolean isTime() {
            return compareTo(DATE) >= 0 && compareTo(DATETIME64) <= 0;
        }

        public boolean isEnum() {
            return this == ENUM8 || this == ENUM16;
        }
    }

    /** As in DDL, without the LowCardinality and the Nullable around it. */
    public String plainText() {
        String plain = text;
        for (String around : List.of("LowCardinality(", "Nullable(")) {
            if (plain.startsWith(around)) {
                plain = plain.substring(around.length(), plain.length() - 1);
            }
        }
        return plain;
    }

    /** What a ClickHouse Decimal of so many digits takes. */
    public int bytes() {
        if (kind == Kind.DECIMAL) {
            return size <= 9 ? 4 : size <= 18 ? 8 : size <= 38 ? 16 : 32;
        }
        return kind == Kind.FIXED_STRING ? size : kind.bytes;
    }

    /** The smallest whole number that it holds. */
    public BigInteger smallest() {
        return switch (kind) {
            case INT8, INT16, INT32, INT64 ->
                BigInteger.ONE.shiftLeft(8 * bytes() - 1).negate();
            default -> BigInteger.ZERO;
        };
    }

    /** The largest whole number that it holds. */
    public BigInteger largest() {
        return switch (kind) {
            case INT8, INT16, INT32, INT64 ->
                BigInteger.ONE.shiftLeft(8 * bytes() - 1).subtract(BigInteger.ONE);
            default -> BigInteger.ONE.shiftLeft(8 * bytes()).subtract(BigInteger.ONE);
        };
    }

    /** Of a Decimal: the largest number that it holds. */
    public BigDecimal largestDecimal() {
        return new BigDecimal(BigInteger.TEN.pow(size).subtract(BigInteger.ONE), scale);
    }

    /** Of a time: the seconds since 1970 from which on it holds times. */
    public long firstSecond() {
        return switch (kind) {
            case DATE, DATETIME -> 0;
            // 1900-01-01
            default -> -2_208_988_800L;
        };
    }

    /** Of a time: the last second since 1970 that it holds. */
    public long lastSecond() {
        return switch (kind) {
            // 2149-06-06, 2106-02-07 06:28:15
            case DATE -> 65_535L * 86_400 + 86_399;
            case DATETIME -> 4_294_967_295L;
            // 2262-04-11 23:47:16, where an Int64 of nanoseconds ends, or the end of 2299
            case DATETIME64 -> size == 9 ? 9_223_372_036L - 1 : 10_413_791_999L;
            default -> 10_413_791_999L;
        };
    }

    /**
     * Reads a type as {@code system.columns} has it.
     *
     * @return null if values of this type cannot be stored from JSON
     */
    public static @Nullable ColumnType parse(String text) {
        try {
            return parse(text, text, false, false);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return null; // ClickHouse has no such type either.
        }
    }

    private static @Nullable ColumnType parse(String text, String whole, boolean nullable, boolean lowCardinality) {
        int open = text.indexOf('(');
        String name = open < 0 ? text : text.substring(0, open);
        String inside = open < 0 ? "" : text.substring(open + 1, text.length() - 1);
        return switch (name) {
            case "Nullable" -> parse(inside, whole, true, lowCardinality);
            case "LowCardinality" -> parse(inside, whole, nullable, true);
            case "String" -> simple(Kind.STRING, whole, nullable, lowCardinality);
            case "FixedString" -> sized(Kind.FIXED_STRING, whole, nullable, lowCardinality, inside);
            case "Bool" -> simple(Kind.BOOL, whole, nullable, lowCardinality);
            case "Int8" -> simple(Kind.INT8, whole, nullable, lowCardinality);
            case "Int16" -> simple(Kind.INT16, whole, nullable, lowCardinality);
            case "Int32" -> simple(Kind.INT32, whole, nullable, lowCardinality);
            case "Int64" -> simple(Kind.INT64, whole, nullable, lowCardinality);
            case "UInt8" -> simple(Kind.UINT8, whole, nullable, lowCardinality);
            case "UInt16" -> simple(Kind.UINT16, whole, nullable, lowCardinality);
            case "UInt32" -> simple(Kind.UINT32, whole, nullable, lowCardinality);
            case "UInt64" -> simple(Kind.UINT64, whole, nullable, lowCardinality);
            case "Float32" -> simple(Kind.FLOAT32, whole, nullable, lowCardinality);
            case "Float64" -> simple(Kind.FLOAT64, whole, nullable, lowCardinality);
            case "Date" -> simple(Kind.DATE, whole, nullable, lowCardinality);
            case "Date32" -> simple(Kind.DATE32, whole, nullable, lowCardinality);
            case "DateTime" -> simple(Kind.DATETIME, whole, nullable, lowCardinality);
            case "DateTime64" ->
                sized(Kind.DATETIME64, whole, nullable, lowCardinality, inside.replaceFirst(",.*", ""));
            case "UUID" -> simple(Kind.UUID, whole, nullable, lowCardinality);
            case "IPv4" -> simple(Kind.IPV4, whole, nullable, lowCardinality);
            case "IPv6" -> simple(Kind.IPV6, whole, nullable, lowCardinality);
            // A path with a type of its own would refuse values that the contract allows.
            case "JSON" ->
                UNTYPED_PATHS.matcher(inside).matches() ? simple(Kind.JSON, whole, nullable, lowCardinality) : null;
            case "Decimal" -> {
                List<String> sizes = List.of(inside.split(",\\s*"));
                yield new ColumnType(
                        Kind.DECIMAL,
                        whole,
                        nullable,
                        lowCardinality,
                        Integer.parseInt(sizes.get(0)),
                        Integer.parseInt(sizes.get(1)),
                        Map.of(),
                        null);
            }
            case "Enum8", "Enum16" ->
                new ColumnType(
                        name.equals("Enum8") ? Kind.ENUM8 : Kind.ENUM16,
                        whole,
                        nullable,
                        lowCardinality,
                        0,
                        0,
                        words(inside),
                        null);
            case "Array" -> nested(Kind.ARRAY, whole, parse(inside));
            case "Map" -> {
                String key = inside.startsWith("LowCardinality(") ? "LowCardinality(String), " : "String, ";
                yield inside.startsWith(key) ? nested(Kind.MAP, whole, parse(inside.substring(key.length()))) : null;
            }
            default -> null;
        };
    }

    private static ColumnType simple(Kind kind, String text, boolean nullable, boolean lowCardinality) {
        return new ColumnType(kind, text, nullable, lowCardinality, 0, 0, Map.of(), null);
    }

    private static ColumnType sized(Kind kind, String text, boolean nullable, boolean lowCardinality, String size) {
        return new ColumnType(kind, text, nullable, lowCardinality, Integer.parseInt(size.strip()), 0, Map.of(), null);
    }

    private static @Nullable ColumnType nested(Kind kind, String text, @Nullable ColumnType element) {
        // The elements of a JSON column could be sent as texts only if they were not nested.
        return element == null || element.kind == Kind.JSON
                ? null
                : new ColumnType(kind, text, false, false, 0, 0, Map.of(), element);
    }

    /** Reads {@code 'a' = 1, 'b' = 2}, where some characters in a word have a backslash before them, or are a letter behind it. */
    private static Map<String, Integer> words(String list) {
        Map<String, Integer> words = new LinkedHashMap<>();
        int at = 0;
        while (at < list.length()) {
            int from = list.indexOf('\'', at) + 1;
            StringBuilder word = new StringBuilder();
            int i = from;
            for (; list.charAt(i) != '\''; i++) {
                char c = list.charAt(i);
                int escape = c == '\\' ? ESCAPES.indexOf(list.charAt(++i)) : -1;
                word.append(escape >= 0 ? ESCAPED.charAt(escape) : list.charAt(i));
            }
            int comma = list.indexOf(',', i);
            int end = comma < 0 ? list.length() : comma;
            words.put(
                    word.toString(),
                    Integer.parseInt(
                            list.substring(list.indexOf('=', i) + 1, end).strip()));
            at = end + 1;
        }
        return words;
    }
}
