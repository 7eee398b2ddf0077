package io.clickreel.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.contract.json.Excerpt;
import io.clickreel.contract.json.IpText;
import io.clickreel.contract.json.IsoTime;
import io.clickreel.contract.schema.Schema;
import io.clickreel.contract.schema.Schema.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks a value that Jackson has read against a schema, as JSON Schema 2020-12 says; for one thread at a time. */
public final class TreeCheck {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final IsoTime time = new IsoTime();

    /** Checks a whole value, without a table. */
    public static @Nullable ContractViolation violation(Schema schema, JsonNode value) {
        return new TreeCheck().check(schema, value, "", new JsonTree());
    }

    /** @return what is wrong with the value, first in the order of the schema; null: nothing */
    @Nullable
    ContractViolation check(Schema schema, JsonNode value, String name, JsonTree tree) {
        Reason reason = reason(schema, value);
        if (reason != null) {
            return ContractViolation.ofField(reason, name, JsonText.describe(value), Expectation.of(schema, null));
        }
        ContractViolation inside = null;
        if (value.isArray()) {
            inside = elements(schema, value, name, tree);
        } else if (value.isObject()) {
            inside = properties(schema, value, name, tree);
        }
        return inside != null ? inside : alternatives(schema, value, name, tree);
    }

    /** Checks the alternatives that a schema gives for the whole of a value. */
    @Nullable
    ContractViolation alternatives(Schema schema, JsonNode value, String name, JsonTree tree) {
        boolean any = schema.anyOf().isEmpty() || holds(schema.anyOf(), value, tree) > 0;
        boolean one = schema.oneOf().isEmpty() || holds(schema.oneOf(), value, tree) == 1;
        return any && one
                ? null
                : ContractViolation.ofField(
                        Reason.NO_ALTERNATIVE, name, JsonText.describe(value), Expectation.of(schema, null));
    }

    /** What is wrong with the value itself, without a look at its elements, properties and alternatives. */
    @Nullable
    Reason reason(Schema schema, JsonNode value) {
        if (!isOfType(schema, value)) {
            return Reason.WRONG_TYPE;
        }
        List<JsonNode> values = schema.values();
        if (values != null && values.stream().noneMatch(allowed -> areEqual(allowed, value))) {
            return Reason.UNKNOWN_VALUE;
        }
        if (value.isTextual()) {
            return ofText(schema.texts(), value.asText());
        }
        if (value.isNumber()) {
            return isInRange(schema.numbers(), value.decimalValue()) ? null : Reason.OUT_OF_RANGE;
        }
        if (value.isArray()) {
            Schema.Arrays arrays = schema.arrays();
            return value.size() >= arrays.minItems() && value.size() <= arrays.maxItems() ? null : Reason.OUT_OF_RANGE;
        }
        return null;
    }

    /** Whether a number is whole, however it is written. */
    private static boolean isWhole(JsonNode value) {
        if (value.isIntegralNumber()) {
            return true;
        }
        BigDecimal number = value.decimalValue();
        return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    }

    private int holds(List<Schema> schemas, JsonNode value, JsonTree tree) {
        return (int) schemas.stream()
                .filter(schema -> check(schema, value, "", tree) == null)
                .count();
    }

