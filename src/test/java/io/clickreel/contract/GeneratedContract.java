package io.clickreel.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.clickreel.contract.column.TableColumn;
import io.clickreel.contract.schema.SchemaFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A contract, a table that fits it, and values on both sides of each rule, all drawn by lot. */
final class GeneratedContract {
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final int DEEPEST = 4;

    private final Random random;
    private final ObjectNode schema;
    /** Few fields, and no lists: otherwise hardly a record would be one that is read in one pass over its bytes. */
    private final boolean isPlain;

    private final List<TableColumn> columns = new ArrayList<>();
    /** By the place of the value's schema in the contract. */
    private final Map<String, GeneratedLeaf> leaves = new LinkedHashMap<>();

    private final Map<String, Stored> stored = new LinkedHashMap<>();

    /** A value's column; an empty type if there is none. */
    private record Stored(String column, String type, boolean hasDefault) {}

    GeneratedContract(long seed) {
        this.random = new Random(seed);
        this.isPlain = seed % 2 == 0;
        this.schema = object("", "", 0, true);
        if (random.nextInt(3) == 0) {
            columns.add(new TableColumn(Plan.REST, "String", ""));
        }
    }

    String text() {
        return schema.toPrettyString();
    }

    /** For a validator of JSON Schema that is not the pipeline's. */
    String textForOthers() {
        return StoredByRule.forOthers(schema);
    }

    List<TableColumn> columns() {
        return columns;
    }

    Plan plan() {
        return new Plan(new SchemaFile("generated", text()), "t", columns, "");
    }

