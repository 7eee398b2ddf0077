package io.clickreel.contract;

import io.clickreel.contract.json.Word;
import org.jspecify.annotations.Nullable;

/**
 * A property of an object, found by its name, with all that one pass over the bytes needs of it, in one place of the memory. For one thread:
 * it keeps what was read last.
 */
final class FastField extends Word {
    final boolean required;
    /** Null: it is an object, whose properties have columns of their own. */
    final @Nullable Leaf leaf;

    final @Nullable FastObject object;
    /** How the value is read, one of {@link FastForm}. */
    final int form;

    final Slots.Slot slot;
    /** The number of the record that had it last. */
    long seenIn;

    FastField(ObjectPlan.Property property, Slots slots) {
        super(property.name());
        required = property.required();
        leaf = property.leaf();
        object = property.object() == null ? null : new FastObject(property.object(), slots);
        form = leaf == null ? FastForm.NONE : leaf.fast;
        slot = leaf == null ? new Slots.Slot() : slots.of(leaf);
    }
}
