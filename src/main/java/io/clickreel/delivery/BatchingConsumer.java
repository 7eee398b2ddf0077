package io.clickreel.delivery;

import io.clickreel.RootCause;
import io.clickreel.delivery.batch.Batch;
import io.clickreel.delivery.guard.DeliveryAlarm;
import io.clickreel.delivery.ledger.DeliveryLedger;
import io.clickreel.health.LaneStates;
import io.clickreel.kafka.BoundedConsumer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka consumer whose {@code poll} returns a whole batch: at most one record, whose value is a {@link Batch}.
 *
 * <p>Camel thus makes one exchange of a batch instead of one of each click, and the batch's end is committed only after
 * the route has acknowledged it. A batch that was not acknowledged by the next poll is handed out again, after a pause
 * during which the consumer stays in its group and holds at most one more batch of that partition.
 *
 * <p>The delivery protocol lives here and in {@link PartitionLane}: before a batch is handed out, its end is committed as
 * the metadata of its first offset. After a crash the same batch is formed again, with the same token.
 */
final class BatchingConsumer extends BoundedConsumer<Object> {
    private static final Logger LOG = LoggerFactory.getLogger(BatchingConsumer.class);
    private static final Duration COMMIT_LIMIT = Duration.ofSeconds(5);
    /** A poll may take 1/32 of the heap: its records are decoded at once, but each consumer may hold those of one. */
    private static final int POLL_SHARE_OF_HEAP = 32;

    private final Lanes lanes;
    private final LongSupplier mostHeldBytes;
    private final MonthPacing pacing;
    private final Holds holds;
    private final DeliveryAlarm alarm;
    private final LaneStates states;
    private final Flushes flushes;
    private final Set<TopicPartition> pausedByUser = new HashSet<>();
    private final AtomicReference<@Nullable Runnable> onClose;

    /**
     * @param flushes looked at in each poll
     * @param mostHeldBytes of columns and dead letters, over all partitions; at this size it fetches no more
     * @param states told at each poll how the partitions are
     * @param onClose runs once, after the consumer is closed
     */
    BatchingConsumer(
            Properties kafka,
            PartitionOpening opening,
            DeliveryLedger ledger,
            DeliveryAlarm alarm,
            LaneStates states,
            Flushes flushes,
            LongSupplier mostHeldBytes,
            MonthPacing pacing,
            Runnable onClose) {
        super(kafka, Runtime.getRuntime().maxMemory() / POLL_SHARE_OF_HEAP);
        this.mostHeldBytes = mostHeldBytes;
        this.pacing = pacing;
        this.lanes = new Lanes(opening, alarm, this);
        this.holds = new Holds(ledger, alarm, this, lanes::topics);
        this.alarm = alarm;
        this.states = states;
        this.flushes = flushes;
        this.onClose = new AtomicReference<>(onClose);
    }

    @Override
    public ConsumerRecords<Object, Object> poll(Duration timeout) {
        lanes.settle(nowMs());
        // Told twice: what failed waits in this poll for its next try, and is in flight after it.
        lanes.tell(states, holds.reason());
        ConsumerRecords<Object, Object> batch = next(timeout);
        lanes.tell(states, holds.reason());
        return batch;
    }

