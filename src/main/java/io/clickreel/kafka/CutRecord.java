package io.clickreel.kafka;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;

/** The beginning of a record, as far as it is kept; its last header is a {@link Cut}. */
@SuppressWarnings("ArrayRecordComponent") // equals of the array component is never used.
record CutRecord(
        long offset,
        long timestamp,
        int sequence,
        int sizeInBytes,
        @Nullable ByteBuffer keptKey,
        @Nullable ByteBuffer keptValue,
        Header[] headers)
        implements Record {
    @Override
    public void ensureValid() {}

    @Override
    public int keySize() {
        return keptKey == null ? -1 : keptKey.remaining();
    }

    @Override
    public boolean hasKey() {
        return keptKey != null;
    }

    @Override
    public @Nullable ByteBuffer key() {
        return keptKey == null ? null : keptKey.duplicate();
    }

    @Override
    public int valueSize() {
        return keptValue == null ? -1 : keptValue.remaining();
    }

    @Override
    public boolean hasValue() {
        return keptValue != null;
    }

    @Override
    public @Nullable ByteBuffer value() {
        return keptValue == null ? null : keptValue.duplicate();
    }

    @Override
    public boolean hasMagic(byte magic) {
        return magic >= RecordBatch.MAGIC_VALUE_V2;
    }

    @Override
    public boolean isCompressed() {
        return false;
    }

    @Override
    public boolean hasTimestampType(TimestampType timestampType) {
        return false;
    }
}
