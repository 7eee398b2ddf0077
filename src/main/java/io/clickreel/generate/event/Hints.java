package io.clickreel.generate.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.clickreel.contract.schema.SchemaFile;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What {@code x-generate} says of a value. It may be less than what the contract allows, and never more.
 *
 * @param weights how often each value of {@code enum} or {@code examples} comes; empty: all as often
 * @param distinct how many different values there are; 0: any number
 * @param format as the keyword, for a string of which the contract does not say it
 * @param oldest a time is up to so long ago
 * @param absent share of events without it
 * @param nulls share of events in which it is null
 * @param per the property with whose value it stays the same; empty: none
 * @param every the time after which it changes nevertheless; zero: never
 * @param key of the event itself: the property that is the record's key; empty: there is no key
 */
record Hints(
        Map<String, Double> weights,
        long distinct,
        @Nullable BigDecimal minimum,
        @Nullable BigDecimal maximum,
        String format,
        Duration oldest,
        double absent,
        double nulls,
        String per,
        Duration every,
        String key) {
    private static final String NAME = "x-generate";
    private static final Set<String> KNOWN = new TreeSet<>(Set.of(
            "weights", "distinct", "minimum", "maximum", "format", "oldest", "absent", "null", "per", "every", "key"));

    /** @throws io.clickreel.contract.schema.ContractException if it says something that is not known */
    static Hints of(SchemaFile file, JsonNode schema, String pointer) {
        return new Reading(file, schema.path(NAME), pointer + "/" + NAME).hints();
    }

    boolean hasRange() {
        return minimum != null || maximum != null;
    }

    private record Reading(SchemaFile file, JsonNode said, String at) {
        Hints hints() {
            if (!said.isMissingNode() && !said.isObject()) {
                throw file.wrong(at, NAME + " is an object with some of " + KNOWN);
            }
            said.fieldNames().forEachRemaining(name -> {
                if (!KNOWN.contains(name)) {
                    throw file.wrong(at + "/" + name, NAME + " knows nothing of " + name + ", but " + KNOWN);
                }
            });
            BigDecimal distinct = number("distinct", BigDecimal.ONE, BigDecimal.valueOf(Long.MAX_VALUE));
            return new Hints(
                    weights(),
                    distinct == null ? 0 : distinct.longValue(),
                    number("minimum", null, null),
                    number("maximum", null, null),
                    text("format"),
                    duration("oldest"),
                    share("absent"),
                    share("null"),
                    text("per"),
                    duration("every"),
                    text("key"));
        }

        private Map<String, Double> weights() {
            Map<String, Double> weights = new LinkedHashMap<>();
            JsonNode each = said.path("weights");
            if (!each.isMissingNode() && !each.isObject()) {
                throw wrong("weights", "an object with a number for each value");
            }
            each.properties().forEach(weight -> {
                if (!weight.getValue().isNumber() || weight.getValue().asDouble() < 0) {
                    throw wrong("weights/" + weight.getKey(), "a number from 0");
                }
                weights.put(weight.getKey(), weight.getValue().asDouble());
            });
            return weights;
        }

        private @Nullable BigDecimal number(String name, @Nullable BigDecimal least, @Nullable BigDecimal most) {
            JsonNode number = said.path(name);
            if (number.isMissingNode()) {
                return null;
            }
            if (!number.isNumber()
                    || least != null && number.decimalValue().compareTo(least) < 0
                    || most != null && number.decimalValue().compareTo(most) > 0) {
                throw wrong(name, least == null ? "a number" : "a number from " + least + " to " + most);
            }
            return number.decimalValue();
        }

        private double share(String name) {
            BigDecimal share = number(name, BigDecimal.ZERO, BigDecimal.ONE);
            return share == null ? 0 : share.doubleValue();
        }

        private String text(String name) {
            if (said.has(name) && !said.path(name).isTextual()) {
                throw wrong(name, "a string");
            }
            return said.path(name).asText("");
        }

        private Duration duration(String name) {
            try {
                Duration duration = said.has(name) ? Duration.parse(text(name)) : Duration.ZERO;
                if (!duration.isNegative()) {
                    return duration;
                }
            } catch (DateTimeParseException e) {
                throw wrong(name, "a time in ISO 8601, such as P30D or PT15M");
            }
            throw wrong(name, "a time of 0 or more, such as P30D or PT15M");
        }

        private RuntimeException wrong(String name, String expected) {
            return file.wrong(at + "/" + name, name + " of " + NAME + " has to be " + expected);
        }
    }
}
