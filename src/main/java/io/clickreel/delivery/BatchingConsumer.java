package io.clickreel.delivery;

import io.clickreel.RootCause;
import io.clickreel.delivery.batch.Decoders;
import io.clickreel.delivery.batch.PartitionBatch;
import io.clickreel.delivery.guard.DeliveryAlarm;
import io.clickreel.delivery.ledger.DeliveryLedger;
import io.clickreel.kafka.BoundedConsumer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka consumer whose {@code poll} returns a whole batch: at most one record, whose value is a
 * {@link PartitionBatch}.
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
    /** A poll's records are decoded at once, but each consumer may hold those of one. */
    private static final int POLL_SHARE_OF_HEAP = 32;

    private static final long OPENING_PAUSE_MS = 1_000;
    private static final long HOLD_PAUSE_MS = 1_000;

    private final PartitionOpening opening;
    private final Decoders decoders = new Decoders();
    private final LongSupplier mostHeldBytes;
    private final LongSupplier pauseForMonthMs;
    private final DeliveryLedger ledger;
    private final DeliveryAlarm alarm;
    private final Map<TopicPartition, PartitionLane> lanes = new LinkedHashMap<>();
    /** Partitions whose lane is still to be opened; they are paused. */
    private final Set<TopicPartition> unopened = new HashSet<>();
    /** Partitions whose next offset is gone from Kafka: they are opened again when what was fetched before is stored. */
    private final Set<TopicPartition> outOfRange = new HashSet<>();

    private final Set<TopicPartition> pausedByUser = new HashSet<>();
    private final AtomicReference<@Nullable Runnable> onClose;
    private long openAgainAtMs;
    private long manyMonthsAtMs = Long.MIN_VALUE;
    private boolean held;
    private long askForHoldsAtMs;

    /**
     * @param mostHeldBytes when it holds so much, over all partitions, as columns and as dead letters, it fetches no more
     * @param pauseForMonthMs the pause after a batch that touches many months, for each of them but one
     * @param onClose runs once, after the consumer is closed
     */
    BatchingConsumer(
            Properties kafka,
            PartitionOpening opening,
            DeliveryLedger ledger,
            DeliveryAlarm alarm,
            LongSupplier mostHeldBytes,
            LongSupplier pauseForMonthMs,
            Runnable onClose) {
        super(kafka, Runtime.getRuntime().maxMemory() / POLL_SHARE_OF_HEAP);
        this.mostHeldBytes = mostHeldBytes;
        this.pauseForMonthMs = pauseForMonthMs;
        this.opening = opening;
        this.ledger = ledger;
        this.alarm = alarm;
        this.onClose = new AtomicReference<>(onClose);
    }

    @Override
    public ConsumerRecords<Object, Object> poll(Duration timeout) {
        long nowMs = nowMs();
        lanes.values().forEach(lane -> lane.settle(nowMs));
        boolean ready = activeLanes().anyMatch(lane -> dueAtMs(lane) <= nowMs);
        // The ends of the last batches are committed at once, or together with the next intent if that is due.
        if (!ready && !commit()) {
            // The group is moving, or the broker is away: only polling tells what is still ours.
            fetch(timeout);
            return ConsumerRecords.empty();
        }
        openLanes();
        // Also when a batch waits already: Kafka takes the partitions of one who does not ask for long.
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
        lanes.values().forEach(lane -> lane.settle(nowMs()));
        commit();
        super.unsubscribe();
    }

    @Override
    public void close() {
        try {
            super.close();
        } finally {
            alarm.goesOn(this);
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
        if (lanes.remove(partition) != null) {
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
            outOfRange.addAll(e.partitions());
            return;
        }
        long nowMs = nowMs();
        // Also those without records: what was read may have been a transaction's mark.
        lanes.forEach((partition, lane) -> {
            long left = room ? currentLag(partition).orElse(0) : 0;
            lane.add(buffers(fetched.records(partition)), position(partition), left, nowMs);
        });
    }

    /** What this consumer's deserializers make. */
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
        waiting.addAll(outOfRange);
        boolean full =
                lanes.values().stream().mapToLong(PartitionLane::heldBytes).sum() >= mostHeldBytes.getAsLong();
        Set<TopicPartition> fetching = new HashSet<>();
        for (TopicPartition partition : assignment()) {
            PartitionLane lane = lanes.get(partition);
            if (lane == null || lane.isFull() || full && !lane.isBound()) {
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

    /** The batch that has been ready for the longest time: one, so that the time between two polls is that of one insert. */
    private ConsumerRecords<Object, Object> nextBatch() {
        long nowMs = nowMs();
        PartitionLane lane = activeLanes()
                .filter(candidate -> dueAtMs(candidate) <= nowMs)
                .filter(candidate -> candidate.isBegun() || !isHeld(nowMs))
                .min(Comparator.comparingLong(PartitionLane::readyAtMs))
                .orElse(null);
        if (lane == null) {
            return ConsumerRecords.empty();
        }
        if (!lane.isBegun() && lane.nextMonths() > 1) {
            manyMonthsAtMs = nowMs + (lane.nextMonths() - 1) * pauseForMonthMs.getAsLong();
        }
        lane.form();
        // Nothing is handed out before Kafka knows where it ends.
        return commit() ? records(lane.handOut()) : ConsumerRecords.empty();
    }

    /** Whether somebody asks that no new batch begins; also while ClickHouse cannot say. */
    private boolean isHeld(long nowMs) {
        if (nowMs >= askForHoldsAtMs) {
            try {
                held = ledger.isHeld();
                alarm.goesOn(this);
            } catch (RuntimeException e) {
                held = true;
                alarm.waits(this, "ClickHouse does not say whether they may be stored (" + RootCause.of(e) + ")");
            }
            askForHoldsAtMs = nowMs() + HOLD_PAUSE_MS;
        }
        return held;
    }

    /**
     * When the lane's next batch can be handed out. One that touches many months takes as many entries in each table's
     * deduplication window, and as many parts; it waits until the last one of that kind has had its time, so that the
     * window lasts for minutes. Batches of one month never wait for it.
     */
    private long dueAtMs(PartitionLane lane) {
        long readyAtMs = lane.readyAtMs();
        return readyAtMs >= manyMonthsAtMs || lane.isBegun() || lane.nextMonths() <= 1 ? readyAtMs : manyMonthsAtMs;
    }

    private static ConsumerRecords<Object, Object> records(PartitionBatch batch) {
        TopicPartition partition = batch.partition();
        ConsumerRecord<Object, Object> whole =
                new ConsumerRecord<>(partition.topic(), partition.partition(), batch.firstOffset(), null, batch);
        return new ConsumerRecords<>(Map.of(partition, List.of(whole)), Map.of());
    }

    private Stream<PartitionLane> activeLanes() {
        return lanes.entrySet().stream()
                .filter(lane -> !pausedByUser.contains(lane.getKey()))
                .map(Map.Entry::getValue);
    }

    /** Not longer than until the next batch has to be handed out, or the next partition opened. */
    private Duration shorter(Duration timeout) {
        long nextAtMs = activeLanes()
                .mapToLong(lane -> held && !lane.isBegun() ? Math.max(askForHoldsAtMs, dueAtMs(lane)) : dueAtMs(lane))
                .min()
                .orElse(Long.MAX_VALUE);
        if (!unopened.isEmpty()) {
            nextAtMs = Math.min(nextAtMs, openAgainAtMs);
        }
        long leftMs = Math.max(0, nextAtMs - nowMs());
        return leftMs < timeout.toMillis() ? Duration.ofMillis(leftMs) : timeout;
    }

    /**
     * Commits ends and intents of all partitions in one request.
     *
     * @return whether nothing is left to commit
     */
    private boolean commit() {
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        List<PartitionLane> committing = new ArrayList<>();
        lanes.forEach((partition, lane) -> {
            OffsetAndMetadata commit = lane.toCommit();
            if (commit != null) {
                commits.put(partition, commit);
                committing.add(lane);
            }
        });
        if (commits.isEmpty()) {
            return true;
        }
        try {
            commitSync(commits, COMMIT_LIMIT);
            alarm.goesOn(this);
            committing.forEach(PartitionLane::committed);
            return true;
        } catch (RebalanceInProgressException | CommitFailedException e) {
            LOG.info("Not committed, the group is moving: {} ({})", commits, e.getMessage());
            return false;
        } catch (RetriableException e) {
            alarm.waits(this, "Kafka does not take their offsets (" + RootCause.of(e) + ")");
            return false;
        }
    }

    private void openLater(Collection<TopicPartition> partitions) {
        unopened.addAll(partitions);
        openAgainAtMs = 0;
        // Without a position Kafka would ask for one itself, and find none for a partition that was never read.
        partitions.forEach(partition -> super.seek(partition, 0));
        super.pause(partitions);
    }

    /** Begins where the last owner of each partition stopped, in the middle of a batch or between two. */
    private void openLanes() {
        outOfRange.stream()
                .filter(partition -> {
                    PartitionLane lane = lanes.get(partition);
                    return lane != null && lane.canBeReopened();
                })
                .forEach(partition -> {
                    lanes.remove(partition);
                    unopened.add(partition);
                });
        if (unopened.isEmpty() || nowMs() < openAgainAtMs) {
            return;
        }
        try {
            Map<TopicPartition, PartitionLane> opened = opening.open(this, unopened, decoders);
            opened.forEach((partition, lane) -> super.seek(partition, lane.nextOffset()));
            lanes.putAll(opened);
            outOfRange.removeAll(unopened);
            unopened.clear();
            alarm.goesOn(this);
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            alarm.waits(this, "where to go on in " + unopened + " cannot be asked (" + RootCause.of(e) + ")");
            openAgainAtMs = nowMs() + OPENING_PAUSE_MS;
        }
    }

    private void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(lanes::remove);
        unopened.removeAll(partitions);
        outOfRange.removeAll(partitions);
        pausedByUser.removeAll(partitions);
        if (lanes.isEmpty() && unopened.isEmpty()) {
            // Whoever has them now may still wait; who has none does not.
            alarm.goesOn(this);
        }
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