    /** A value that keeps the contract, or breaks it in one place or in some. */
    byte[] value() {
        ObjectNode value = valid(schema, "");
        for (int broken = Math.max(0, random.nextInt(5) - 2); broken > 0; broken--) {
            breakOne(value, "");
        }
        return written(value).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What each column has to have of a record; null if one of them cannot have it, or a format is broken: what another
     * validator of JSON Schema does not see.
     */
    @Nullable
    Map<String, String> row(JsonNode record) {
        if (!StoredByRule.keeps(schema, record)) {
            return null;
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (Map.Entry<String, Stored> each : stored.entrySet()) {
            JsonNode sent = sent(record, each.getKey());
            Stored column = each.getValue();
            String value =
                    StoredByRule.stored(column.type(), leaves.get(each.getKey()).schema(), sent, column.hasDefault());
            if (value == null) {
                return null;
            }
            if (!column.type().isEmpty()) {
                row.put(column.column(), value);
            }
        }
        return row;
    }

    /** What a record has at the place of a column's value; null if it has nothing there. */
    @Nullable
    JsonNode sentFor(JsonNode record, String column) {
        for (Map.Entry<String, Stored> each : stored.entrySet()) {
            if (each.getValue().column().equals(column)
                    && !each.getValue().type().isEmpty()) {
                return sent(record, each.getKey());
            }
        }
        return null;
    }

    /** What of a record the contract does not know, each where it was. */
    ObjectNode unknown(JsonNode record) {
        return unknown(schema, record, "");
    }

    private ObjectNode unknown(JsonNode said, JsonNode value, String place) {
        ObjectNode unknown = NODES.objectNode();
        for (Map.Entry<String, JsonNode> each : value.properties()) {
            JsonNode property = said.path("properties").path(each.getKey());
            String inside = place + "/" + each.getKey();
            if (property.isMissingNode()) {
                unknown.set(each.getKey(), each.getValue());
            } else if (!leaves.containsKey(inside) && each.getValue().isObject()) {
                ObjectNode nested = unknown(property, each.getValue(), inside);
                if (!nested.isEmpty()) {
                    unknown.set(each.getKey(), nested);
                }
            }
        }
        return unknown;
    }

    private static @Nullable JsonNode sent(JsonNode record, String place) {
        JsonNode sent = record;
        for (String name : place.substring(1).split("/")) {
            sent = sent.path(name);
        }
        return sent.isMissingNode() ? null : sent;
    }

    /** @param present whether each record has it */
    private ObjectNode object(String place, String prefix, int depth, boolean present) {
        ObjectNode object = NODES.objectNode();
        object.put("type", "object");
        ObjectNode properties = object.putObject("properties");
        ArrayNode required = object.putArray("required");
        int fields = 1 + random.nextInt(isPlain ? 3 : depth == 0 ? 14 : 5);
        for (int i = 0; i < fields; i++) {
            String name = name() + i;
            boolean isRequired = random.nextInt(3) > 0;
            if (depth < DEEPEST - 1 && random.nextInt(6) == 0) {
                properties.set(name, object(place + "/" + name, prefix + name + "_", depth + 1, present && isRequired));
            } else {
                properties.set(name, leaf(place + "/" + name, prefix + name, present && isRequired));
            }
            if (isRequired) {
                required.add(name);
            }
        }
        if (random.nextInt(8) == 0) {
            object.put("additionalProperties", false);
        } else if (random.nextInt(10) == 0) {
            object.putObject("additionalProperties").put("type", "integer").put("minimum", 0);
        }
        return object;
    }

    private String name() {
        return pick("a", "field", "user_id", "quite_a_long_name_of_a_field", "Über", "x-y", "日本");
    }

    private ObjectNode leaf(String place, String column, boolean isRequired) {
        GeneratedLeaf leaf = new GeneratedLeaf(random, !isPlain);
        ObjectNode said = leaf.schema().deepCopy();
        String name = column;
        String type = leaf.type();
        int where = random.nextInt(12);
        if (where == 0) {
            said.putNull("x-column");
            type = "";
        } else if (where == 1) {
            name = "renamed" + columns.size();
            said.put("x-column", name);
        }
        // A list cannot be asked for its DEFAULT, so an optional one has none.
        boolean isList = type.startsWith("Array(") || type.startsWith("Map(");
        boolean hasDefault = !type.isEmpty() && random.nextInt(6) == 0 && (isRequired || !isList);
        if (!type.isEmpty()) {
            columns.add(new TableColumn(name, type, hasDefault ? "DEFAULT" : ""));
        }
        leaves.put(place, leaf);
        // One that each record has asks for no DEFAULT.
        stored.put(place, new Stored(name, type, hasDefault && !isRequired));
        return said;
    }

    private ObjectNode valid(JsonNode said, String place) {
        ObjectNode value = NODES.objectNode();
        List<Map.Entry<String, JsonNode>> properties =
                new ArrayList<>(said.get("properties").properties());
        if (random.nextInt(4) == 0) {
            Collections.shuffle(properties, random);
        }
        for (Map.Entry<String, JsonNode> each : properties) {
            boolean required = false;
            for (JsonNode name : said.path("required")) {
                required |= name.asText().equals(each.getKey());
            }
            String inside = place + "/" + each.getKey();
            GeneratedLeaf leaf = leaves.get(inside);
            if (required
                    || random.nextBoolean() && (leaf == null || !leaf.good().isEmpty())) {
                value.set(each.getKey(), leaf == null ? valid(each.getValue(), inside) : raw(leaf.valid()));
            }
        }
        return value;
    }

    private void breakOne(ObjectNode value, String place) {
        List<String> names = new ArrayList<>();
        value.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || random.nextInt(6) == 0) {
            value.set("beyond" + random.nextInt(3), raw(anyLeaf().any()));
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        GeneratedLeaf leaf = leaves.get(place + "/" + name);
        if (value.get(name).isObject() && random.nextBoolean()) {
            breakOne((ObjectNode) value.get(name), place + "/" + name);
        } else if (random.nextInt(4) == 0) {
            value.remove(name);
        } else {
            value.set(name, raw((leaf == null ? anyLeaf() : leaf).any()));
        }
    }

    private GeneratedLeaf anyLeaf() {
        List<GeneratedLeaf> all = List.copyOf(leaves.values());
        return all.get(random.nextInt(all.size()));
    }

    /** As it is written, which a number of Jackson's would not be. */
    private static JsonNode raw(String json) {
        return NODES.rawValueNode(new RawValue(json));
    }

    /** As producers write it: with or without blanks, with escapes, with numbers in other forms. */
    private String written(ObjectNode value) {
        String text = random.nextInt(3) == 0 ? value.toPrettyString() : value.toString();
        return random.nextInt(5) == 0 ? text.replace("ü", "\\u00fc") : text;
    }

    private String pick(String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}
