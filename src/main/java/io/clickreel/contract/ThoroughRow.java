package io.clickreel.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.contract.json.Excerpt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads every value that JSON allows, and says what is wrong with one that breaks the contract; for one thread at a time. */
final class ThoroughRow {
    private static final JsonFactory JSON = JsonFactory.builder()
            // Names come from outside: interning them would fill the JVM's table, and the check for hash collisions
            // would make the verdict depend on earlier records.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(ContractLimits.MAX_NESTING)
                    .maxNumberLength(ContractLimits.MAX_NUMBER_DIGITS)
                    .maxNameLength(ContractLimits.MAX_NAME_BYTES)
                    .maxStringLength(ContractLimits.MAX_VALUE_BYTES)
                    .build())
            .build();

    private final Plan plan;
    private final Slots slots;
    private final JsonText text = new JsonText();
    private final TreeCheck check = new TreeCheck();
    private final LeafValues values = new LeafValues();
    private long unknownFields;

    /** @param slots where the values are put */
    ThoroughRow(Plan plan, Slots slots) {
        this.plan = plan;
        this.slots = slots;
    }

    /**
     * Reads a value without a schema registry's prefix.
     *
     * @return the first violation in the order of the contract, or null if the value keeps it and is in the slots
     */
    @Nullable
    ContractViolation read(byte[] value, int start, int length) {
        ContractViolation notText = text.check(value, start, length);
        if (notText != null) {
            return notText;
        }
        JsonTree tree = new JsonTree();
        JsonNode record;
        boolean complete = false;
        try (JsonParser parser = JSON.createParser(value, start, length)) {
            try {
                JsonToken first = parser.nextToken();
                if (first != JsonToken.START_OBJECT) {
                    return JsonText.notAnObject(first, value, start, length);
                }
                record = tree.read(parser);
                complete = true;
                if (parser.nextToken() != null) {
                    return JsonText.trailingData(parser, value, start, length);
                }
            } catch (StreamConstraintsException e) {
                return JsonText.beyondLimits(e);
            } catch (JsonProcessingException e) {
                return complete
                        ? JsonText.trailingData(parser, value, start, length)
                        : JsonText.notJson(e, value, start, length);
            }
        } catch (IOException e) {
            // Not to be expected: the parser reads from memory.
            throw new UncheckedIOException(e);
        }
        return take(record, tree);
    }

    /** How many fields beyond the contract the records had that were read so far. */
    long unknownFields() {
        return unknownFields;
    }

    private @Nullable ContractViolation take(JsonNode record, JsonTree tree) {
        slots.begin();
        slots.tree = tree;
        values.clear();
        ContractViolation wrong = object(plan.record(), record, tree);
        if (wrong != null) {
            return wrong;
        }
        Leaf rest = plan.restLeaf();
        if (rest != null) {
            ObjectNode unknown = unknown(plan.record(), record, tree);
            Misfit misfit = unknown.isEmpty() ? null : values.take(rest, unknown, slots, tree);
            if (misfit != null) {
                return misfit.of(rest.name);
            }
        }
        slots.source = values.texts();
        unknownFields += countUnknown(plan.record(), record, tree);
        return null;
    }

    private @Nullable ContractViolation object(ObjectPlan object, JsonNode value, JsonTree tree) {
        for (ObjectPlan.Property property : object.properties) {
            String name = property.label();
            JsonNode found = value.get(property.name());
            ContractViolation wrong;
            if (found == null) {
                wrong = property.required() ? ContractViolation.missing(name, expectation(property)) : null;
            } else if (tree.againIn(value).contains(property.name())) {
                wrong = ContractViolation.duplicate(name);
            } else {
                wrong = property.leaf() != null
                        ? leaf(property.leaf(), found, tree)
                        : nested(property.object(), found, tree);
            }
            if (wrong != null) {
                return wrong;
            }
        }
        for (String required : object.schema.objects().required()) {
            if (!value.has(required)) {
                return ContractViolation.missing(
                        ContractViolation.inside(object.name, Excerpt.of(required)), "any value");
            }
        }
        ContractViolation other = check.others(object.schema, value, object.name, tree);
        return other != null ? other : check.alternatives(object.schema, value, object.name, tree);
    }

    @SuppressWarnings("NullAway") // A property is a leaf or an object.
    private @Nullable ContractViolation nested(@Nullable ObjectPlan object, JsonNode value, JsonTree tree) {
        Reason reason = check.reason(object.schema, value);
        if (reason != null) {
            return ContractViolation.ofField(
                    reason, object.name, JsonText.describe(value), Expectation.of(object.schema, null));
        }
        // null, where the contract allows it, is as if it were not there.
        return value.isObject() ? object(object, value, tree) : null;
    }

    private @Nullable ContractViolation leaf(Leaf leaf, JsonNode value, JsonTree tree) {
        ContractViolation wrong = check.check(leaf.schema, value, leaf.name, tree);
        if (wrong != null) {
            return wrong.field().equals(leaf.name)
                    ? ContractViolation.ofField(wrong.reason(), leaf.name, JsonText.describe(value), leaf.expectation())
                    : wrong;
        }
        Misfit misfit = values.take(leaf, value, slots, tree);
        return misfit == null ? null : misfit.of(leaf.name);
    }

    private static String expectation(ObjectPlan.Property property) {
        return property.leaf() != null
                ? property.leaf().expectation()
                : property.object() != null ? Expectation.of(property.object().schema, null) : "any value";
    }

    /** Each time that a name stands there counts. */
    private static int countUnknown(ObjectPlan object, JsonNode value, JsonTree tree) {
        Set<String> known = object.schema.objects().properties().keySet();
        int count = (int) tree.againIn(value).stream()
                .filter(name -> !known.contains(name))
                .count();
        for (Map.Entry<String, JsonNode> each : value.properties()) {
            count += known.contains(each.getKey()) ? 0 : 1;
        }
        for (ObjectPlan.Property property : object.properties) {
            JsonNode inside = value.get(property.name());
            if (property.object() != null && inside != null && inside.isObject()) {
                count += countUnknown(property.object(), inside, tree);
            }
        }
        return count;
    }

    /** The fields that the contract does not know, each where it was. */
    private static ObjectNode unknown(ObjectPlan object, JsonNode value, JsonTree tree) {
        Set<String> known = object.schema.objects().properties().keySet();
        ObjectNode unknown = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> each : value.properties()) {
            if (!known.contains(each.getKey())) {
                unknown.set(each.getKey(), each.getValue());
            }
        }
        for (String again : tree.againIn(value)) {
            if (!known.contains(again)) {
                tree.standsAgain(unknown, again);
            }
        }
        for (ObjectPlan.Property property : object.properties) {
            JsonNode inside = value.get(property.name());
            if (property.object() != null && inside != null && inside.isObject()) {
                ObjectNode nested = unknown(property.object(), inside, tree);
                if (!nested.isEmpty()) {
                    unknown.set(property.name(), nested);
                }
            }
        }
        return unknown;
    }
}
