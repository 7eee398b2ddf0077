package io.clickreel.contract.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.clickreel.contract.schema.Schema.Arrays;
import io.clickreel.contract.schema.Schema.Format;
import io.clickreel.contract.schema.Schema.Numbers;
import io.clickreel.contract.schema.Schema.Objects;
import io.clickreel.contract.schema.Schema.Storage;
import io.clickreel.contract.schema.Schema.Texts;
import io.clickreel.contract.schema.Schema.TimeUnit;
import io.clickreel.contract.schema.Schema.Type;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a contract. A keyword that would not be enforced is refused by its name, so that none is ignored in silence. */
public final class SchemaReader {
    private static final Set<String> DIALECTS = Set.of(
            "https://json-schema.org/draft/2020-12/schema",
            "https://json-schema.org/draft/2019-09/schema",
            "http://json-schema.org/draft-07/schema",
            "http://json-schema.org/draft-06/schema");
    private static final int DEEPEST = 32;
    /** States of a pattern times letters of a text: some seconds, for a text that is made to take long. */
    private static final long MOST_STEPS = 100_000_000;
    /** No text is longer, because no record is. */
    private static final int LONGEST_TEXT = 1 << 20;

    private SchemaReader() {}

    /** @throws ContractException if it is no schema, or asks for what would not be enforced */
    public static Schema read(SchemaFile file) {
        SchemaNode root = new SchemaNode(file, file.json(), "");
        JsonNode dialect = root.get("$schema");
        if (!dialect.isMissingNode() && !DIALECTS.contains(dialect.asText("").replaceFirst("#$", ""))) {
            throw root.wrong(
                    "$schema", "this dialect is not known; write https://json-schema.org/draft/2020-12/schema");
        }
        return schema(root, 0);
    }

    private static Schema schema(SchemaNode node, int depth) {
        JsonNode json = node.json();
        if (depth > DEEPEST) {
            throw node.wrong("this is nested deeper than " + DEEPEST + " schemas; write it flatter");
        }
        if (json.isBoolean()) {
            return json.asBoolean() ? Schema.any(node.at()) : Schema.none(node.at());
        }
        if (!json.isObject()) {
            throw node.wrong("a schema is an object, or true or false");
        }
        json.fieldNames().forEachRemaining(keyword -> {
            String complaint = Keywords.complaint(keyword);
            if (complaint != null) {
                throw node.wrong(keyword, complaint);
            }
        });
        return new Schema(
                node.at(),
                types(node),
                values(node),
                texts(node),
                numbers(node),
                arrays(node, depth),
                objects(node, depth),
                schemas(node, "anyOf", depth),
                schemas(node, "oneOf", depth),
                storage(node));
    }

    private static Set<Type> types(SchemaNode node) {
        JsonNode said = node.get("type");
        if (said.isMissingNode()) {
            return EnumSet.allOf(Type.class);
        }
        Set<Type> types = EnumSet.noneOf(Type.class);
        for (JsonNode each : said.isArray() ? said : List.of(said)) {
            types.add(word(node, "type", each, Type.values(), "a type is one of ", ", or a list of them"));
        }
        if (types.isEmpty()) {
            throw node.wrong("type", "the list of types is empty; leave it out if any type is allowed");
        }
        return types;
    }

    private static @Nullable List<JsonNode> values(SchemaNode node) {
        JsonNode list = node.get("enum");
        if (node.has("enum") && (!list.isArray() || list.isEmpty())) {
            throw node.wrong("enum", "enum is a list of values, with one at least");
        }
        if (node.has("enum") && node.has("const")) {
            throw node.wrong("const", "const beside enum says it twice; leave one of them out");
        }
        if (node.has("const")) {
            return List.of(node.get("const"));
        }
        List<JsonNode> values = new ArrayList<>();
        list.forEach(values::add);
        return node.has("enum") ? List.copyOf(values) : null;
    }

    private static Texts texts(SchemaNode node) {
        Format format = node.has("format")
                ? word(
                        node,
                        "format",
                        node.get("format"),
                        Format.values(),
                        "this format would not be enforced, if it is a string at all; known are ",
                        ". Use pattern for any other")
                : null;
        Texts texts = new Texts(
                node.count("minLength", 0),
                node.count("maxLength", Integer.MAX_VALUE),
                pattern(node),
                format,
                node.instant("formatMinimum", format == Format.DATE_TIME),
                node.instant("formatMaximum", format == Format.DATE_TIME));
        node.requireOrder("minLength", texts.minLength(), "maxLength", texts.maxLength());
        node.requireOrder("formatMinimum", texts.earliest(), "formatMaximum", texts.latest());
        return texts;
    }

