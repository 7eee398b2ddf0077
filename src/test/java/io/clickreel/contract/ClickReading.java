package io.clickreel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.clickhouse.NativeBlock;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads clicks as the pipeline does, and shows the row that goes to ClickHouse. */
public final class ClickReading {
    private final RowDecoder decoder = new RowDecoder(ClickPlan.make());
    private final NativeBlock block = new NativeBlock();
    private final RowWriter writer = decoder.columnsOf(block);

    /** @return the first violation, or null if the value is a click, which then is in {@link #row()} */
    public @Nullable ContractViolation read(byte @Nullable [] value) {
        return decoder.read(value == null ? null : ByteBuffer.wrap(value));
    }

    @Nullable
    ContractViolation read(ByteBuffer value) {
        return decoder.read(value);
    }

    /** The first violation of a value that must have one. */
    ContractViolation refused(String value) {
        ContractViolation violation = read(SampleClicks.bytes(value));
        assertThat(violation).isNotNull();
        return violation;
    }

    /** The click that was read last. */
    public ClickRow row() {
        block.clear();
        decoder.writeTo(writer);
        block.endRow();
        return ClickRow.of(block);
    }

    long eventTimeMs() {
        return decoder.eventTimeMs(-1);
    }

    long unknownFields() {
        return decoder.unknownFields();
    }
}
