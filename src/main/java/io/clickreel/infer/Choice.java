package io.clickreel.infer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What contract and table say of one value.
 *
 * @param type of the column
 * @param isTime whether the column is a moment
 * @param doubt a sentence without subject that says what is not sure; empty if all is
 */
record Choice(ObjectNode schema, String type, boolean isTime, String doubt) {
    static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    static Choice of(String type, String... jsonTypes) {
        return new Choice(typed(jsonTypes), type, false, "");
    }

    Choice format(String format) {
        schema.put("format", format);
        return this;
    }

    Choice asTime() {
        return new Choice(schema, type, true, doubt);
    }

    Choice doubting(String more) {
        return new Choice(schema, type, isTime, doubt.isEmpty() ? more : doubt + "; " + more);
    }

    Choice examples(List<String> examples) {
        examples.forEach(schema.withArray("examples")::add);
        return this;
    }

    /** The same value, which may be null as well. */
    Choice orNull() {
        ArrayNode types = NODES.arrayNode();
        if (schema.get("type").isArray()) {
            types.addAll((ArrayNode) schema.get("type"));
        } else {
            types.add(schema.get("type"));
        }
        schema.set("type", types.add("null"));
        return this;
    }

    /** The same value in a column that knows NULL; arrays and maps are empty instead. */
    Choice nullable() {
        return type.startsWith("Array(") || type.startsWith("Map(")
                ? this
                : new Choice(schema, "Nullable(" + plain(type) + ")", isTime, doubt);
    }

    private static String plain(String type) {
        return type.startsWith("LowCardinality(")
                ? type.substring("LowCardinality(".length(), type.length() - 1)
                : type;
    }

    static ObjectNode typed(String... jsonTypes) {
        ObjectNode schema = NODES.objectNode();
        if (jsonTypes.length == 1) {
            schema.put("type", jsonTypes[0]);
        } else {
            ArrayNode types = schema.putArray("type");
            for (String each : jsonTypes) {
                types.add(each);
            }
        }
        return schema;
    }
}