    private static @Nullable TextPattern pattern(SchemaNode node) {
        if (!node.has("pattern")) {
            return null;
        }
        TextPattern pattern;
        try {
            pattern = new TextPattern(node.text("pattern"));
        } catch (IllegalArgumentException e) {
            throw node.wrong("pattern", "this is no regular expression that can be looked for: " + e.getMessage());
        }
        long longest = Math.min(LONGEST_TEXT, node.count("maxLength", Integer.MAX_VALUE));
        if (!pattern.isOneClass() && pattern.states() * longest > MOST_STEPS) {
            throw node.wrong(
                    "pattern",
                    "this pattern takes long for a long text; add a maxLength of at most "
                            + MOST_STEPS / pattern.states());
        }
        return pattern;
    }

    private static Numbers numbers(SchemaNode node) {
        Numbers numbers = new Numbers(
                node.number("minimum"),
                node.number("maximum"),
                node.number("exclusiveMinimum"),
                node.number("exclusiveMaximum"),
                node.positive("multipleOf"));
        node.requireOrder("minimum", numbers.minimum(), "maximum", numbers.maximum());
        node.requireOrder(
                "exclusiveMinimum", numbers.exclusiveMinimum(), "exclusiveMaximum", numbers.exclusiveMaximum());
        return numbers;
    }

    private static Arrays arrays(SchemaNode node, int depth) {
        Arrays arrays = new Arrays(
                node.has("items") ? schema(node.inside("items"), depth + 1) : null,
                node.count("minItems", 0),
                node.count("maxItems", Integer.MAX_VALUE));
        node.requireOrder("minItems", arrays.minItems(), "maxItems", arrays.maxItems());
        return arrays;
    }

    private static Objects objects(SchemaNode node, int depth) {
        JsonNode said = node.get("properties");
        if (!said.isMissingNode() && !said.isObject()) {
            throw node.wrong("properties", "properties is an object of schemas");
        }
        Map<String, Schema> properties = new LinkedHashMap<>();
        said.properties()
                .forEach(each -> properties.put(
                        each.getKey(), schema(node.inside("properties", each.getKey(), each.getValue()), depth + 1)));
        JsonNode names = node.get("required");
        Set<String> required = new LinkedHashSet<>();
        names.forEach(name -> required.add(name.asText()));
        boolean areNames = names.isMissingNode() || names.isArray();
        for (JsonNode name : names) {
            areNames &= name.isTextual();
        }
        if (!areNames) {
            throw node.wrong("required", "required is a list of names");
        }
        boolean isOpen = !node.has("additionalProperties")
                || node.get("additionalProperties").equals(BooleanNode.TRUE);
        return new Objects(
                properties, required, isOpen ? null : schema(node.inside("additionalProperties"), depth + 1));
    }

    private static List<Schema> schemas(SchemaNode node, String keyword, int depth) {
        JsonNode list = node.get(keyword);
        if (list.isMissingNode()) {
            return List.of();
        }
        if (!list.isArray() || list.isEmpty()) {
            throw node.wrong(keyword, keyword + " is a list of schemas, with one at least");
        }
        List<Schema> schemas = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            schemas.add(schema(node.inside(keyword, String.valueOf(i), list.get(i)), depth + 1));
        }
        return List.copyOf(schemas);
    }

    private static Storage storage(SchemaNode node) {
        JsonNode column = node.get("x-column");
        if (node.has("x-column")
                && !column.isNull()
                && (!column.isTextual() || column.asText().isEmpty())) {
            throw node.wrong("x-column", "x-column is the name of a column, or null where the value is not stored");
        }
        String unit = node.get("x-time").asText("");
        TimeUnit time = Stream.of(TimeUnit.values())
                .filter(each -> unit.equals("epoch-" + lower(each)))
                .findFirst()
                .orElse(null);
        if (node.has("x-time") && time == null) {
            throw node.wrong("x-time", "x-time is epoch-seconds, epoch-millis, epoch-micros or epoch-nanos");
        }
        return new Storage(node.has("x-column"), column.isTextual() ? column.asText() : null, time);
    }

    private static <E extends Enum<E>> E word(
            SchemaNode node, String keyword, JsonNode said, E[] words, String complaint, String otherwise) {
        for (E word : words) {
            if (said.isTextual() && lower(word).equals(said.asText())) {
                return word;
            }
        }
        throw node.wrong(
                keyword,
                complaint + Stream.of(words).map(SchemaReader::lower).collect(Collectors.joining(", ")) + otherwise);
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
