package io.clickreel.infer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a sample had at one place of its JSON: of which types, within which bounds, how often. */
final class Observed {
    /** Deeper values are kept whole. */
    static final int DEEPEST = 8;

    /** With more different names than these an object is a map. */
    static final int MOST_NAMES = 1_000;

    private final int depth;
    private int nulls;
    private int booleans;
    private int arrays;
    private int objects;
    private boolean hasContainers;
    private boolean hasMoreNames;
    private final NumbersSeen numbers = new NumbersSeen();
    private final TextsSeen texts = new TextsSeen();
    private final Map<String, Observed> fields = new LinkedHashMap<>();
    private @Nullable Observed elements;

    Observed(int depth) {
        this.depth = depth;
    }

    void add(JsonNode value) {
        switch (value.getNodeType()) {
            case BOOLEAN -> booleans++;
            case NUMBER -> numbers.add(value.decimalValue(), value.isIntegralNumber());
            case STRING -> texts.add(value.asText());
            case ARRAY -> {
                arrays++;
                value.forEach(this::addElement);
            }
            case OBJECT -> {
                objects++;
                value.properties().forEach(each -> addField(each.getKey(), each.getValue()));
            }
            default -> nulls++;
        }
    }

    private void addField(String name, JsonNode value) {
        if (depth == 0) {
            field(name, value);
            return;
        }
        // An object may turn out to be a map: its values are one place, too.
        addElement(value);
        if (depth < DEEPEST) {
            field(name, value);
        }
    }

    private void field(String name, JsonNode value) {
        Observed field = fields.get(name);
        if (field == null && fields.size() >= MOST_NAMES) {
            hasMoreNames = true;
            return;
        }
        if (field == null) {
            field = new Observed(depth + 1);
            fields.put(name, field);
        }
        field.add(value);
    }

    private void addElement(JsonNode value) {
        if (elements == null) {
            elements = new Observed(depth + 1);
        }
        // Of objects in arrays and maps nothing is asked but that they are there; arrays can be elements of arrays.
        if (value.isObject() || value.isArray() && (objects > 0 || depth >= DEEPEST)) {
            elements.hasContainers = true;
        } else {
            elements.add(value);
        }
    }

    int nulls() {
        return nulls;
    }

    int booleans() {
        return booleans;
    }

    int arrays() {
        return arrays;
    }

    int objects() {
        return objects;
    }

    NumbersSeen numbers() {
        return numbers;
    }

    TextsSeen texts() {
        return texts;
    }

    /** The values of objects by their names, in the order in which they came first. */
    Map<String, Observed> fields() {
        return fields;
    }

    /** The elements of arrays, or the values of objects; null if there were none. */
    @Nullable
    Observed elements() {
        return elements;
    }

    /** Values that are not null. */
    int there() {
        return booleans + numbers.count() + texts.count() + arrays + objects;
    }

    int all() {
        return there() + nulls;
    }

    int scalars() {
        return booleans + numbers.count() + texts.count();
    }

    /** Whether it is a part of an array or a map and holds values with parts. */
    boolean holdsContainers() {
        return hasContainers || objects > 0;
    }

    /** Whether objects differ in their names so much that the names are data. */
    boolean isMap() {
        long named = fields.values().stream().mapToLong(Observed::all).sum();
        return depth >= DEEPEST
                || hasMoreNames
                || fields.size() > 100
                || fields.size() >= 12 && named < (long) fields.size() * objects / 4;
    }

    boolean hasMoreNames() {
        return hasMoreNames;
    }
}
