package io.clickreel.contract.schema;

import io.clickreel.contract.json.Excerpt;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which words a schema may have, and what to write instead of those that it may not. */
final class Keywords {
    private static final Set<String> SAYS_NOTHING_OF_VALUES = Set.of(
            "$schema",
            "$id",
            "$comment",
            "title",
            "description",
            "examples",
            "default",
            "deprecated",
            "readOnly",
            "writeOnly",
            "x-generate");
    private static final Set<String> ENFORCED = Set.of(
            "type",
            "enum",
            "const",
            "required",
            "properties",
            "additionalProperties",
            "items",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "formatMinimum",
            "formatMaximum",
            "minItems",
            "maxItems",
            "anyOf",
            "oneOf",
            "x-column",
            "x-time");
    /** Keywords of JSON Schema that are not enforced, and the way out. */
    private static final Map<String, String> WAYS_OUT = Map.ofEntries(
            Map.entry("$ref", "Write the schema where it is used"),
            Map.entry("$defs", "Write each schema where it is used"),
            Map.entry("definitions", "Write each schema where it is used"),
            Map.entry("allOf", "Write its rules side by side in one schema"),
            Map.entry("not", "Say what is allowed, by enum, pattern or a range"),
            Map.entry("if", "Say by anyOf which values go together"),
            Map.entry("then", "Say by anyOf which values go together"),
            Map.entry("else", "Say by anyOf which values go together"),
            Map.entry("dependentRequired", "Say by anyOf which properties go together"),
            Map.entry("dependentSchemas", "Say by anyOf which properties go together"),
            Map.entry("dependencies", "Say by anyOf which properties go together"),
            Map.entry("prefixItems", "Say by items what every element is"),
            Map.entry("additionalItems", "Say by items what every element is"),
            Map.entry("patternProperties", "Say by additionalProperties what the others are"),
            Map.entry("nullable", "Write the type as a list, such as [\"string\", \"null\"]"));

    private Keywords() {}

    /** What is wrong with a keyword, and how to mend it; null: nothing. */
    static @Nullable String complaint(String keyword) {
        if (ENFORCED.contains(keyword) || SAYS_NOTHING_OF_VALUES.contains(keyword)) {
            return null;
        }
        String would = "the keyword " + Excerpt.of(keyword) + " would not be enforced";
        if (WAYS_OUT.containsKey(keyword)) {
            return would + ". " + WAYS_OUT.get(keyword);
        }
        boolean isForeign = keyword.startsWith("x-");
        // x-name is a word of its own, and no slip of the hand for x-time.
        int slips = isForeign ? 1 : 2;
        String nearest = Stream.concat(ENFORCED.stream(), SAYS_NOTHING_OF_VALUES.stream())
                .filter(known -> distance(known, keyword) <= slips)
                .min((a, b) -> Integer.compare(distance(a, keyword), distance(b, keyword)))
                .orElse(null);
        if (nearest != null) {
            return would + ". Is " + nearest + " meant?";
        }
        return isForeign
                ? null
                : would + ". Leave it out, or say it by one of " + String.join(", ", new TreeSet<>(ENFORCED));
    }

    /** How many letters have to change to make one of the other (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        java.util.Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                row[j] = Math.min(
                        Math.min(row[j], row[j - 1]) + 1, diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
