package io.clickreel.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.clickreel.contract.column.ColumnType;
import io.clickreel.contract.column.ColumnType.Kind;
import io.clickreel.contract.column.TableColumn;
import io.clickreel.contract.json.Excerpt;
import io.clickreel.contract.schema.Schema;
import io.clickreel.contract.schema.Schema.Format;
import io.clickreel.contract.schema.Schema.Type;
import io.clickreel.contract.schema.SchemaFile;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which values of a contract may go into which columns: what can never be stored is refused before the first record. */
final class PlanRules {
    private static final Set<Type> WHOLE_OR_TEXT = EnumSet.of(Type.INTEGER, Type.NUMBER, Type.STRING);

    private final SchemaFile file;

    PlanRules(SchemaFile file) {
        this.file = file;
    }

    /**
     * @param leaf has a column
     * @throws io.clickreel.contract.schema.ContractException if the column cannot take what the contract allows
     */
    void requireFit(Leaf leaf, TableColumn column, ColumnType type) {
        if (type.element() != null && leaf.optional && column.hasDefault()) {
            throw file.wrong(
                    leaf.schema.pointer(),
                    leaf.name + " is optional, but its column " + column.name() + " has a DEFAULT, which an insert of "
                            + column.type() + " cannot ask for. Drop the DEFAULT, or require " + leaf.name);
        }
        requireFit(leaf, type);
    }