    private ConsumerRecords<Object, Object> next(Duration timeout) {
        lanes.flush(flushes);
        long nowMs = nowMs();
        boolean ready = lanes.without(pausedByUser).anyMatch(lane -> pacing.dueAtMs(lane) <= nowMs);
        // The ends of the last batches are committed at once, or together with the next intent if that is due.
        if (!ready && !commit()) {
            // The group is rebalancing or the broker is away: only the next poll tells which partitions are still ours.
            fetch(timeout);
            return ConsumerRecords.empty();
        }
        lanes.openNext(this, nowMs()).forEach((partition, lane) -> super.seek(partition, lane.nextOffset()));
        // Even if a batch is ready: Kafka takes the partitions away from a consumer that does not poll for long.
        fetch(shorter(timeout));
        return nextBatch();
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                openLater(partitions);
                listener.onPartitionsAssigned(partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                commit();
                forget(partitions);
                listener.onPartitionsRevoked(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                forget(partitions);
                listener.onPartitionsLost(partitions);
            }
        });
    }

    @Override
    public void unsubscribe() {
        lanes.settle(nowMs());
        commit();
        super.unsubscribe();
    }

    @Override
    public void close() {
        try {
            super.close();
        } finally {
            lanes.forget(List.copyOf(lanes.open().keySet()));
            alarm.goesOn(this);
            states.remove(this);
            Runnable once = onClose.getAndSet(null);
            if (once != null) {
                once.run();
            }
        }
    }

    // Camel pauses and resumes a consumer on behalf of its operator, and then seeks to the committed offset: what
    // was read ahead of it has to be forgotten, or it would be stored twice.

    @Override
    public void seek(TopicPartition partition, long offset) {
        super.seek(partition, offset);
        if (lanes.of(partition) != null) {
            openLater(List.of(partition));
        }
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        pausedByUser.addAll(partitions);
        super.pause(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        pausedByUser.removeAll(partitions);
        super.resume(partitions);
    }

    /** Fetches into the lanes that have room. */
    private void fetch(Duration timeout) {
        boolean room = holdBack();
        ConsumerRecords<Object, Object> fetched;
        try {
            fetched = super.poll(timeout);
        } catch (OffsetOutOfRangeException e) {
            lanes.outOfRange(e.partitions());
            return;
        }
        try {
            add(fetched, room);
        } catch (RuntimeException | Error e) {
            // Kafka will not give these records again: a lane that has not got all of them would skip the rest.
            openLater(lanes.open().keySet());
            lanes.waitToOpen(RootCause.of(e));
            throw e;
        }
    }

    private void add(ConsumerRecords<Object, Object> fetched, boolean room) {
        long nowMs = nowMs();
        // Lanes without new records too: what was read may have been the mark of a transaction.
        lanes.open().forEach((partition, lane) -> {
            long left = room ? currentLag(partition).orElse(0) : 0;
            OptionalLong again = lane.add(buffers(fetched.records(partition)), position(partition), left, nowMs);
            again.ifPresent(offset -> super.seek(partition, offset));
            lanes.tellUnreadable(lane);
        });
    }

    /** The records with their true types: this consumer's deserializers make buffers. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static List<ConsumerRecord<ByteBuffer, ByteBuffer>> buffers(List<ConsumerRecord<Object, Object>> records) {
        return (List) records;
    }

    /**
     * Pauses the partitions of which nothing is to be fetched now, and resumes the others.
     *
     * @return whether there is room for records of all partitions
     */
    private boolean holdBack() {
        Set<TopicPartition> waiting = new HashSet<>(pausedByUser);
        waiting.addAll(lanes.outOfRange());
        boolean full = lanes.heldBytes() >= mostHeldBytes.getAsLong();
        Set<TopicPartition> fetching = new HashSet<>();
        for (TopicPartition partition : assignment()) {
            PartitionLane lane = lanes.of(partition);
            boolean unreadable = lane != null && lane.unreadable() != null && lane.readAgainAtMs() > nowMs();
            if (lane == null || unreadable || lane.isFull() || full && !lane.isBound()) {
                waiting.add(partition);
            } else if (!waiting.contains(partition)) {
                fetching.add(partition);
            }
        }
        waiting.retainAll(assignment());
        super.resume(fetching);
        super.pause(waiting);
        return !full;
    }

    /** At most one batch, the one ready for longest, so that the time between two polls is that of one insert. */
    private ConsumerRecords<Object, Object> nextBatch() {
        long nowMs = nowMs();
        PartitionLane lane = lanes.without(pausedByUser)
                .filter(candidate -> pacing.dueAtMs(candidate) <= nowMs)
                .filter(candidate -> candidate.isBegun() || !holds.ask(nowMs))
                .min(Comparator.comparingLong(PartitionLane::readyAtMs))
                .orElse(null);
        if (lane == null) {
            return ConsumerRecords.empty();
        }
        pacing.begins(lane, nowMs);
        lane.form();
        // Nothing is handed out before Kafka knows where it ends.
        return commit() ? records(lane.handOut()) : ConsumerRecords.empty();
    }

    private static ConsumerRecords<Object, Object> records(Batch batch) {
        TopicPartition partition = batch.partition();
        ConsumerRecord<Object, Object> whole =
                new ConsumerRecord<>(partition.topic(), partition.partition(), batch.firstOffset(), null, batch);
        return new ConsumerRecords<>(Map.of(partition, List.of(whole)), Map.of());
    }

    /** How long a poll may wait: at most until the next batch is due or the next partition is to be opened. */
    private Duration shorter(Duration timeout) {
        long nextAtMs = lanes.without(pausedByUser)
                .mapToLong(lane -> holds.reason() != null && !lane.isBegun()
                        ? Math.max(holds.askAtMs(), pacing.dueAtMs(lane))
                        : pacing.dueAtMs(lane))
                .min()
                .orElse(Long.MAX_VALUE);
        long fetchAtMs = Math.min(lanes.readAgainAtMs(nowMs()), lanes.openAgainAtMs());
        long leftMs = Math.max(0, Math.min(nextAtMs, fetchAtMs) - nowMs());
        return leftMs < timeout.toMillis() ? Duration.ofMillis(leftMs) : timeout;
    }

    /**
     * Commits ends and intents of all partitions in one request.
     *
     * @return whether nothing is left to commit
     */
    private boolean commit() {
        Map<TopicPartition, OffsetAndMetadata> commits = lanes.toCommit();
        if (commits.isEmpty()) {
            return true;
        }
        try {
            commitSync(commits, COMMIT_LIMIT);
            alarm.goesOn(this);
            lanes.committed(commits.keySet());
            return true;
        } catch (RebalanceInProgressException | CommitFailedException e) {
            LOG.info("Not committed, because the group is rebalancing: {} ({})", commits, e.getMessage());
            return false;
        } catch (RetriableException e) {
            alarm.waits(this, "Kafka does not take their offsets (" + RootCause.of(e) + ")");
            return false;
        }
    }

    private void openLater(Collection<TopicPartition> assigned) {
        List<TopicPartition> partitions = List.copyOf(assigned);
        lanes.openLater(partitions);
        // Without a position Kafka would ask for one itself, and find none for a partition that was never read.
        partitions.forEach(partition -> super.seek(partition, 0));
        super.pause(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
        lanes.forget(partitions);
        pausedByUser.removeAll(partitions);
    }

    /** Milliseconds of this machine's clock that only moves forward. */
    static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
