package io.clickreel.contract;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The values of the record that was read last, one slot for each leaf of the plan. Reused, so that a record costs no object. */
final class Slots {
    /** One value. */
    static final class Slot {
        /** Number of the record that it is of: a value of another one is not there. */
        private long record;
        /** A number, or where a text begins in {@link Slots#source}; the first half of a UUID. */
        long first;
        /** How long a text is; the second half of a UUID. */
        long second;
        /** An array, a map, or what is kept whole. */
        @Nullable
        JsonNode node;

        void set(long ofRecord, long newFirst, long newSecond) {
            record = ofRecord;
            first = newFirst;
            second = newSecond;
        }

        boolean isOf(long ofRecord) {
            return record == ofRecord;
        }
    }

    private final Slot[] slots;
    private long record = 1;
    /** The bytes that texts are in. */
    byte[] source = {};
    /** What {@link Slot#node} is a part of. */
    JsonTree tree = new JsonTree();

    Slots(int leaves) {
        slots = new Slot[leaves];
        for (int i = 0; i < leaves; i++) {
            slots[i] = new Slot();
        }
    }

    Slot of(Leaf leaf) {
        return slots[leaf.index];
    }

    /** The number of the record whose values are there. */
    long record() {
        return record;
    }

    /** Whether the record has a value there, which is not null. */
    boolean has(Leaf leaf) {
        return of(leaf).isOf(record);
    }

    void set(Leaf leaf, long first, long second) {
        of(leaf).set(record, first, second);
    }

    void set(Leaf leaf, JsonNode node) {
        set(leaf, 0, 0);
        of(leaf).node = node;
    }

    /** Begins a record without values, and tells its number. */
    long begin() {
        return ++record;
    }
}