    private @Nullable ContractViolation elements(Schema schema, JsonNode value, String name, JsonTree tree) {
        Schema items = schema.arrays().items();
        for (int i = 0; items != null && i < value.size(); i++) {
            ContractViolation wrong = check(items, value.get(i), name + "[" + i + "]", tree);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private @Nullable ContractViolation properties(Schema schema, JsonNode value, String name, JsonTree tree) {
        Schema.Objects objects = schema.objects();
        for (Map.Entry<String, Schema> each : objects.properties().entrySet()) {
            String inside = ContractViolation.inside(name, Excerpt.of(each.getKey()));
            JsonNode property = value.get(each.getKey());
            ContractViolation wrong = property != null
                    ? check(each.getValue(), property, inside, tree)
                    : objects.required().contains(each.getKey())
                            ? ContractViolation.missing(inside, Expectation.of(each.getValue(), null))
                            : null;
            if (wrong != null) {
                return wrong;
            }
        }
        for (String required : objects.required()) {
            if (!value.has(required)) {
                return ContractViolation.missing(ContractViolation.inside(name, Excerpt.of(required)), "any value");
            }
        }
        return others(schema, value, name, tree);
    }

    /** Checks the properties that are not named. */
    @Nullable
    ContractViolation others(Schema schema, JsonNode value, String name, JsonTree tree) {
        Schema others = schema.objects().others();
        if (others == null) {
            return null;
        }
        TreeSet<String> names = new TreeSet<>();
        for (Iterator<String> all = value.fieldNames(); all.hasNext(); ) {
            names.add(all.next());
        }
        names.removeAll(schema.objects().properties().keySet());
        for (String other : names) {
            // The name is the sender's.
            String inside = ContractViolation.inside(name, Excerpt.of(other));
            ContractViolation wrong = others.types().isEmpty()
                    ? ContractViolation.unknown(inside)
                    : check(others, value.get(other), inside, tree);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private static boolean isOfType(Schema schema, JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL -> schema.types().contains(Type.NULL);
            case BOOLEAN -> schema.types().contains(Type.BOOLEAN);
            case STRING -> schema.types().contains(Type.STRING);
            case ARRAY -> schema.types().contains(Type.ARRAY);
            case OBJECT -> schema.types().contains(Type.OBJECT);
            default -> schema.types().contains(Type.NUMBER) || schema.types().contains(Type.INTEGER) && isWhole(value);
        };
    }

    private @Nullable Reason ofText(Schema.Texts texts, String text) {
        int length = text.codePointCount(0, text.length());
        if (length < texts.minLength()
                || length > texts.maxLength()
                || texts.pattern() != null && !texts.pattern().isIn(text)) {
            return Reason.BAD_FORMAT;
        }
        if (texts.format() == null) {
            return null;
        }
        return switch (texts.format()) {
            case DATE_TIME -> ofTime(texts, text);
            case DATE -> date(text) == Integer.MIN_VALUE ? Reason.BAD_FORMAT : null;
            case UUID -> isUuid(text) ? null : Reason.BAD_FORMAT;
            case IPV4 -> IpText.v4(text) == null ? Reason.BAD_FORMAT : null;
            case IPV6 -> IpText.v6(text) == null ? Reason.BAD_FORMAT : null;
        };
    }

    private @Nullable Reason ofTime(Schema.Texts texts, String text) {
        if (!isTime(text, time)) {
            return Reason.BAD_FORMAT;
        }
        Instant instant = Instant.ofEpochSecond(time.second(), time.nano());
        boolean early = texts.earliest() != null && instant.isBefore(texts.earliest());
        boolean late = texts.latest() != null && instant.isAfter(texts.latest());
        return early || late ? Reason.OUT_OF_RANGE : null;
    }

    /** Whether a text is a time, which the reader then has. */
    static boolean isTime(String text, IsoTime reader) {
        byte[] ascii = ascii(text, IsoTime.MAX_LENGTH);
        return text.length() <= IsoTime.MAX_LENGTH && reader.parse(ascii, 0, text.length());
    }

    static boolean isUuid(String text) {
        return UUID.matcher(text).matches();
    }

    /** Days since 1970; {@link Integer#MIN_VALUE} if it is no date. */
    static int date(String text) {
        return IsoTime.parseDate(ascii(text, IsoTime.DATE_LENGTH), 0, text.length());
    }

    /** The text's bytes with room behind them; what is no ASCII is no part of a time. */
    private static byte[] ascii(String text, int most) {
        byte[] bytes = new byte[most + Long.BYTES];
        for (int i = 0; i < Math.min(most, text.length()); i++) {
            bytes[i] = text.charAt(i) < 0x80 ? (byte) text.charAt(i) : 0;
        }
        return bytes;
    }

    private static boolean isInRange(Schema.Numbers numbers, BigDecimal number) {
        return (numbers.minimum() == null || number.compareTo(numbers.minimum()) >= 0)
                && (numbers.maximum() == null || number.compareTo(numbers.maximum()) <= 0)
                && (numbers.exclusiveMinimum() == null || number.compareTo(numbers.exclusiveMinimum()) > 0)
                && (numbers.exclusiveMaximum() == null || number.compareTo(numbers.exclusiveMaximum()) < 0)
                && (numbers.multipleOf() == null
                        || number.remainder(numbers.multipleOf()).signum() == 0);
    }

    /** Numbers are equal by value, and so are what holds them. */
    private static boolean areEqual(JsonNode a, JsonNode b) {
        return a.equals(
                (x, y) -> x.isNumber() && y.isNumber()
                        ? x.decimalValue().compareTo(y.decimalValue())
                        : x.equals(y) ? 0 : 1,
                b);
    }
}
