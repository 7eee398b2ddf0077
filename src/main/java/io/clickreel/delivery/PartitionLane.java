package io.clickreel.delivery;

import io.clickreel.RootCause;
import io.clickreel.delivery.WaitingBatches.Unreadable;
import io.clickreel.delivery.batch.Batch;
import io.clickreel.delivery.batch.Decoders;
import io.clickreel.health.LaneState;
import io.clickreel.health.LaneState.Phase;
import io.clickreel.stream.Stream;
import java.nio.ByteBuffer;
import java.time.Instant;
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

    private final Stream stream;
    private final TopicPartition partition;
    private final Uuid topicId;
    private final BatchLimits limits;
    private final Decoders decoders;
    /** The batches behind the open one. */
    private final WaitingBatches waiting;

    private final Tries tries = new Tries();
    private long nextOffset;
    private @Nullable Batch open;
    private boolean intended;
    private boolean handedOut;
    private boolean endToCommit;

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
        this.waiting = new WaitingBatches(stream, partition, topicId, limits, decoders, startOffset, begun);
    }

    /** Adds what was fetched; see {@link WaitingBatches#add}. */
    OptionalLong add(
            List<ConsumerRecord<ByteBuffer, ByteBuffer>> records, long fetchedEndOffset, long left, long nowMs) {
        return waiting.add(records, fetchedEndOffset, left, nowMs);
    }

    /** Why the next record cannot be read now; null: it can, or none was fetched yet. */
    @Nullable
    String unreadable() {
        Unreadable unreadable = waiting.unreadable();
        return unreadable == null ? null : unreadable.reason();
    }

    /** When that record is to be fetched again; {@link Long#MAX_VALUE} if there is none. */
    long readAgainAtMs() {
        Unreadable unreadable = waiting.unreadable();
        return unreadable == null ? Long.MAX_VALUE : unreadable.readAgainAtMs();
    }

    /** Whether it holds as much as it may, so that no more is to be fetched for it. */
    boolean isFull() {
        return waiting.isFull();
    }

    /** What the records that it holds take in memory, roughly. */
    long heldBytes() {
        return (open == null ? 0 : open.heldBytes()) + waiting.heldBytes();
    }

    /** Where the next batch begins: all before it is stored. */
    long nextOffset() {
        return nextOffset;
    }

    /** Whether the next batch to hand out has an end already: it was tried before, by this consumer or another. */
    boolean isBegun() {
        return open != null || waiting.isBound();
    }

    /** How many months the next batch touches, roughly; 0 if there is none. */
    int nextMonths() {
        Batch next = next();
        return next == null ? 0 : next.rows().months();
    }

    /** Whether it has to be read up to an end that an earlier owner has set. */
    boolean isBound() {
        return waiting.isBound();
    }

    /** Whether nothing would be lost if what it holds were read again from the committed offset. */
    boolean canBeReopened() {
        return open == null && !endToCommit && (waiting.isEmpty() || waiting.isBound());
    }

    /** What has arrived until then waits for no more records. */
    void flush(long askedAtMs) {
        waiting.flush(askedAtMs);
    }

    String streamName() {
        return stream.name();
    }

    /** When the next batch can be handed out: now or earlier means at once. */
    long readyAtMs() {
        return open != null ? tries.nextAtMs() : waiting.readyAtMs();
    }

    /** The batch that is begun; forms the next one if there is none. Call it only when {@link #readyAtMs} has come. */
    Batch form() {
        if (open == null) {
            open = waiting.take(nextOffset);
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
        Batch next = next();
        Unreadable unreadable = waiting.unreadable();
        Phase phase;
        long sinceMs = nowMs;
        String reason = tries.lastError();
        if (open != null) {
            // FORMING also while the intent of a batch that is formed is not committed yet.
            phase = handedOut ? Phase.IN_FLIGHT : tries.failures() > 0 ? Phase.RETRYING : Phase.FORMING;
            sinceMs = tries.failures() > 0 ? tries.failingSinceMs() : handedOut ? nowMs : open.arrivedAtMs();
        } else if (next != null) {
            phase = hold != null && !waiting.isBound() ? Phase.HELD : Phase.FORMING;
            sinceMs = next.arrivedAtMs();
            reason = hold;
        } else if (unreadable != null) {
            phase = Phase.HELD;
            sinceMs = unreadable.sinceMs();
            reason = unreadable.reason();
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

    private @Nullable Batch next() {
        return open == null ? waiting.first() : open;
    }
}
