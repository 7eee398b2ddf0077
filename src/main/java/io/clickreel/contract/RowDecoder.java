package io.clickreel.contract;

import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.contract.ContractViolation.Reason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of Kafka's records against a contract and writes them as rows; for one thread at a time.
 *
 * <p>The verdict depends on nothing but the bytes and the contract: not on the clock, the order of the fields, or records
 * read before. The schema that a registry has under an id never changes.
 */
public final class RowDecoder {
    private final Plan plan;
    private final Slots slots;
    private final FastRow fast;
    private final ThoroughRow thorough;
    private final JsonBytes json = new JsonBytes();

    public RowDecoder(Plan plan) {
        this.plan = plan;
        this.slots = new Slots(plan.leaves().size());
        this.fast = new FastRow(plan, slots);
        this.thorough = new ThoroughRow(plan, slots);
    }

    /**
     * Reads a value, with or without a schema registry's prefix, from the rest of a buffer that has an array, as Kafka's
     * client gives; the buffer's position does not move.
     *
     * @return the first violation in the order of the contract, or null if the value can be written
     * @throws SchemaAwayException if the value's schema cannot be had now
     */
    public @Nullable ContractViolation read(@Nullable ByteBuffer value) {
        if (value == null) {
            return ContractViolation.ofRecord(
                    Reason.NULL_VALUE, "The record has no value. An event cannot be deleted; send a JSON object.");
        }
        byte[] bytes = value.array();
        int from = value.arrayOffset() + value.position();
        int length = value.remaining();
        if (length > 0 && bytes[from] == 0) {
            ContractViolation unreadable = plan.values().read(bytes, from, length, json);
            if (unreadable != null) {
                return unreadable;
            }
        } else {
            json.set(bytes, from, length);
        }
        boolean fits = fast.reads(json.bytes(), json.from(), json.length());
        return fits ? null : thorough.read(json.bytes(), json.from(), json.length());
    }

    /** The JSON of the record that was read last, until the next one is read. */
    public JsonBytes json() {
        return json;
    }

    /** Whether the table has a column of that name. */
    public boolean hasColumn(String name) {
        return plan.hasColumn(name);
    }

    /**
     * When the event that was read last happened, in milliseconds since 1970.
     *
     * @param otherwise the answer if the table is not partitioned by a time of the contract
     */
    public long eventTimeMs(long otherwise) {
        Leaf time = plan.eventTime();
        return time == null || !slots.has(time) ? otherwise : time.millis(slots.of(time).first);
    }

    /** Adds the plan's columns to a block. */
    public RowWriter columnsOf(NativeBlock block) {
        return new RowWriter(plan, slots, block);
    }

    /** Adds the record that was read last to the columns of a block. The block's row ends after it. */
    public void writeTo(RowWriter writer) {
        writer.write();
    }

    /** How many fields beyond the contract were ignored so far. */
    public long unknownFields() {
        return fast.unknownFields() + thorough.unknownFields();
    }
}
