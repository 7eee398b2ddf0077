package io.clickreel.contract;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a column has of a value, as docs/adding-a-stream.md says it, by other code than the pipeline's: the JDK's times, and
 * numbers without a limit. It knows the rules that the other validator of JSON Schema does not assert: the formats, the
 * words of Clickreel, and the types of columns.
 */
final class StoredByRule {
    private static final Pattern TIME = Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})[ Tt]"
            + "([0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?)"
            + "(?:[Zz]|([+-])([0-9]{2})(?::?([0-9]{2}))?)?");
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,4})?");
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern WORD = Pattern.compile("'([^']*)' = (-?[0-9]+)");
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();
    private static final List<String> LIMITS =
            List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf");
    private static final BigInteger NANOS = BigInteger.TEN.pow(9);

    private StoredByRule() {}

    /** A contract for the other validator: without the limits of numbers, which it tells by doubles and longs. */
    static String forOthers(JsonNode contract) {
        ObjectNode copy = contract.deepCopy();
        removeLimits(copy);
        return copy.toString();
    }

    private static void removeLimits(ObjectNode schema) {
        schema.remove(LIMITS);
        List<JsonNode> inside = new ArrayList<>(List.of(schema.path("items"), schema.path("additionalProperties")));
        schema.path("properties").forEach(inside::add);
        inside.stream().filter(JsonNode::isObject).forEach(each -> removeLimits((ObjectNode) each));
    }

    /** Whether all numbers in it are doubles and longs, so that any validator is right about them. */
    static boolean isPlain(JsonNode value) {
        for (JsonNode each : value) {
            if (!isPlain(each)) {
                return false;
            }
        }
        BigDecimal number = value.isNumber() ? value.decimalValue() : BigDecimal.ZERO;
        return number.precision() <= 15 && number.precision() - number.scale() <= 15 && number.scale() <= 15;
    }

    /**
     * @param type the column's; empty: there is none, and the value is only checked
     * @param schema what the contract says of the value
     * @param value null: the record has none
     * @param hasDefault whether the column has a DEFAULT, which is asked for by NULL
     * @return as {@link NativeRow} has it; null if the value has no place there
     */
    static @Nullable String stored(String type, JsonNode schema, @Nullable JsonNode value, boolean hasDefault) {
        if (value == null || value.isNull()) {
            return type.startsWith("Nullable(") || type.startsWith("LowCardinality(Nullable(") || hasDefault
                    ? NativeRow.NULL
                    : nothing(type);
        }
        return keeps(schema, value) ? fit(type, schema, value) : null;
    }

    private static String nothing(String type) {
        String plain = plain(type);
        return switch (plain.replaceFirst("\\(.*", "")) {
            case "", "String", "JSON" -> "";
            case "FixedString", "IPv6" -> "00".repeat(plain.equals("IPv6") ? 16 : size(plain, 0));
            case "Bool" -> "false";
            case "Float32", "Float64" -> "0.0";
            case "Decimal" -> BigDecimal.ZERO.setScale(size(plain, 1)).toPlainString();
            case "UUID" -> new java.util.UUID(0, 0).toString();
            // ClickHouse's own: the word with the smallest number.
            case "Enum8", "Enum16" ->
                WORD.matcher(plain)
                        .results()
                        .map(word -> Integer.valueOf(word.group(2)))
                        .min(Integer::compare)
                        .orElseThrow()
                        .toString();
            case "Array", "Map" -> "[]";
            default -> "0";
        };
    }

    /** The rules that are not left to the other validator, in a value and in those within it. */
    static boolean keeps(JsonNode schema, JsonNode value) {
        for (String keyword : value.isNumber() ? LIMITS : List.<String>of()) {
            if (schema.has(keyword)
                    && !isWithin(
                            keyword, value.decimalValue(), schema.get(keyword).decimalValue())) {
                return false;
            }
        }
        for (JsonNode each : value.isArray() ? value : List.<JsonNode>of()) {
            if (!keeps(schema.path("items"), each)) {
                return false;
            }
        }
        for (Map.Entry<String, JsonNode> each : value.properties()) {
            boolean isNamed = schema.path("properties").has(each.getKey());
            if (!keeps(
                    isNamed ? schema.get("properties").get(each.getKey()) : schema.path("additionalProperties"),
                    each.getValue())) {
                return false;
            }
        }
        return !value.isTextual() || keepsFormat(schema, value);
    }

    private static boolean isWithin(String keyword, BigDecimal number, BigDecimal limit) {
        int compared = number.compareTo(limit);
        return switch (keyword) {
            case "minimum" -> compared >= 0;
            case "maximum" -> compared <= 0;
            case "exclusiveMinimum" -> compared > 0;
            case "exclusiveMaximum" -> compared < 0;
            default -> number.remainder(limit).signum() == 0;
        };
    }

    /** Formats are not asserted by default in JSON Schema, and ours are wider than the standard's. */
    private static boolean keepsFormat(JsonNode schema, JsonNode value) {
        String text = value.asText();
        return switch (schema.path("format").asText()) {
            case "" -> true;
            case "date-time" -> {
                Instant time = time(text);
                yield time != null
                        && !(schema.has("formatMinimum") && time.isBefore(limit(schema, "formatMinimum")))
                        && !(schema.has("formatMaximum") && time.isAfter(limit(schema, "formatMaximum")));
            }
            case "date" -> date(text) != null;
            case "uuid" -> UUID.matcher(text).matches();
            case "ipv4" -> v4(text) != null;
            case "ipv6" -> v6(text) != null;
            default -> throw new IllegalStateException(schema.toString());
        };
    }

    private static Instant limit(JsonNode schema, String keyword) {
        return OffsetDateTime.parse(schema.get(keyword).asText()).toInstant();
    }

    private static @Nullable String fit(String type, JsonNode schema, JsonNode value) {
        String plain = plain(type);
        String text = value.asText();
        BigDecimal number = number(value);
        return switch (plain.replaceFirst("\\(.*", "")) {
            case "" -> "";
            case "String" -> value.isContainerNode() || value.isNumber() ? value.toString() : text;
            case "JSON" -> value.isObject() ? value.toString() : null;
            case "FixedString" -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                yield value.isTextual() && bytes.length <= size(plain, 0)
                        ? HexFormat.of().formatHex(Arrays.copyOf(bytes, size(plain, 0)))
                        : null;
            }
            case "Bool" -> value.isBoolean() ? text : null;
            case "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64" ->
                value.isBoolean() ? value.asBoolean() ? "1" : "0" : number == null ? null : whole(plain, number);
            case "Float32" ->
                number == null || Float.isInfinite(asFloat(number)) ? null : String.valueOf(asFloat(number));
            case "Float64" ->
                number == null || Double.isInfinite(asDouble(number)) ? null : String.valueOf(asDouble(number));
            case "Decimal" -> number == null ? null : decimal(number, size(plain, 0), size(plain, 1));
            case "Date", "Date32", "DateTime", "DateTime64" -> time(plain, schema, value, number);
            case "UUID" -> value.isTextual() && UUID.matcher(text).matches() ? text.toLowerCase(Locale.ROOT) : null;
            case "Enum8", "Enum16" ->
                !value.isTextual()
                        ? null
                        : WORD.matcher(plain)
                                .results()
                                .filter(word -> word.group(1).equals(text))
                                .map(word -> word.group(2))
                                .findFirst()
                                .orElse(null);
            case "IPv4" -> value.isTextual() ? v4(text) : null;
            case "IPv6" -> value.isTextual() ? v6(text) : null;
            case "Array", "Map" -> elements(plain, schema, value);
            default -> throw new IllegalStateException(type);
        };
    }

    private static @Nullable String elements(String type, JsonNode schema, JsonNode value) {
        boolean isMap = type.startsWith("Map(");
        if (!(isMap ? value.isObject() : value.isArray())) {
            return null;
        }
        String inside = type.substring(isMap ? "Map(String, ".length() : "Array(".length(), type.length() - 1);
        JsonNode said = schema.path(isMap ? "additionalProperties" : "items");
        List<String> stored = new ArrayList<>();
        List<String> names = new ArrayList<>();
        value.fieldNames().forEachRemaining(names::add);
        for (int i = 0; i < value.size(); i++) {
            JsonNode each = isMap ? value.get(names.get(i)) : value.get(i);
            boolean mayBeNull = inside.startsWith("Nullable(") || inside.startsWith("LowCardinality(Nullable(");
            String one = each.isNull() && !mayBeNull ? null : stored(inside, said, each, false);
            if (one == null) {
                return null;
            }
            stored.add((isMap ? names.get(i) + "=" : "") + one);
        }
        return stored.toString();
    }

    private static @Nullable String whole(String type, BigDecimal number) {
        BigInteger whole;
        try {
            whole = number.toBigIntegerExact();
        } catch (ArithmeticException e) {
            return null;
        }
        int bits = Integer.parseInt(type.replaceAll("[^0-9]", ""));
        boolean fits =
                type.startsWith("U") ? whole.signum() >= 0 && whole.bitLength() <= bits : whole.bitLength() <= bits - 1;
        return fits ? whole.toString() : null;
    }

    /** A zero has no sign in the pipeline, because in JSON it is a number and no double. */
    private static float asFloat(BigDecimal number) {
        return number.signum() == 0 ? 0 : Float.parseFloat(number.toString());
    }

    private static double asDouble(BigDecimal number) {
        return number.signum() == 0 ? 0 : Double.parseDouble(number.toString());
    }

    private static @Nullable String decimal(BigDecimal number, int digits, int scale) {
        try {
            BigDecimal scaled = number.setScale(scale, RoundingMode.UNNECESSARY);
            return scaled.signum() == 0 || scaled.precision() <= digits ? scaled.toPlainString() : null;
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable String time(String type, JsonNode schema, JsonNode value, @Nullable BigDecimal number) {
        BigInteger nanos;
        LocalDate day =
                type.equals("Date") || type.equals("Date32") ? date(value.isTextual() ? value.asText() : "") : null;
        Instant time = value.isTextual() ? time(value.asText()) : null;
        if (day != null) {
            nanos = BigInteger.valueOf(day.toEpochDay() * 86_400).multiply(NANOS);
        } else if (time != null) {
            nanos = BigInteger.valueOf(time.getEpochSecond()).multiply(NANOS).add(BigInteger.valueOf(time.getNano()));
        } else if (number != null && schema.has("x-time")) {
            int unit = List.of("epoch-seconds", "epoch-millis", "epoch-micros", "epoch-nanos")
                    .indexOf(schema.get("x-time").asText());
            nanos = number.scaleByPowerOfTen(9 - 3 * unit)
                    .setScale(0, RoundingMode.FLOOR)
                    .toBigInteger();
            BigInteger least = schema.has("formatMinimum") ? nanos(limit(schema, "formatMinimum")) : nanos;
            BigInteger most = schema.has("formatMaximum") ? nanos(limit(schema, "formatMaximum")) : nanos;
            if (nanos.compareTo(least) < 0 || nanos.compareTo(most) > 0) {
                return null;
            }
        } else {
            return null;
        }
        String[] range =
                switch (type.replaceFirst("\\(.*", "")) {
                    case "Date" -> new String[] {"1970-01-01T00:00:00Z", "2149-06-06T23:59:59.999999999Z"};
                    case "DateTime" -> new String[] {"1970-01-01T00:00:00Z", "2106-02-07T06:28:15.999999999Z"};
                    default ->
                        new String[] {
                            "1900-01-01T00:00:00Z",
                            // The last whole second of which an Int64 has all nanoseconds.
                            type.startsWith("DateTime64(9")
                                    ? "2262-04-11T23:47:15.999999999Z"
                                    : "2299-12-31T23:59:59.999999999Z"
                        };
                };
        if (nanos.compareTo(nanos(Instant.parse(range[0]))) < 0
                || nanos.compareTo(nanos(Instant.parse(range[1]))) > 0) {
            return null;
        }
        BigInteger unit = type.startsWith("DateTime64(")
                ? BigInteger.TEN.pow(9 - size(type, 0))
                : type.startsWith("DateTime") ? NANOS : NANOS.multiply(BigInteger.valueOf(86_400));
        // Cut, also before 1970.
        return new BigDecimal(nanos)
                .divide(new BigDecimal(unit), 0, RoundingMode.FLOOR)
                .toPlainString();
    }

    private static BigInteger nanos(Instant time) {
        return BigInteger.valueOf(time.getEpochSecond()).multiply(NANOS).add(BigInteger.valueOf(time.getNano()));
    }

    private static @Nullable LocalDate date(String text) {
        try {
            return text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}") ? LocalDate.parse(text) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Instant time(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches() || date(parts.group(1)) == null) {
            return null;
        }
        try {
            Instant time = LocalDate.parse(parts.group(1))
                    .atTime(LocalTime.parse(parts.group(2)))
                    .toInstant(ZoneOffset.UTC);
            if (parts.group(3) == null) {
                return time;
            }
            int hours = Integer.parseInt(parts.group(4));
            int minutes = parts.group(5) == null ? 0 : Integer.parseInt(parts.group(5));
            long offset = (hours * 60L + minutes) * 60 * (parts.group(3).equals("-") ? -1 : 1);
            return hours > 23 || minutes > 59 ? null : time.minusSeconds(offset);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable String v4(String text) {
        String[] parts = text.split("\\.", -1);
        long address = 0;
        for (String part : parts) {
            if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
                return null;
            }
            address = address << 8 | Integer.parseInt(part);
        }
        return parts.length == 4 ? String.valueOf(address) : null;
    }

    /** RFC 4291, section 2.2: groups of up to four digits, once {@code ::} for one or more of zeros, an IPv4 address at the end. */
    private static @Nullable String v6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        String left = gap < 0 ? text : text.substring(0, gap);
        String right = gap < 0 ? "" : text.substring(gap + 2);
        String before = left.isEmpty() && gap >= 0 ? "" : groups(left, gap < 0);
        String behind = right.isEmpty() ? "" : groups(right, true);
        if (before == null || behind == null) {
            return null;
        }
        int lacking = 32 - before.length() - behind.length();
        return gap < 0 ? lacking == 0 ? before : null : lacking >= 4 ? before + "0".repeat(lacking) + behind : null;
    }

    private static @Nullable String groups(String text, boolean isEnd) {
        StringBuilder digits = new StringBuilder();
        String[] groups = text.split(":", -1);
        for (int i = 0; i < groups.length; i++) {
            if (isEnd && i == groups.length - 1 && groups[i].contains(".")) {
                String address = v4(groups[i]);
                if (address == null) {
                    return null;
                }
                digits.append(String.format("%08x", Long.parseLong(address)));
            } else if (groups[i].matches("[0-9a-fA-F]{1,4}")) {
                digits.append("0".repeat(4 - groups[i].length())).append(groups[i].toLowerCase(Locale.ROOT));
            } else {
                return null;
            }
        }
        return digits.toString();
    }

    /** A number, also in quotes. */
    private static @Nullable BigDecimal number(JsonNode value) {
        return value.isNumber()
                ? value.decimalValue()
                : value.isTextual() && NUMBER.matcher(value.asText()).matches() ? new BigDecimal(value.asText()) : null;
    }

    static String plain(String type) {
        String plain = type;
        for (String around : List.of("LowCardinality(", "Nullable(")) {
            plain = plain.startsWith(around) ? plain.substring(around.length(), plain.length() - 1) : plain;
        }
        return plain;
    }

    private static int size(String type, int nth) {
        return Integer.parseInt(type.replaceFirst(".*?\\(", "").replace(")", "").split(",\\s*")[nth]);
    }

    /** Whether a block has what it should, where a text may be JSON that is written in another way. */
    static boolean isSame(String expected, @Nullable String stored, @Nullable JsonNode sent) throws IOException {
        if (stored == null) {
            return false;
        }
        if (sent != null && (sent.isContainerNode() || sent.isNumber()) && !stored.equals(expected)) {
            return !stored.isEmpty()
                    && JSON.readTree(stored).equals((a, b) -> same(a, b) ? 0 : 1, JSON.readTree(expected));
        }
        return stored.equals(expected);
    }

    private static boolean same(JsonNode a, JsonNode b) {
        return a.isNumber() && b.isNumber() ? a.decimalValue().compareTo(b.decimalValue()) == 0 : a.equals(b);
    }
}
