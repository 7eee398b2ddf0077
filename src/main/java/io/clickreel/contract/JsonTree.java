package io.clickreel.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clickreel.contract.json.WrittenNumber;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value as a tree that knows which names stood in an object more than once; for one record. */
final class JsonTree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private final Map<JsonNode, List<String>> again = new IdentityHashMap<>();

    /** Reads the value whose first token is the parser's current one. */
    JsonNode read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT ->
                parser.getText().equals("-0") ? new WrittenNumber("-0") : NODES.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> new WrittenNumber(parser.getText());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    /** The names that stood in an object before, one for each further time. */
    List<String> againIn(JsonNode object) {
        return again.getOrDefault(object, List.of());
    }

    /** Notes that a name stands in an object once more. */
    void standsAgain(JsonNode object, String name) {
        again.computeIfAbsent(object, none -> new ArrayList<>()).add(name);
    }

    private ObjectNode object(JsonParser parser) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (object.has(name)) {
                standsAgain(object, name);
            }
            object.set(name, read(parser));
        }
        return object;
    }

    private ArrayNode array(JsonParser parser) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(read(parser));
        }
        return array;
    }
}
