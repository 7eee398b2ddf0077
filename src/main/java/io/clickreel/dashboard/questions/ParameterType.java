package io.clickreel.dashboard.questions;

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
public final class ParameterType {
    static final String SUPPORTED =
            "UInt8 to UInt64, Int8 to Int64, Float64, String, DateTime('UTC') and Nullable of these";

    private static final Pattern TYPE = Pattern.compile(
            "(?<nullable>Nullable\\()?(?<base>(U?Int(8|16|32|64))|Float64|String|DateTime\\('UTC'\\))\\)?");
    private static final DateTimeFormatter CLICKHOUSE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** Java would also read other digits than these, a plus, and endings such as "1f". */
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    /** ClickHouse's DateTime turns a time beyond its range into another one. */
    private static final LocalDateTime EARLIEST = LocalDateTime.of(1970, 1, 1, 0, 0);

    private static final LocalDateTime LATEST = LocalDateTime.of(2105, 12, 31, 23, 59, 59);

    private final String base;
    private final boolean nullable;

    private ParameterType(String base, boolean nullable) {
        this.base = base;
        this.nullable = nullable;
    }

    static boolean isSupported(String type) {
        return TYPE.matcher(type).matches();
    }

    public static ParameterType of(String type) {
        Matcher matcher = TYPE.matcher(type);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("The type " + type + " is none of " + SUPPORTED + ".");
        }
        return new ParameterType(matcher.group("base"), matcher.group("nullable") != null);
    }

    boolean isNumber() {
        return base.contains("Int") || base.equals("Float64");
    }

    /** The value as text, or null for ClickHouse's NULL; the client does the escaping. */
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
                    "The parameter " + parameter + " is " + Quoted.of(text) + ", but has to be " + expected() + ".");
        }
    }

    /** The type in JSON Schema. */
    public Map<String, String> schema() {
        if (base.contains("Int")) {
            return Map.of("type", "integer");
        }
        return switch (base) {
            case "Float64" -> Map.of("type", "number");
            case "String" -> Map.of("type", "string");
            default -> Map.of("type", "string", "format", "date-time");
        };
    }

    /** A default value as JSON has it. */
    public Object jsonDefault(String text) {
        if (base.contains("Int")) {
            return new BigInteger(text);
        }
        return base.equals("Float64") ? (Object) Double.valueOf(text) : text;
    }

    private String wholeNumber(String text) {
        require(WHOLE, text);
        BigInteger number = new BigInteger(text);
        if (number.compareTo(least()) < 0 || number.compareTo(greatest()) > 0) {
            throw new NumberFormatException(text);
        }
        return number.toString();
    }

    private BigInteger least() {
        return base.startsWith("U")
                ? BigInteger.ZERO
                : BigInteger.ONE.shiftLeft(bits() - 1).negate();
    }

    private BigInteger greatest() {
        return BigInteger.ONE
                .shiftLeft(base.startsWith("U") ? bits() : bits() - 1)
                .subtract(BigInteger.ONE);
    }

    private int bits() {
        return Integer.parseInt(base.substring(base.indexOf('t') + 1));
    }

    private static void require(Pattern form, String text) {
        if (!form.matcher(text).matches()) {
            throw new NumberFormatException(text);
        }
    }

    private static String finite(String text) {
        require(DECIMAL, text);
        double number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
            throw new NumberFormatException(text);
        }
        return Double.toString(number);
    }

    private static String time(String text) {
        String iso = text.replace(' ', 'T');
        boolean zoned = iso.endsWith("Z");
        LocalDateTime time = zoned
                ? LocalDateTime.ofInstant(Instant.parse(iso), ZoneOffset.UTC)
                : LocalDateTime.parse(iso, DateTimeFormatter.ISO_LOCAL_DATE_TIME);
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new DateTimeParseException("beyond what DateTime holds", text, 0);
        }
        return time.format(CLICKHOUSE_TIME);
    }

    private String expected() {
        if (base.contains("Int")) {
            return "a whole number from " + least() + " to " + greatest();
        }
        return base.equals("Float64") ? "a number" : "a time in UTC from 1970 to 2105, such as 2026-01-31T23:59:00Z";
    }
}
