package io.clickreel.contract;

import org.jspecify.annotations.Nullable;

/** An object of the contract as one pass over the bytes reads it. For one thread: it remembers the order of the fields. */
final class FastObject {
    /** Whether it can be read so at all. */
    final boolean isFast;
    /** Whether properties beyond those that are named may be anything. */
    final boolean takesAnyOther;
    /** How many of its fields have to be there. */
    final int required;

    private final FastField[] fields;
    /** Which one was there in the record before, by place. Most producers keep an order. */
    private final FastField[] order;

    FastObject(ObjectPlan plan, Slots slots) {
        isFast = plan.isFast;
        takesAnyOther = plan.takesAnyOther;
        required = plan.required;
        fields = plan.properties.stream()
                .map(property -> new FastField(property, slots))
                .toArray(FastField[]::new);
        order = fields.clone();
    }

    /** The field whose name is there, as the {@code nth} of its object; null if the contract has none of that name. */
    @Nullable
    FastField fieldAt(byte[] json, int at, int nth) {
        if (nth < order.length) {
            FastField expected = order[nth];
            if (expected.isAt(json, at)) {
                return expected;
            }
        }
        for (FastField field : fields) {
            if (field.isAt(json, at)) {
                if (nth < order.length) {
                    order[nth] = field;
                }
                return field;
            }
        }
        return null;
    }
}
