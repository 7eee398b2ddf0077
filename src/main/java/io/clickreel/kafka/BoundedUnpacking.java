package io.clickreel.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.DefaultRecord;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.ByteUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads one record after the other out of a batch's unpacked bytes; reads a record that is too large up to where it is
 * cut, and skips the rest. Kafka's format of a record: KIP-98, "Message Format". For one thread.
 */
final class BoundedUnpacking {
    private final int maxRecordBytes;
    private final PollBudget budget;
    private final byte[] passedOver = new byte[64 << 10];

    BoundedUnpacking(int maxRecordBytes, PollBudget budget) {
        this.maxRecordBytes = maxRecordBytes;
        this.budget = budget;
    }

    /** @param logAppendTime the time of all records of the batch if Kafka has set it, else null */
    Record read(DefaultRecordBatch batch, @Nullable Long logAppendTime, InputStream in) throws IOException {
        int bodyBytes = ByteUtils.readVarint(in);
        if (bodyBytes > maxRecordBytes) {
            return cut(batch, logAppendTime, in, bodyBytes);
        }
        if (bodyBytes < 0) {
            throw new InvalidRecordException("a record of " + bodyBytes + " bytes");
        }
        ByteBuffer record = ByteBuffer.allocate(ByteUtils.sizeOfVarint(bodyBytes) + bodyBytes);
        ByteUtils.writeVarint(bodyBytes, record);
        int from = record.position();
        if (in.readNBytes(record.array(), from, bodyBytes) < bodyBytes) {
            throw new EOFException("the batch ends within a record");
        }
        record.rewind();
        return DefaultRecord.readFrom(
                record, batch.baseOffset(), batch.baseTimestamp(), batch.baseSequence(), logAppendTime);
    }

    /** Reads a record that was sent uncompressed: whether it is cut must not depend on compression. */
    Record cutIfTooLarge(Record record) {
        if (record.sizeInBytes() - ByteUtils.sizeOfVarint(record.sizeInBytes()) <= maxRecordBytes) {
            return record;
        }
        Headers headers = new Headers();
        for (Header header : record.headers()) {
            headers.add(header);
        }
        return new CutRecord(
                record.offset(),
                record.timestamp(),
                record.sequence(),
                record.sizeInBytes(),
                beginning(record.key()),
                beginning(record.value()),
                headers.and(new Cut(record.sizeInBytes(), record.valueSize())));
    }

    private Record cut(DefaultRecordBatch batch, @Nullable Long logAppendTime, InputStream in, int bodyBytes)
            throws IOException {
        in.read(); // attributes: none are defined
        long timestamp = batch.baseTimestamp() + ByteUtils.readVarlong(in);
        int offsetDelta = ByteUtils.readVarint(in);
        ByteBuffer key = beginning(in, ByteUtils.readVarint(in));
        int valueBytes = ByteUtils.readVarint(in);
        ByteBuffer value = beginning(in, valueBytes);
        Headers headers = new Headers();
        for (int left = ByteUtils.readVarint(in); left > 0; left--) {
            ByteBuffer name = beginning(in, ByteUtils.readVarint(in));
            ByteBuffer content = beginning(in, ByteUtils.readVarint(in));
            if (name == null) {
                throw new InvalidRecordException("a header without name");
            }
            headers.add(name, content);
        }
        budget.passedOver(bodyBytes);
        return new CutRecord(
                batch.baseOffset() + offsetDelta,
                logAppendTime == null ? timestamp : logAppendTime,
                batch.baseSequence() < 0 ? batch.baseSequence() : batch.baseSequence() + offsetDelta,
                bodyBytes,
                key,
                value,
                headers.and(new Cut(bodyBytes, valueBytes)));
    }

    /** Reads {@code size} bytes and keeps the first of them; null if the size is -1. */
    private @Nullable ByteBuffer beginning(InputStream in, int size) throws IOException {
        if (size < 0) {
            return null;
        }
        byte[] kept = in.readNBytes(Math.min(size, Cut.KEPT_BYTES));
        int left = size - kept.length;
        while (left > 0) {
            int read = in.read(passedOver, 0, Math.min(left, passedOver.length));
            if (read < 0) {
                throw new EOFException("the batch ends within a record");
            }
            left -= read;
        }
        return ByteBuffer.wrap(kept);
    }

    private static @Nullable ByteBuffer beginning(@Nullable ByteBuffer whole) {
        return whole == null ? null : whole.slice(whole.position(), Math.min(whole.remaining(), Cut.KEPT_BYTES));
    }

    /** The first headers, as many as are kept. */
    private static final class Headers {
        private final List<Header> kept = new ArrayList<>();
        private int left = Cut.KEPT_BYTES;

        void add(ByteBuffer name, @Nullable ByteBuffer content) {
            if (left > 0) {
                left -= name.remaining() + (content == null ? 0 : content.remaining());
                byte[] bytes = content == null ? null : content.array();
                kept.add(new RecordHeader(new String(name.array(), UTF_8), bytes));
            }
        }

        void add(Header header) {
            ByteBuffer content = header.value() == null ? null : beginning(ByteBuffer.wrap(header.value()));
            byte[] name = header.key().getBytes(UTF_8);
            add(ByteBuffer.wrap(name), content);
        }

        Header[] and(Cut cut) {
            kept.add(cut);
            return kept.toArray(Header[]::new);
        }
    }
}
