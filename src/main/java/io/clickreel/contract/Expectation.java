package io.clickreel.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.clickreel.contract.column.ColumnType;
import io.clickreel.contract.column.ColumnType.Kind;
import io.clickreel.contract.json.Excerpt;
import io.clickreel.contract.schema.Schema;
import io.clickreel.contract.schema.Schema.Format;
import io.clickreel.contract.schema.Schema.Type;
import io.clickreel.contract.schema.TextPattern;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in words what a contract and a column want of a value, so that it follows "must be". */
final class Expectation {
    private static final int MOST_VALUES = 12;
    private static final int LONGEST_NUMBER = 40;

    private Expectation() {}

    /** @param type of the column that the value goes into; null: it goes into none */
    static String of(Schema schema, @Nullable ColumnType type) {
        List<JsonNode> values = schema.values();
        if (values != null) {
            List<String> written = values.stream().map(JsonNode::toString).toList();
            return (values.size() == 1 ? "" : "one of ") + list(written) + rules(schema.texts()) + range(schema);
        }
        if (!schema.oneOf().isEmpty() || !schema.anyOf().isEmpty()) {
            return "what one of the alternatives at " + schema.pointer() + " in the contract says";
        }
        String said = String.join(" or ", kinds(schema, type));
        return type == null ? said : said + limit(schema, type);
    }

    private static List<String> kinds(Schema schema, @Nullable ColumnType type) {
        List<String> kinds = new ArrayList<>();
        if (schema.types().size() == Type.values().length) {
            return List.of("any value");
        }
        boolean quotes = schema.allows(Type.STRING) && type != null && takesQuotedNumbers(schema, type);
        boolean number = schema.types().contains(Type.NUMBER) || schema.types().contains(Type.INTEGER);
        if (schema.types().contains(Type.NULL)) {
            kinds.add("null");
        }
        if (schema.types().contains(Type.BOOLEAN)) {
            kinds.add("true or false");
        }
        if (number) {
            boolean whole = !schema.types().contains(Type.NUMBER)
                    || type != null && type.kind().isInteger();
            kinds.add((whole ? "a whole number" : "a number")
                    + unit(schema)
                    + range(schema)
                    + (quotes ? ", with or without quotes" : " without quotes"));
        }
        if (schema.types().contains(Type.STRING)
                && !(quotes && number && type != null && !type.kind().isTime())) {
            kinds.add(text(schema, type));
        }
        if (schema.types().contains(Type.ARRAY)) {
            kinds.add("an array"
                    + count(schema.arrays().minItems(), schema.arrays().maxItems(), "element"));
        }
        if (schema.types().contains(Type.OBJECT)) {
            kinds.add("an object");
        }
        return kinds.isEmpty() ? List.of("left out") : kinds;
    }

    private static boolean takesQuotedNumbers(Schema schema, ColumnType type) {
        return isNumber(type) || type.kind().isTime() && schema.storage().time() != null;
    }

    private static boolean isNumber(ColumnType type) {
        return type.kind().isInteger() || type.kind().isFloat() || type.kind() == Kind.DECIMAL;
    }

    private static String unit(Schema schema) {
        return schema.storage().time() == null
                ? ""
                : " of " + schema.storage().time().text() + " since 1970";
    }

    private static String text(Schema schema, @Nullable ColumnType type) {
        Schema.Texts texts = schema.texts();
        String said = texts.format() != null ? texts.format().expectation() : type == null ? "a string" : text(type);
        if (texts.earliest() != null || texts.latest() != null) {
            said += (texts.earliest() == null ? "" : " from " + texts.earliest())
                    + (texts.latest() == null ? "" : " to " + texts.latest());
        }
        return said + rules(texts);
    }

    /** The text that a column wants by itself. */
    private static String text(ColumnType type) {
        return switch (type.kind()) {
            case UUID -> Format.UUID.expectation();
            case DATE, DATE32 -> Format.DATE.expectation();
            case DATETIME, DATETIME64 -> Format.DATE_TIME.expectation();
            case IPV4 -> Format.IPV4.expectation();
            case IPV6 -> Format.IPV6.expectation();
            case ENUM8, ENUM16 ->
                "one of "
                        + list(type.words().keySet().stream()
                                .map(word -> '"' + word + '"')
                                .toList());
            default ->
                type.kind().isInteger()
                        ? "a whole number in quotes"
                        : isNumber(type) ? "a number in quotes" : "a string";
        };
    }

