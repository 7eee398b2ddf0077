package io.clickreel.contract;

import io.clickreel.contract.ContractViolation.Reason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of a Kafka record against the contract; for one thread at a time.
 *
 * <p>The verdict depends on nothing but the bytes: not on the clock, the order of the fields, or records read before.
 */
public final class ClickReader {
    private final ClickFields fields = new ClickFields();
    private final FastClickParser fast = new FastClickParser(fields);
    private final JacksonClickParser thorough = new JacksonClickParser(fields);

    /**
     * Reads a value with or without a schema registry's prefix.
     *
     * @return the first violation, or null if the value is a click, which then is in {@link #fields()}
     */
    public @Nullable ContractViolation read(byte @Nullable [] value) {
        return read(value == null ? null : ByteBuffer.wrap(value));
    }

    /**
     * Reads a value from the rest of a buffer that has an array, as Kafka's client gives; the buffer's position does
     * not move.
     *
     * @return the first violation, or null if the value is a click, which then is in {@link #fields()}
     */
    public @Nullable ContractViolation read(@Nullable ByteBuffer value) {
        if (value == null) {
            return ContractViolation.ofRecord(
                    Reason.NULL_VALUE, "The record has no value. A click cannot be deleted; send a JSON object.");
        }
        byte[] bytes = value.array();
        int from = value.arrayOffset() + value.position();
        int prefix = ClickContract.registryPrefix(bytes, from, value.remaining());
        int start = from + prefix;
        int length = value.remaining() - prefix;
        return fast.isClick(bytes, start, length) ? null : thorough.read(bytes, start, length);
    }

    /** The click read last, if its {@link #read} found no violation; overwritten by the next one. */
    public ClickFields fields() {
        return fields;
    }

    /** How many fields beyond the contract's ten were ignored so far. */
    public long unknownFields() {
        return fast.unknownFields() + thorough.unknownFields();
    }
}
