package io.clickreel.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clickreel.contract.column.TableColumn;
import io.clickreel.contract.schema.SchemaFile;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** A contract, a table that fits it, and values on both sides of each rule, all drawn by lot. */
final class GeneratedContract {
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final int DEEPEST = 4;

    private final Random random;
    private final ObjectNode schema;
    private final List<TableColumn> columns = new ArrayList<>();

    GeneratedContract(long seed) {
        this.random = new Random(seed);
        this.schema = object("", 0);
    }

    String text() {
        return schema.toPrettyString();
    }

    List<TableColumn> columns() {
        return columns;
    }

    Plan plan() {
        return new Plan(new SchemaFile("generated", text()), "t", columns, "");
    }

    /** A value that keeps the contract, or breaks it in one place or in some. */
    byte[] value() {
        ObjectNode value = (ObjectNode) valid(schema);
        for (int broken = random.nextInt(3); broken > 0; broken--) {
            breakOne(value);
        }
        return written(value).getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode object(String prefix, int depth) {
        ObjectNode object = NODES.objectNode();
        object.put("type", "object");
        ObjectNode properties = object.putObject("properties");
        ArrayNode required = object.putArray("required");
        int fields = 1 + random.nextInt(depth == 0 ? 14 : 5);
        for (int i = 0; i < fields; i++) {
            String name = name() + i;
            if (depth < DEEPEST - 1 && random.nextInt(6) == 0) {
                properties.set(name, object(prefix + name + "_", depth + 1));
            } else {
                properties.set(name, leaf(prefix + name));
            }
            if (random.nextInt(3) > 0) {
                required.add(name);
            }
        }
        if (random.nextInt(8) == 0) {
            object.put("additionalProperties", false);
        }
        return object;
    }

    private String name() {
        return pick("a", "field", "user_id", "quite_a_long_name_of_a_field", "Über", "x-y", "日本");
    }

    private ObjectNode leaf(String column) {
        ObjectNode leaf = NODES.objectNode();
        String type;
        switch (random.nextInt(12)) {
            case 0, 1 -> {
                leaf.put("type", "string");
                if (random.nextBoolean()) {
                    leaf.put("minLength", random.nextInt(4));
                    leaf.put("maxLength", 4 + random.nextInt(20));
                }
                if (random.nextInt(3) == 0) {
                    leaf.put(
                            "pattern",
                            pick("^[a-z]+$", "^[^\\u0000-\\u001f]+(?![\\s\\S])", "b", "^u_[0-9]+$", "^[a-z0-9_-]*$"));
                }
                type = pick("String", "LowCardinality(String)", "Nullable(String)");
            }
            case 2 -> {
                ArrayNode values = leaf.putArray("enum");
                for (String word : List.of("view", "click", "quite_a_long_word_for_a_list", "ü")) {
                    values.add(word);
                }
                if (random.nextBoolean()) {
                    leaf.put("type", "string");
                }
                type = pick(
                        "String",
                        "LowCardinality(String)",
                        "Enum8('view' = 1, 'click' = -2, 'quite_a_long_word_for_a_list' = 3, 'ü' = 4)");
            }
            case 3, 4 -> {
                leaf.put("type", "integer");
                leaf.put("minimum", -(1L << random.nextInt(31)));
                leaf.put("maximum", 1L << random.nextInt(31));
                if (random.nextInt(4) == 0) {
                    leaf.put("multipleOf", 1 + random.nextInt(5));
                }
                type = pick("Int32", "Int64", "Nullable(Int64)", "String");
            }
            case 5 -> {
                leaf.put("type", "integer");
                leaf.put("exclusiveMinimum", -1);
                leaf.put("exclusiveMaximum", 200.5);
                type = pick("UInt8", "UInt16", "UInt64", "Float64", "Decimal(9, 2)");
            }
            case 6 -> {
                leaf.put("type", "number");
                leaf.put("minimum", -1e6);
                leaf.put("maximum", 1e6);
                type = "Float64";
            }
            case 7 -> {
                leaf.put("type", "boolean");
                type = pick("Bool", "UInt8");
            }
            case 8 -> {
                leaf.putArray("type").add("integer").add("string");
                type = "String";
            }
            case 9 -> {
                leaf.put("type", "array");
                leaf.putObject("items").put("type", "string").put("maxLength", 5);
                leaf.put("maxItems", 4);
                type = pick("Array(String)", "Array(LowCardinality(String))", "String");
            }
            case 10 -> {
                leaf.put("type", "object");
                leaf.putObject("additionalProperties")
                        .put("type", "integer")
                        .put("minimum", 0)
                        .put("maximum", 255);
                type = pick("Map(String, UInt8)", "Map(String, Int64)", "String");
            }
            default -> {
                ArrayNode any = leaf.putArray(random.nextBoolean() ? "anyOf" : "oneOf");
                any.addObject().put("type", "string").put("maxLength", 3);
                any.addObject().put("type", "integer").put("minimum", 10);
                any.addObject().put("const", "abcdef");
                type = "String";
            }
        }
        if (type.startsWith("Nullable") && leaf.path("type").isTextual() && random.nextBoolean()) {
            String own = leaf.get("type").asText();
            leaf.putArray("type").add(own).add("null");
        }
        columns.add(new TableColumn(column, type, ""));
        return leaf;
    }

    private JsonNode valid(JsonNode said) {
        if (said.has("properties")) {
            ObjectNode value = NODES.objectNode();
            List<Map.Entry<String, JsonNode>> properties =
                    new ArrayList<>(said.get("properties").properties());
            if (random.nextInt(4) == 0) {
                java.util.Collections.shuffle(properties, random);
            }
            for (Map.Entry<String, JsonNode> each : properties) {
                boolean required = false;
                for (JsonNode name : said.path("required")) {
                    required |= name.asText().equals(each.getKey());
                }
                if (required || random.nextBoolean()) {
                    value.set(each.getKey(), valid(each.getValue()));
                }
            }
            return value;
        }
        if (said.has("enum")) {
            return said.get("enum").get(random.nextInt(said.get("enum").size()));
        }
        String type = said.path("type").isArray()
                ? said.get("type").get(random.nextInt(said.get("type").size())).asText()
                : said.path("type").asText("");
        return switch (type) {
            case "string" -> NODES.textNode(pick("u_12", "abc", "view", "zzzzz", "aü"));
            case "integer" -> NODES.numberNode(random.nextInt(100));
            case "number" ->
                NODES.numberNode(BigDecimal.valueOf(random.nextInt(2_000_000) - 1_000_000, random.nextInt(6)));
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "null" -> NODES.nullNode();
            case "array" -> NODES.arrayNode().add("a").add("bc");
            case "object" -> NODES.objectNode().put("k", 1).put("l", 255);
            default -> random.nextBoolean() ? NODES.textNode("abc") : NODES.numberNode(12);
        };
    }

    private void breakOne(ObjectNode value) {
        List<String> names = new ArrayList<>();
        value.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || random.nextInt(6) == 0) {
            value.set("beyond" + random.nextInt(3), any());
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        if (value.get(name).isObject() && random.nextBoolean()) {
            breakOne((ObjectNode) value.get(name));
        } else if (random.nextInt(4) == 0) {
            value.remove(name);
        } else {
            value.set(name, any());
        }
    }

    private JsonNode any() {
        return switch (random.nextInt(12)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextLong());
            case 3 -> NODES.numberNode(new BigInteger(200, random));
            case 4 ->
                NODES.numberNode(new BigDecimal(
                        pick("1.0", "1.5", "-0.0", "1e2", "12e-1", "1e30", "0.1", "1E+2", "200.5", "1e-300")));
            case 5 ->
                NODES.textNode(
                        pick("", " ", "a", "331", "x".repeat(30), "ü", "😀😀", "a\u0000", "a\nb", "\"", "\\", "b"));
            case 6 -> NODES.textNode(UUID.randomUUID().toString());
            case 7 -> NODES.arrayNode().add(random.nextInt());
            case 8 -> NODES.arrayNode().add("a").add("b").add("c").add("d").add("e");
            case 9 -> NODES.objectNode().put("k", random.nextInt(300));
            case 10 -> NODES.objectNode();
            default -> NODES.numberNode(random.nextInt(300) - 20);
        };
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