    private static String rules(Schema.Texts texts) {
        TextPattern pattern = texts.pattern();
        String said = count(texts.minLength(), texts.maxLength(), "character");
        return pattern == null
                ? said
                : said
                        + (allowsAllButControls(pattern)
                                ? " without control characters"
                                : " with the pattern " + Excerpt.of(pattern.toString()));
    }

    private static boolean allowsAllButControls(TextPattern pattern) {
        boolean[] allowed = pattern.isOneClass() ? pattern.allowedAscii() : new boolean[0];
        boolean all = allowed.length > 0;
        for (int c = 0; c < allowed.length; c++) {
            all &= allowed[c] == (c >= ' ' && c < 0x7F) || c == 0x7F;
        }
        return all;
    }

    private static String range(Schema schema) {
        Schema.Numbers numbers = schema.numbers();
        boolean both = numbers.minimum() != null && numbers.maximum() != null;
        return bound(" from ", numbers.minimum())
                + bound(" above ", numbers.exclusiveMinimum())
                + bound(both ? " to " : " up to ", numbers.maximum())
                + bound(" below ", numbers.exclusiveMaximum())
                + bound(" that is a multiple of ", numbers.multipleOf());
    }

    private static String bound(String word, @Nullable BigDecimal bound) {
        if (bound == null) {
            return "";
        }
        String plain = bound.toPlainString();
        return word + (plain.length() > LONGEST_NUMBER ? bound.toString() : plain);
    }

    private static String count(int least, int most, String what) {
        if (least == 0 && most == Integer.MAX_VALUE) {
            return "";
        }
        String count = most == Integer.MAX_VALUE
                ? "at least " + least
                : least == 0 ? "at most " + most : least == most ? "exactly " + most : least + " to " + most;
        return " of " + count + ' ' + what + (count.endsWith(" 1") ? "" : "s");
    }

    /** What the column asks for beyond the contract. */
    private static String limit(Schema schema, ColumnType type) {
        Schema.Numbers numbers = schema.numbers();
        Schema.Texts texts = schema.texts();
        String fits = ", which fits into " + type.text();
        if (type.kind().isInteger()) {
            boolean within = numbers.minimum() != null
                    && numbers.maximum() != null
                    && numbers.minimum().compareTo(new BigDecimal(type.smallest())) >= 0
                    && numbers.maximum().compareTo(new BigDecimal(type.largest())) <= 0;
            return within ? "" : fits + " (" + type.smallest() + " to " + type.largest() + ")";
        }
        return switch (type.kind()) {
            case FIXED_STRING -> ", of at most " + type.size() + " bytes";
            case DECIMAL ->
                fits + " (at most " + type.largestDecimal().toPlainString() + ", with " + type.scale() + " decimals)";
            case FLOAT32 -> numbers.maximum() != null ? "" : fits + " (at most " + Float.MAX_VALUE + ")";
            case FLOAT64 -> numbers.maximum() != null ? "" : fits + " (at most " + Double.MAX_VALUE + ")";
            case DATETIME, DATETIME64, DATE, DATE32 -> {
                Instant first = Instant.ofEpochSecond(type.firstSecond());
                Instant last = Instant.ofEpochSecond(type.lastSecond());
                boolean within = texts.earliest() != null
                        && texts.latest() != null
                        && !texts.earliest().isBefore(first)
                        && texts.latest().getEpochSecond() <= type.lastSecond();
                yield within ? "" : fits + " (" + first + " to " + last + ")";
            }
            default -> "";
        };
    }

    private static String list(Collection<String> values) {
        List<String> shown = values.stream().limit(MOST_VALUES).map(Excerpt::of).toList();
        int last = shown.size() - 1;
        return values.size() > MOST_VALUES
                ? String.join(", ", shown) + " and " + (values.size() - MOST_VALUES) + " more"
                : last < 1
                        ? String.join("", shown)
                        : String.join(", ", shown.subList(0, last)) + " or " + shown.get(last);
    }
}