    private void requireFit(Leaf leaf, ColumnType type) {
        Schema schema = leaf.schema;
        Set<Type> types = types(schema);
        Set<Type> others = EnumSet.copyOf(types);
        others.remove(Type.NULL);
        others.removeAll(takes(schema, type));
        if (!others.isEmpty()) {
            throw file.wrong(
                    schema.pointer(),
                    leaf.name + " may be of type "
                            + others.stream()
                                    .map(each -> each.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", "))
                            + ", but its column is " + type.text() + ". " + advice(schema, type));
        }
        requireFormat(leaf, types, type);
        requireValues(leaf, types, type);
        if (types.equals(Set.of(Type.INTEGER))
                && schema.values() == null
                && leaf.fast == FastForm.WHOLE
                && leaf.least > leaf.most
                && type.kind().isInteger()) {
            throw file.wrong(
                    schema.pointer(),
                    "no number within the minimum and the maximum of " + leaf.name + " fits into its column, which is "
                            + type.text() + " (" + type.smallest() + " to " + type.largest()
                            + "). Widen the one or the other");
        }
        if (leaf.element != null && type.element() != null) {
            requireElements(leaf, leaf.element, type, type.element());
        }
    }

    private void requireElements(Leaf leaf, Leaf element, ColumnType type, ColumnType inside) {
        boolean isArray = type.kind() == Kind.ARRAY;
        if (isArray
                ? leaf.schema.arrays().items() == null
                : leaf.schema.objects().others() == null) {
            throw file.wrong(
                    leaf.schema.pointer(),
                    leaf.name + " goes into " + type.text() + ", but nothing is said of what is in it. Add "
                            + (isArray ? "items" : "additionalProperties") + " with a schema");
        }
        if (!isArray && !leaf.schema.objects().properties().isEmpty()) {
            throw file.wrong(
                    leaf.schema.pointer() + "/properties",
                    leaf.name + " goes into " + type.text()
                            + ", where all values have one type, so it has no properties of"
                            + " their own. Say by additionalProperties what each is");
        }
        if (element.schema.types().isEmpty()) {
            return; // Nothing may be in it.
        }
        if (types(element.schema).contains(Type.NULL) && !inside.nullable()) {
            throw file.wrong(
                    element.schema.pointer(),
                    element.name + " may be null, which " + type.text() + " does not hold. Leave null out of its type"
                            + (inside.element() == null
                                    ? ", or make the column one of Nullable(" + inside.text() + ")"
                                    : ""));
        }
        requireFit(element, inside);
    }

    private void requireFormat(Leaf leaf, Set<Type> types, ColumnType type) {
        Format format = leaf.schema.texts().format();
        if (format == null || !types.contains(Type.STRING)) {
            return;
        }
        boolean fits =
                switch (type.kind()) {
                    case STRING, FIXED_STRING, ENUM8, ENUM16 -> true;
                    case UUID -> format == Format.UUID;
                    case DATE, DATE32 -> format == Format.DATE || format == Format.DATE_TIME;
                    case DATETIME, DATETIME64 -> format == Format.DATE_TIME;
                    case IPV4 -> format == Format.IPV4;
                    case IPV6 -> format == Format.IPV6;
                    default -> false;
                };
        if (!fits) {
            throw file.wrong(
                    leaf.schema.pointer() + "/format",
                    "a string of this format never fits into the column of " + leaf.name + ", which is " + type.text()
                            + ". Change the format or the column"
                            + (type.kind().isTime() ? "; this column takes \"format\": \"date-time\"" : ""));
        }
    }

    /** Each value of a closed list has to be one that can be stored. */
    private void requireValues(Leaf leaf, Set<Type> types, ColumnType type) {
        List<JsonNode> values = leaf.schema.values();
        if (values == null) {
            return;
        }
        String pointer = leaf.schema.pointer();
        TreeCheck check = new TreeCheck();
        for (JsonNode value : values) {
            if (check.reason(leaf.schema, value) == null
                    && new LeafValues().take(leaf, value, new Slots(leaf.index + 1), new JsonTree()) != null) {
                boolean isWord = type.kind().isEnum() && types.contains(Type.STRING);
                throw file.wrong(
                        pointer + (file.has(pointer + "/const") ? "/const" : "/enum"),
                        Excerpt.of(value.toString())
                                + (isWord
                                        ? " is not in the column's " + type.text() + "; add it there first"
                                        : " never fits into the column of " + leaf.name + ", which is " + type.text()
                                                + "; leave it out, or change the column"));
            }
        }
    }

    /** The types that a value can have. */
    private static Set<Type> types(Schema schema) {
        Set<Type> types = EnumSet.noneOf(Type.class);
        types.addAll(schema.types());
        List<JsonNode> values = schema.values();
        if (values != null) {
            types.removeIf(each -> values.stream().noneMatch(value -> isOf(each, value)));
        }
        return types;
    }

    /** The types of JSON that a column takes, as far as this contract says how. */
    private static Set<Type> takes(Schema schema, ColumnType type) {
        @Nullable Format format = schema.texts().format();
        boolean time = schema.storage().time() != null;
        return switch (type.kind()) {
            case STRING -> EnumSet.allOf(Type.class);
            case FIXED_STRING, UUID, ENUM8, ENUM16, IPV4, IPV6 -> EnumSet.of(Type.STRING);
            case BOOL -> EnumSet.of(Type.BOOLEAN);
            case UINT8, INT8 -> EnumSet.of(Type.INTEGER, Type.NUMBER, Type.STRING, Type.BOOLEAN);
            case INT16, INT32, INT64, UINT16, UINT32, UINT64, FLOAT32, FLOAT64, DECIMAL -> WHOLE_OR_TEXT;
            case DATE, DATE32 -> time ? WHOLE_OR_TEXT : EnumSet.of(Type.STRING);
            case DATETIME, DATETIME64 ->
                time ? WHOLE_OR_TEXT : format == Format.DATE ? EnumSet.noneOf(Type.class) : EnumSet.of(Type.STRING);
            case ARRAY -> EnumSet.of(Type.ARRAY);
            case MAP, JSON -> EnumSet.of(Type.OBJECT);
        };
    }

    private static String advice(Schema schema, ColumnType type) {
        if (type.kind().isTime()) {
            return "Say which time a number is by x-time (epoch-seconds, epoch-millis, epoch-micros, epoch-nanos), or"
                    + " write \"format\": \"date-time\" for a string";
        }
        if (schema.types().size() == Type.values().length) {
            return "Say by type what it may be";
        }
        return type.kind() == Kind.JSON
                ? "A JSON column holds objects only; String takes every value"
                : "Change the one or the other; String takes every value";
    }

    private static boolean isOf(Type type, JsonNode value) {
        return switch (type) {
            case NULL -> value.isNull();
            case BOOLEAN -> value.isBoolean();
            case INTEGER -> value.isIntegralNumber();
            case NUMBER -> value.isNumber();
            case STRING -> value.isTextual();
            case ARRAY -> value.isArray();
            case OBJECT -> value.isObject();
        };
    }
}
