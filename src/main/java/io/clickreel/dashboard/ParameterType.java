package io.clickreel.dashboard;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A ClickHouse type that a parameter of a question can have. */
final class ParameterType {
    static final String SUPPORTED =
            "UInt8 to UInt64, Int8 to Int64, Float64, String, DateTime('UTC') and Nullable of these";

    private static final Pattern TYPE = Pattern.compile(
            "(?<nullable>Nullable\\()?(?<base>(U?Int(8|16|32|64))|Float64|String|DateTime\\('UTC'\\))\\)?");
    private static final DateTimeFormatter CLICKHOUSE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final String base;
    private final boolean nullable;

    private ParameterType(String base, boolean nullable) {
        this.base = base;
        this.nullable = nullable;
    }

    static boolean isSupported(String type) {
        return TYPE.matcher(type).matches();
    }

    static ParameterType of(String type) {
        Matcher matcher = TYPE.matcher(type);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("The type " + type + " is none of " + SUPPORTED + ".");
        }
        return new ParameterType(matcher.group("base"), matcher.group("nullable") != null);
    }

    boolean isNumber() {
        return base.contains("Int") || base.equals("Float64");
    }

    /** The value as text, or null for ClickHouse's NULL; the client escapes what has to be. */
    @Nullable
    String encode(String parameter, String text) {
        if (text.isEmpty() && nullable) {
            return null;
        }
        try {
            if (base.contains("Int")) {
                return wholeNumber(text);
            }
            return switch (base) {
                case "Float64" -> finite(text);
                case "String" -> text;
                default -> time(text);
            };
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new BadQuestionException(
                    "The parameter " + parameter + " is '" + text + "', but has to be " + expected() + ".");
        }
    }

    /** The type in the words of JSON Schema. */
    Map<String, Object> schema() {
        if (base.contains("Int")) {
            return Map.of("type", "integer");
        }
        return switch (base) {
            case "Float64" -> Map.of("type", "number");
            case "String" -> Map.of("type", "string");
            default -> Map.of("type", "string", "format", "date-time");
        };
    }

    /** A default value in JSON's type. */
    Object jsonDefault(String text) {
        if (base.contains("Int")) {
            return new BigInteger(text);
        }
        return base.equals("Float64") ? (Object) Double.valueOf(text) : text;
    }

    private String wholeNumber(String text) {
        BigInteger number = new BigInteger(text);
        boolean signed = base.startsWith("I");
        int bits = Integer.parseInt(base.substring(base.indexOf('t') + 1));
        if (number.bitLength() > (signed ? bits - 1 : bits) || (!signed && number.signum() < 0)) {
            throw new NumberFormatException(text);
        }
        return number.toString();
    }

    private static String finite(String text) {
        double number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
            throw new NumberFormatException(text);
        }
        return Double.toString(number);
    }

    private static String time(String text) {
        String iso = text.strip().replace(' ', 'T');
        boolean zoned = iso.endsWith("Z");
        LocalDateTime time = zoned
                ? LocalDateTime.ofInstant(Instant.parse(iso), ZoneOffset.UTC)
                : LocalDateTime.parse(iso, DateTimeFormatter.ISO_LOCAL_DATE_TIME);
        return time.format(CLICKHOUSE_TIME);
    }

    private String expected() {
        if (base.contains("Int")) {
            return "a whole number" + (base.startsWith("U") ? ", 0 or more" : "");
        }
        return base.equals("Float64") ? "a number" : "a time in UTC, such as 2026-01-31T23:59:00Z";
    }
}
