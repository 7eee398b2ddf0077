package io.clickreel.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.CloseableIterator;
import org.jspecify.annotations.Nullable;

/** A batch of Kafka's records as it was fetched, whose records are unpacked by {@link BoundedUnpacking}. */
final class BoundedBatch implements RecordBatch {
    private final DefaultRecordBatch batch;
    private final BoundedUnpacking unpacking;

    BoundedBatch(DefaultRecordBatch batch, BoundedUnpacking unpacking) {
        this.batch = batch;
        this.unpacking = unpacking;
    }

    @Override
    public CloseableIterator<Record> streamingIterator(BufferSupplier buffers) {
        return batch.isCompressed()
                ? new Unpacked(batch, batch.recordInputStream(buffers), unpacking)
                : new AsSent(batch.streamingIterator(buffers), unpacking);
    }

    private record AsSent(CloseableIterator<Record> records, BoundedUnpacking unpacking)
            implements CloseableIterator<Record> {
        @Override
        public boolean hasNext() {
            return records.hasNext();
        }

        @Override
        public Record next() {
            return unpacking.cutIfTooLarge(records.next());
        }

        @Override
        public void close() {
            records.close();
        }
    }

    private static final class Unpacked implements CloseableIterator<Record> {
        private final DefaultRecordBatch batch;
        private final InputStream in;
        private final BoundedUnpacking unpacking;
        private final @Nullable Long logAppendTime;
        private int left;

        Unpacked(DefaultRecordBatch batch, InputStream in, BoundedUnpacking unpacking) {
            this.batch = batch;
            this.in = in;
            this.unpacking = unpacking;
            this.logAppendTime = batch.timestampType() == TimestampType.LOG_APPEND_TIME ? batch.maxTimestamp() : null;
            this.left = batch.countOrNull();
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public Record next() {
            if (left-- <= 0) {
                throw new NoSuchElementException();
            }
            try {
                Record record = unpacking.read(batch, logAppendTime, in);
                if (left == 0 && in.read() != -1) {
                    throw new InvalidRecordException("a batch has more than the records that it counts");
                }
                return record;
            } catch (IOException | IllegalArgumentException e) {
                throw new KafkaException("A batch of records cannot be unpacked: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw new KafkaException("A batch of records cannot be closed: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public Iterator<Record> iterator() {
        return batch.iterator();
    }

    @Override
    public boolean isValid() {
        return batch.isValid();
    }

    @Override
    public void ensureValid() {
        batch.ensureValid();
    }

    @Override
    public long checksum() {
        return batch.checksum();
    }

    @Override
    public long maxTimestamp() {
        return batch.maxTimestamp();
    }

    @Override
    public TimestampType timestampType() {
        return batch.timestampType();
    }

    @Override
    public long baseOffset() {
        return batch.baseOffset();
    }

    @Override
    public long lastOffset() {
        return batch.lastOffset();
    }

    @Override
    public long nextOffset() {
        return batch.nextOffset();
    }

    @Override
    public byte magic() {
        return batch.magic();
    }

    @Override
    public long producerId() {
        return batch.producerId();
    }

    @Override
    public short producerEpoch() {
        return batch.producerEpoch();
    }

    @Override
    public boolean hasProducerId() {
        return batch.hasProducerId();
    }

    @Override
    public int baseSequence() {
        return batch.baseSequence();
    }

    @Override
    public int lastSequence() {
        return batch.lastSequence();
    }

    @Override
    public CompressionType compressionType() {
        return batch.compressionType();
    }

    @Override
    public int sizeInBytes() {
        return batch.sizeInBytes();
    }

    @Override
    public Integer countOrNull() {
        return batch.countOrNull();
    }

    @Override
    public boolean isCompressed() {
        return batch.isCompressed();
    }

    @Override
    public void writeTo(ByteBuffer buffer) {
        batch.writeTo(buffer);
    }

    @Override
    public boolean isTransactional() {
        return batch.isTransactional();
    }

    @Override
    public OptionalLong deleteHorizonMs() {
        return batch.deleteHorizonMs();
    }

    @Override
    public int partitionLeaderEpoch() {
        return batch.partitionLeaderEpoch();
    }

    @Override
    public boolean isControlBatch() {
        return batch.isControlBatch();
    }
}
