package io.clickreel.contract;

import io.clickreel.contract.json.Words;
import io.clickreel.contract.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object of the contract whose properties go into columns of their own: the record itself, or one nested in it. */
final class ObjectPlan {
    /**
     * One property: a leaf, or an object again.
     *
     * @param label as people know it: {@code metadata.device_name}
     */
    record Property(
            String name,
            String label,
            boolean required,
            @Nullable Leaf leaf,
            @Nullable ObjectPlan object) {}

    /** As people know it: {@code metadata}; empty for the record itself. */
    final String name;

    final Schema schema;
    final List<Property> properties;
    /** Whether one pass over the bytes can read it: no name needs an escape, no rule a look at the whole. */
    final boolean isFast;
    /** Whether properties beyond those that are named may be anything. */
    final boolean takesAnyOther;

    final int required;

    ObjectPlan(String name, Schema schema, List<Property> properties) {
        this.name = name;
        this.schema = schema;
        this.properties = new ArrayList<>(properties);
        this.isFast = properties.stream().map(Property::name).allMatch(Words::isPlain)
                && schema.types().contains(Schema.Type.OBJECT)
                && schema.objects()
                        .properties()
                        .keySet()
                        .containsAll(schema.objects().required())
                && schema.anyOf().isEmpty()
                && schema.oneOf().isEmpty()
                && schema.values() == null;
        this.takesAnyOther = schema.objects().others() == null;
        this.required = (int) properties.stream().filter(Property::required).count();
    }
}
