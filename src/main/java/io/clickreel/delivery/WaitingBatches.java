package io.clickreel.delivery;

import io.clickreel.contract.SchemaAwayException;
import io.clickreel.delivery.batch.Batch;
import io.clickreel.delivery.batch.Decoders;
import io.clickreel.delivery.batch.Fates;
import io.clickreel.stream.Stream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a partition that fill: in order, and records are added to the last. They have no intent yet, so they can be read
 * again. Times are milliseconds of the lane's clock.
 */
final class WaitingBatches {
    private static final long READ_AGAIN_MS = 1_000;

    private final Stream stream;
    private final TopicPartition partition;
    private final Uuid topicId;
    private final BatchLimits limits;
    private final Decoders decoders;
    private final ArrayDeque<Batch> waiting = new ArrayDeque<>();

    /** What an earlier owner has begun, and has to be the next batch; null: nothing. */
    private @Nullable Begun begun;
    /** The offset after the last one that was fetched; it may pass gaps that hold no records. */
    private long fetchedEnd;
    /** What has arrived by then is not to wait any longer. */
    private long flushedAtMs = Long.MIN_VALUE;
    /** Whether Kafka has enough records to fill the next batch, so that they only have to be fetched. */
    private boolean restIsThere;
    /** Null: the next record can be read, or none was fetched yet. */
    private @Nullable Unreadable unreadable;

    /** Why the next record cannot be read now. */
    record Unreadable(String reason, long sinceMs, long readAgainAtMs) {}

    /**
     * @param startOffset where the partition's unstored records begin
     * @param begun the first batch, if an earlier owner has begun it; else null
     */
    WaitingBatches(
            Stream stream,
            TopicPartition partition,
            Uuid topicId,
            BatchLimits limits,
            Decoders decoders,
            long startOffset,
            @Nullable Begun begun) {
        this.stream = stream;
        this.partition = partition;
        this.topicId = topicId;
        this.limits = limits;
        this.decoders = decoders;
        this.fetchedEnd = startOffset;
        this.begun = begun;
    }

    /**
     * Adds what was fetched, up to the first record of which nobody can say now what it is.
     *
     * @param fetchedEndOffset the consumer's position after this fetch
     * @param left how many offsets behind it Kafka has that can be fetched next
     * @return the offset of that record, from which it has to be fetched again; empty if all were added
     */
    OptionalLong add(
            List<ConsumerRecord<ByteBuffer, ByteBuffer>> records, long fetchedEndOffset, long left, long nowMs) {
        for (ConsumerRecord<ByteBuffer, ByteBuffer> record : records) {
            try {
                add(record, nowMs);
            } catch (SchemaAwayException e) {
                unreadable = new Unreadable(
                        String.valueOf(e.getMessage()),
                        unreadable == null ? nowMs : unreadable.sinceMs,
                        nowMs + READ_AGAIN_MS);
                fetchedEnd = record.offset();
                restIsThere = false;
                return OptionalLong.of(record.offset());
            }
        }
        if (!records.isEmpty()) {
            unreadable = null;
        }
        fetchedEnd = fetchedEndOffset;
        restIsThere = unreadable == null
                && !waiting.isEmpty()
                && left >= limits.rows() - waiting.getLast().size();
        return OptionalLong.empty();
    }

    private void add(ConsumerRecord<ByteBuffer, ByteBuffer> record, long nowMs) {
        Batch batch = waiting.peekLast();
        if (batch != null && belongs(record, batch)) {
            batch.add(record);
            return;
        }
        Batch next = begin(record.offset(), nowMs);
        try {
            next.add(record);
        } catch (SchemaAwayException e) {
            decoders.giveBack(next.decoder());
            throw e;
        }
        waiting.add(next);
    }

    @Nullable
    Unreadable unreadable() {
        return unreadable;
    }

    /** Whether it holds as much as it may, so that no more is to be fetched for it. */
    boolean isFull() {
        boolean boundReached = begun == null || fetchedEnd >= begun.end();
        return boundReached && !waiting.isEmpty() && (waiting.size() > 1 || isFull(waiting.getLast()));
    }

    private boolean isFull(Batch batch) {
        return batch.size() >= limits.rows() || batch.bytes() >= limits.bytes();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The one that is next; null: there is none. */
    @Nullable
    Batch first() {
        return waiting.peek();
    }

    /** Whether the next one has to be read up to an end that an earlier owner has set. */
    boolean isBound() {
        return begun != null;
    }

    /** What their records take in memory, roughly. */
    long heldBytes() {
        return waiting.stream().mapToLong(Batch::heldBytes).sum();
    }

    /** What has arrived until then waits for no more records. */
    void flush(long askedAtMs) {
        flushedAtMs = askedAtMs;
    }

    /** When the next one is to be taken: now or earlier means at once. */
    long readyAtMs() {
        if (begun != null) {
            return fetchedEnd >= begun.end() ? 0 : Long.MAX_VALUE;
        }
        if (waiting.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long oldestArrivalMs = waiting.element().arrivedAtMs();
        return isFull() || oldestArrivalMs <= flushedAtMs
                ? oldestArrivalMs
                : oldestArrivalMs + (restIsThere ? limits.fetchMs() : limits.waitMs());
    }

    /**
     * Takes the next one out, with its range of offsets decided. Call it only when {@link #readyAtMs} has come.
     *
     * @param nextOffset where it begins
     */
    Batch take(long nextOffset) {
        Batch first = takeFirst(nextOffset);
        // If no record follows yet, it ends where reading has come to: the marks of transactions take offsets too.
        long end = begun != null ? begun.end() : waiting.isEmpty() ? fetchedEnd : first.endOffset();
        first.close(nextOffset, end);
        begun = null;
        return first;
    }

    /** A batch without records that begins with this offset. */
    private Batch begin(long firstOffset, long nowMs) {
        Begun again = begun != null && firstOffset < begun.end() ? begun : null;
        return new Batch(
                stream,
                partition,
                topicId,
                again == null ? decoders.take() : decoders.take(again.plan()),
                again == null ? Fates.OPEN : again.fates(),
                nowMs);
    }

    /** The first batch that waits; one without records if the range that an earlier owner has set has none. */
    private Batch takeFirst(long nextOffset) {
        Batch first = waiting.peek();
        boolean none = first == null || begun != null && first.firstOffset() >= begun.end();
        return none ? begin(nextOffset, 0) : waiting.remove();
    }

    /** Whether the batch takes the record. Where an earlier owner has set the end, today's limits do not matter. */
    private boolean belongs(ConsumerRecord<?, ?> record, Batch batch) {
        if (begun != null && batch.firstOffset() < begun.end()) {
            return record.offset() < begun.end();
        }
        return batch.size() < limits.rows() && batch.bytes() + Batch.bytes(record) <= limits.bytes();
    }
}
