package io.clickreel.delivery;

import io.clickreel.RootCause;
import io.clickreel.contract.SchemaAwayException;
import io.clickreel.delivery.batch.Batch;
import io.clickreel.delivery.batch.Decoders;
import io.clickreel.delivery.batch.Fates;
import io.clickreel.health.LaneState;
import io.clickreel.health.LaneState.Phase;
import io.clickreel.stream.Stream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one consumer holds of one partition: at most one batch that is begun, and behind it the next ones as they fill.
 *
 * <p>The delivery protocol's state: a batch is formed, its intent is committed, it is handed out until it is
 * acknowledged, and its end is committed, mostly together with the next intent. Times are milliseconds of any clock that
 * only moves forward.
 */
final class PartitionLane {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionLane.class);
    private static final long READ_AGAIN_MS = 1_000;

    private final Stream stream;
    private final TopicPartition partition;
    private final Uuid topicId;
    private final BatchLimits limits;
    private final Decoders decoders;
    /** The batches behind the open one, in order; records are added to the last. */
    private final ArrayDeque<Batch> waiting = new ArrayDeque<>();

    private long nextOffset;
    /** What an earlier owner has begun, and has to be the next batch; null: nothing. */
    private @Nullable Begun begun;
    /** The offset after the last one that was fetched; it may pass gaps that hold no records. */
    private long fetchedEnd;
    /** What has arrived by then is not to wait any longer. */
    private long flushedAtMs = Long.MIN_VALUE;
    /** Whether Kafka has enough records to fill the next batch, so that they only have to be fetched. */
    private boolean restIsThere;

    /** Why the next record cannot be read now; null: it can, or none was fetched yet. */
    private @Nullable Unreadable unreadable;

    private @Nullable Batch open;
    private boolean intended;
    private boolean handedOut;
    private boolean endToCommit;
    private final Tries tries = new Tries();

    private record Unreadable(String reason, long sinceMs, long readAgainAtMs) {}

    /**
     * @param startOffset where the partition's unstored records begin
     * @param begun the first batch, if an earlier owner has begun it; else null
     */
    PartitionLane(
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
        this.nextOffset = startOffset;
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

    /** Why the next record cannot be read now; null: it can, or none was fetched yet. */
    @Nullable
    String unreadable() {
        return unreadable == null ? null : unreadable.reason;
    }

    /** When that record is to be fetched again; {@link Long#MAX_VALUE} if there is none. */
    long readAgainAtMs() {
        return unreadable == null ? Long.MAX_VALUE : unreadable.readAgainAtMs;
    }

    /** Whether it holds as much as it may, so that no more is to be fetched for it. */
    boolean isFull() {
        boolean boundReached = begun == null || fetchedEnd >= begun.end();
        return boundReached && !waiting.isEmpty() && (waiting.size() > 1 || isFull(waiting.getLast()));
    }

    private boolean isFull(Batch batch) {
        return batch.size() >= limits.rows() || batch.bytes() >= limits.bytes();
    }

    /** What the records that it holds take in memory, roughly. */
    long heldBytes() {
        return (open == null ? 0 : open.heldBytes())
                + waiting.stream().mapToLong(Batch::heldBytes).sum();
    }

    /** Where the next batch begins: all before it is stored. */
    long nextOffset() {
        return nextOffset;
    }

    /** Whether the next batch to hand out has an end already: it was tried before, by this consumer or another. */
    boolean isBegun() {
        return open != null || begun != null;
    }

    /** How many months the next batch touches, roughly; 0 if there is none. */
    int nextMonths() {
        Batch next = open == null ? waiting.peek() : open;
        return next == null ? 0 : next.rows().months();
    }

    /** Whether it has to be read up to an end that an earlier owner has set. */
    boolean isBound() {
        return begun != null;
    }

    /** Whether nothing would be lost if what it holds were read again from the committed offset. */
    boolean canBeReopened() {
        return open == null && !endToCommit && (waiting.isEmpty() || begun != null);
    }

    /** What has arrived until then waits for no more records. */
    void flush(long askedAtMs) {
        flushedAtMs = askedAtMs;
    }

    String streamName() {
        return stream.name();
    }

    /** When the next batch can be handed out: now or earlier means at once. */
    long readyAtMs() {
        if (open != null) {
            return tries.nextAtMs();
        }
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

    /** The batch that is begun; forms the next one if there is none. Call it only when {@link #readyAtMs} has come. */
    Batch form() {
        if (open == null) {
            Batch first = takeFirst();
            // If no record follows yet, it ends where reading has come to: the marks of transactions take offsets too.
            long end = begun != null ? begun.end() : waiting.isEmpty() ? fetchedEnd : first.endOffset();
            first.close(nextOffset, end);
            open = first;
            begun = null;
        }
        return open;
    }

    /** What Kafka has to know before anything else happens to this partition; null if it knows all. */
    @Nullable
    OffsetAndMetadata toCommit() {
        if (open != null) {
            return intended
                    ? null
                    : Intent.of(topicId, open.endOffset(), open.contract()).at(open.firstOffset());
        }
        return endToCommit ? Intent.none(topicId).at(nextOffset) : null;
    }

    /** Takes note that Kafka has what {@link #toCommit} said. */
    void committed() {
        endToCommit = false;
        intended = open != null;
    }

    /** The batch to store now. Its intent has to be committed. */
    Batch handOut() {
        if (open == null || !intended) {
            throw new IllegalStateException(partition + ": a batch is handed out before its intent is committed");
        }
        handedOut = true;
        return open;
    }

    /** Takes note of what became of the batch that was handed out last. */
    void settle(long nowMs) {
        if (open == null || !handedOut) {
            return;
        }
        handedOut = false;
        if (open.isAcknowledged()) {
            nextOffset = open.endOffset();
            decoders.giveBack(open.decoder());
            open = null;
            intended = false;
            endToCommit = true;
            if (tries.failures() > 1) {
                LOG.info(
                        "{}: stored up to offset {}, after {} tries that failed",
                        partition,
                        nextOffset - 1,
                        tries.failures());
            }
            tries.succeeded();
        } else {
            String error =
                    open.failure() == null ? "the route ended without acknowledge" : RootCause.of(open.failure());
            tries.failed(error, nowMs, limits);
            if (tries.isToldOfNow()) {
                LOG.warn("{}", state(nowMs, Instant.now(), null));
            }
        }
    }

    /**
     * How the partition is, for health, metrics, page and log.
     *
     * @param nowMs by the lane's clock
     * @param now by the machine's clock
     * @param hold why no new batch may begin; null: it may
     */
    LaneState state(long nowMs, Instant now, @Nullable String hold) {
        Batch next = open == null ? waiting.peek() : open;
        Phase phase;
        long sinceMs = nowMs;
        String reason = tries.lastError();
        if (open != null) {
            // FORMING also while the intent of a batch that is formed is not committed yet.
            phase = handedOut ? Phase.IN_FLIGHT : tries.failures() > 0 ? Phase.RETRYING : Phase.FORMING;
            sinceMs = tries.failures() > 0 ? tries.failingSinceMs() : handedOut ? nowMs : open.arrivedAtMs();
        } else if (next != null) {
            phase = hold != null && begun == null ? Phase.HELD : Phase.FORMING;
            sinceMs = next.arrivedAtMs();
            reason = hold;
        } else if (unreadable != null) {
            phase = Phase.HELD;
            sinceMs = unreadable.sinceMs;
            reason = unreadable.reason;
        } else {
            phase = Phase.IDLE;
        }
        return new LaneState(
                stream.name(),
                partition.topic(),
                partition.partition(),
                phase,
                now.minusMillis(nowMs - sinceMs),
                nextOffset,
                open == null ? nextOffset : open.endOffset(),
                tries.failures(),
                phase == Phase.RETRYING ? now.plusMillis(tries.nextAtMs() - nowMs) : null,
                phase == Phase.HELD ? reason : tries.lastError());
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
    private Batch takeFirst() {
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
