package io.clickreel.newstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clickreel.infer.Proposal;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Compares a row with the event that it was made of. */
final class StoredEvent {
    private StoredEvent() {}

    /**
     * @param what is compared, for the message
     * @param row each value by its column, as ClickHouse writes it
     */
    static void assertIs(String what, ObjectNode event, Proposal proposal, Map<String, String> row) throws IOException {
        Map<String, JsonNode> sent = new TreeMap<>();
        flatten("", event, sent);
        for (Proposal.Column column : proposal.columns()) {
            JsonNode value = sent.getOrDefault(column.from(), MissingNode.getInstance());
            assertThat(StoredValue.is(column.type(), row.get(column.name()), value))
                    .as(() -> what + ": " + column + " has " + row.get(column.name()) + " for " + value)
                    .isTrue();
        }
        assertRest(what, event, proposal, row.get("_rest"));
    }

    /** Fields without a column are in _rest. */
    private static void assertRest(String what, ObjectNode event, Proposal proposal, String rest) throws IOException {
        JsonNode kept = rest.isEmpty() ? StoredValue.JSON.createObjectNode() : StoredValue.JSON.readTree(rest);
        for (Map.Entry<String, JsonNode> field : event.properties()) {
            boolean hasColumn = proposal.columns().stream()
                    .anyMatch(column -> column.from().equals(field.getKey())
                            || column.from().startsWith(field.getKey() + ".")
                                    && field.getValue().isObject());
            boolean isNested =
                    proposal.columns().stream().anyMatch(column -> column.from().startsWith(field.getKey() + "."));
            if (!hasColumn && !isNested) {
                assertThat(kept.path(field.getKey())).as(what).isEqualTo(field.getValue());
            }
        }
    }

    private static void flatten(String path, ObjectNode object, Map<String, JsonNode> into) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String inside = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            into.put(inside, field.getValue());
            if (field.getValue() instanceof ObjectNode nested) {
                flatten(inside, nested, into);
            }
        }
    }
}
