package io.clickreel.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.contract.json.Excerpt;
import io.clickreel.contract.json.JsonString;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a value must keep to that is stored whole, as JSON. */
final class WholeValue {
    static final String CHARACTERS = "made of whole characters: \\ud83d alone is half of one";

    private static final int DEEPEST = 100;
    /** Of all paths in one value. */
    private static final int MOST_CHARACTERS = ContractLimits.MAX_VALUE_BYTES;

    private static final String SHORT_PATHS = "of fewer or shorter names: its paths, such as a.b.c, have more than "
            + MOST_CHARACTERS + " characters in all";
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private WholeValue() {}

    /** @param isRead whether ClickHouse reads it again, and must not stumble over it: for a column of JSON */
    static @Nullable Misfit wrong(JsonNode value, JsonTree tree, boolean isRead) {
        Misfit wrong = wrong(value, tree, isRead, 0);
        return wrong == null && isRead ? new Paths(null).wrong(value, "") : wrong;
    }

    private static @Nullable Misfit wrong(JsonNode value, JsonTree tree, boolean isRead, int depth) {
        if (isRead && depth > DEEPEST) {
            return new Misfit(Reason.TOO_LARGE, "", value, "nested less deep, at most " + DEEPEST + " levels in all");
        }
        if (value.isTextual()) {
            return JsonString.hasWholeCharacters(value.asText())
                    ? null
                    : new Misfit(Reason.BAD_FORMAT, "", value, CHARACTERS);
        }
        if (value.isNumber()) {
            return isRead && !isReadable(value)
                    ? new Misfit(
                            Reason.OUT_OF_RANGE,
                            "",
                            value,
                            "a number that JSON in ClickHouse holds: a whole one from " + LEAST + " to " + MOST
                                    + ", or one with decimals up to 1.8e308")
                    : null;
        }
        List<String> again = tree.againIn(value);
        if (!again.isEmpty()) {
            return new Misfit(Reason.DUPLICATE_FIELD, "." + Excerpt.of(again.get(0)), value, "there once");
        }
        return value.isObject() ? wrongMember(value, tree, isRead, depth) : wrongElement(value, tree, isRead, depth);
    }

    private static @Nullable Misfit wrongMember(JsonNode value, JsonTree tree, boolean isRead, int depth) {
        for (Map.Entry<String, JsonNode> each : value.properties()) {
            String place = "." + Excerpt.of(each.getKey());
            Misfit wrong = JsonString.hasWholeCharacters(each.getKey())
                    ? wrong(each.getValue(), tree, isRead, depth + 1)
                    : new Misfit(Reason.BAD_FORMAT, "", each.getValue(), "under a name " + CHARACTERS);
            if (wrong != null) {
                return wrong.within(place);
            }
        }
        return null;
    }

    private static @Nullable Misfit wrongElement(JsonNode value, JsonTree tree, boolean isRead, int depth) {
        for (int i = 0; i < value.size(); i++) {
            Misfit wrong = wrong(value.get(i), tree, isRead, depth + 1);
            if (wrong != null) {
                return wrong.within("[" + i + "]");
            }
        }
        return null;
    }

    /** ClickHouse has a dot between the names of a path, so that {"a.b":1} and {"a":{"b":1}} have the same one. */
    private static final class Paths {
        private final Set<String> ends = new HashSet<>();
        private final Paths all;
        private long characters;

        Paths(@Nullable Paths all) {
            this.all = all == null ? this : all;
        }

        @Nullable
        Misfit wrong(JsonNode value, String prefix) {
            Misfit wrong = null;
            for (Iterator<Map.Entry<String, JsonNode>> members =
                            value.properties().iterator();
                    wrong == null && members.hasNext(); ) {
                Map.Entry<String, JsonNode> each = members.next();
                // A long name with many others below it would take gigabytes, here and in ClickHouse.
                all.characters += prefix.length() + each.getKey().length();
                wrong = all.characters > MOST_CHARACTERS
                        ? new Misfit(Reason.TOO_LARGE, "", value, SHORT_PATHS)
                        : member(each.getValue(), prefix + each.getKey());
            }
            return wrong;
        }

        private @Nullable Misfit member(JsonNode value, String path) {
            if (value.isObject()) {
                return wrong(value, path + ".");
            }
            // null is as if it were not there.
            if (!value.isNull() && !ends.add(path)) {
                return new Misfit(Reason.DUPLICATE_FIELD, "." + Excerpt.of(path), value, "there once");
            }
            Misfit wrong = elements(value);
            return wrong == null ? null : wrong.within("." + Excerpt.of(path));
        }

        /** Each object in an array has paths of its own. */
        private @Nullable Misfit elements(JsonNode value) {
            Misfit wrong = null;
            for (int i = 0; wrong == null && value.isArray() && i < value.size(); i++) {
                JsonNode each = value.get(i);
                wrong = each.isObject() ? new Paths(all).wrong(each, "") : elements(each);
                wrong = wrong == null ? null : wrong.within("[" + i + "]");
            }
            return wrong;
        }
    }

    private static boolean isReadable(JsonNode number) {
        if (!number.isIntegralNumber()) {
            return !Double.isInfinite(number.decimalValue().doubleValue());
        }
        BigInteger whole = number.bigIntegerValue();
        return whole.compareTo(LEAST) >= 0 && whole.compareTo(MOST) <= 0;
    }
}
