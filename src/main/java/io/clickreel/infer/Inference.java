package io.clickreel.infer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes contract and columns of what a sample had. */
final class Inference {
    private static final int MOST_COLUMNS = 500;
    private static final int LONGEST_KEY = 200;
    /** Fewer events say little of what is optional. */
    private static final int FEW = 100;

    private static final ObjectWriter WRITER = new ObjectMapper()
            .writer(new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER)));

    private final Observed root;
    private final List<Proposal.Column> columns = new ArrayList<>();
    private final List<String> doubts = new ArrayList<>();
    private final Map<Field, String> names = new IdentityHashMap<>();
    private int fields;
    private Proposal.@Nullable Column eventTime;

    Inference(Sample sample) {
        this.root = sample.root();
    }

    /** @param name of the contract, in its title and id */
    Proposal propose(String name) {
        if (root.objects() < FEW) {
            doubts.add(
                    "Only " + root.objects() + " events were read: types, and which fields are optional, are a guess.");
        }
        List<Field> all = fields(root, "", "", true, 0);
        giveNames(all);
        ObjectNode contract = Choice.NODES.objectNode();
        contract.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        contract.put("$id", "urn:clickreel:contract:" + name + ":1");
        contract.put("title", "Value of topic " + name + ", contract version 1");
        contract.put(
                "description",
                "Inferred from " + root.objects()
                        + " events. Fields that are not named here are kept in column _rest.");
        contract.setAll(object(all));
        chooseEventTime();
        return new Proposal(text(contract), columns, eventTime, doubts, root.objects());
    }

    private static String text(ObjectNode contract) {
        try {
            return WRITER.writeValueAsString(contract) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Field> fields(Observed object, String path, String prefix, boolean always, int depth) {
        List<Field> found = new ArrayList<>();
        object.fields().forEach((key, seen) -> {
            String inside = path.isEmpty() ? key : path + "." + key;
            if (seen.there() == 0) {
                doubts.add(shown(inside) + " was always null, so nobody knows what it is; it goes to _rest.");
            } else if (key.length() > LONGEST_KEY) {
                doubts.add(shown(inside) + " is too long a name for a column; it goes to _rest.");
            } else if (fields >= MOST_COLUMNS) {
                doubts.add(shown(inside) + " would be one column more than " + MOST_COLUMNS + "; it goes to _rest.");
            } else {
                boolean required = seen.all() == object.objects();
                found.add(field(
                        seen, key, inside, prefix + key, required, always && required && seen.nulls() == 0, depth));
            }
        });
        if (object.hasMoreNames()) {
            doubts.add(
                    "The events have more than " + Observed.MOST_NAMES + " different fields; the others go to _rest.");
        }
        return found;
    }

    private Field field(
            Observed seen, String key, String path, String name, boolean required, boolean always, int depth) {
        if (seen.objects() > 0 && seen.objects() == seen.there() && !seen.isMap()) {
            List<Field> inside = fields(seen, path, name + "_", always, depth + 1);
            if (!inside.isEmpty()) {
                return new Field(key, path, name, required, always, null, seen.nulls() > 0, inside);
            }
        }
        fields++;
        Choice choice = Choices.of(seen, key);
        boolean isEmptyText =
                seen.texts().count() == seen.there() && !seen.texts().hasEmpty();
        boolean isText = choice.type().equals("String") || choice.type().equals("LowCardinality(String)");
        // An empty text says that it lacks, unless some are empty; 0 would be a wrong number.
        if (!always && (seen.nulls() > 0 || !(isText && isEmptyText))) {
            choice = choice.nullable();
        }
        if (root.objects() >= FEW && seen.all() * 50 < root.objects()) {
            choice = choice.doubting("is in " + seen.all() + " of " + root.objects() + " events only");
        }
        return new Field(key, path, name, required, always, choice, false, List.of());
    }

    /** Those that can have their own names get them before others take them. */
    private void giveNames(List<Field> all) {
        ColumnNames given = new ColumnNames();
        List<Field> leaves = new ArrayList<>();
        gather(all, given, leaves);
        List<Field> others = new ArrayList<>();
        for (Field leaf : leaves) {
            if (given.isFree(leaf.name())) {
                names.put(leaf, given.give(leaf.name()));
            } else {
                others.add(leaf);
            }
        }
        others.forEach(leaf -> names.put(leaf, given.give(leaf.name())));
    }

    /** A column with the name of an object would get the whole object. */
    private static void gather(List<Field> all, ColumnNames given, List<Field> leaves) {
        for (Field field : all) {
            if (field.choice() == null) {
                given.take(field.name());
                gather(field.inside(), given, leaves);
            } else {
                leaves.add(field);
            }
        }
    }

    private ObjectNode object(List<Field> all) {
        ObjectNode schema = Choice.typed("object");
        ArrayNode required = Choice.NODES.arrayNode();
        ObjectNode properties = Choice.NODES.objectNode();
        for (Field field : all) {
            if (field.required()) {
                required.add(field.key());
            }
            properties.set(field.key(), property(field));
        }
        schema.set("required", required);
        schema.set("properties", properties);
        return schema;
    }

    private ObjectNode property(Field field) {
        Choice choice = field.choice();
        String name = names.get(field);
        if (choice == null || name == null) {
            ObjectNode nested = object(field.inside());
            if (field.nullable()) {
                nested.set("type", Choice.NODES.arrayNode().add("object").add("null"));
            }
            return nested;
        }
        ObjectNode schema = choice.schema();
        if (!name.equals(field.name())) {
            schema.put("x-column", name);
        }
        if (choice.isTime() && !field.always() && NameHints.asEventTime(field.path()) > 2) {
            doubts.add(shown(field.path()) + " looks like the event's time, but not every event has it.");
        }
        if (!choice.doubt().isEmpty()) {
            doubts.add(shown(field.path()) + " " + choice.doubt() + ".");
            schema.put("$comment", "It " + choice.doubt() + ".");
        }
        columns.add(new Proposal.Column(name, choice.type(), field.path(), choice.isTime() && field.always()));
        return schema;
    }

    private void chooseEventTime() {
        List<Proposal.Column> times = columns.stream()
                .filter(Proposal.Column::canBeEventTime)
                .filter(column -> NameHints.asEventTime(column.from()) > 0)
                .sorted(Comparator.comparingInt((Proposal.Column column) -> -NameHints.asEventTime(column.from())))
                .toList();
        if (times.isEmpty()) {
            doubts.add(
                    "No field is surely the event's time in every event, so the table goes by _timestamp, Kafka's time of"
                            + " the record.");
            return;
        }
        eventTime = times.get(0);
        if (times.size() > 1) {
            doubts.add("The event's time is taken from " + shown(times.get(0).from()) + "; it could also be "
                    + String.join(
                            ", ",
                            times.stream()
                                    .skip(1)
                                    .map(column -> shown(column.from()))
                                    .toList()) + ".");
        }
    }

    private static String shown(String path) {
        return Shown.of(path);
    }
}
