package io.clickreel.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
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
final class BatchingConsumer extends KafkaConsumer<Object, Object> {
    private static final Logger LOG = LoggerFactory.getLogger(BatchingConsumer.class);
    private static final Duration COMMIT_LIMIT = Duration.ofSeconds(5);

    private final BatchLimits limits;
    private final TopicIds topicIds;
    private final Map<TopicPartition, PartitionLane> lanes = new LinkedHashMap<>();
    private final Set<TopicPartition> pausedByUser = new HashSet<>();
    private final Set<TopicPartition> pausedByFullLane = new HashSet<>();
    private final AtomicReference<@Nullable Runnable> onClose;

    /** @param onClose runs once, after the consumer is closed */
    BatchingConsumer(Properties kafka, BatchLimits limits, TopicIds topicIds, Runnable onClose) {
        super(kafka);
        this.limits = limits;
        this.topicIds = topicIds;
        this.onClose = new AtomicReference<>(onClose);
    }

    @Override
    public ConsumerRecords<Object, Object> poll(Duration timeout) {
        long nowMs = nowMs();
        lanes.values().forEach(lane -> lane.settle(nowMs));
        boolean ready = activeLanes().anyMatch(lane -> lane.readyAtMs() <= nowMs);
        // The ends of the last batches are committed at once, or together with the next intent if that is due.
        if (!ready && !commit()) {
            // The group is moving, or the broker is away: only polling tells what is still ours.
            fetch(timeout);
            return ConsumerRecords.empty();
        }
        // Also when a batch waits already: Kafka takes the partitions of one who does not ask for long.
        fetch(shorter(timeout));
        return nextBatch();
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                openLanes(Set.copyOf(partitions));
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
        if (lanes.containsKey(partition)) {
            openLanes(Set.of(partition));
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
        holdFullLanes();
        ConsumerRecords<Object, Object> fetched = super.poll(timeout);
        long nowMs = nowMs();
        for (TopicPartition partition : fetched.partitions()) {
            PartitionLane lane = lanes.get(partition);
            if (lane != null) {
                lane.add(fetched.records(partition), position(partition), nowMs);
            }
        }
    }

    private void holdFullLanes() {
        Set<TopicPartition> full = lanes.entrySet().stream()
                .filter(entry -> entry.getValue().isFull())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Set<TopicPartition> roomy = new HashSet<>(pausedByFullLane);
        roomy.removeAll(full);
        roomy.removeAll(pausedByUser);
        roomy.retainAll(assignment());
        full.retainAll(assignment());
        super.resume(roomy);
        super.pause(full);
        pausedByFullLane.clear();
        pausedByFullLane.addAll(full);
    }

    /** The batch that has been ready for the longest time: one, so that the time between two polls is that of one insert. */
    private ConsumerRecords<Object, Object> nextBatch() {
        long nowMs = nowMs();
        PartitionLane lane = activeLanes()
                .filter(candidate -> candidate.readyAtMs() <= nowMs)
                .min(Comparator.comparingLong(PartitionLane::readyAtMs))
                .orElse(null);
        if (lane == null) {
            return ConsumerRecords.empty();
        }
        lane.form();
        // Nothing is handed out before Kafka knows where it ends.
        return commit() ? records(lane.handOut()) : ConsumerRecords.empty();
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

    /** Not longer than until the next batch has to be handed out. */
    private Duration shorter(Duration timeout) {
        long readyAtMs = activeLanes().mapToLong(PartitionLane::readyAtMs).min().orElse(Long.MAX_VALUE);
        long leftMs = Math.max(0, readyAtMs - nowMs());
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
            committing.forEach(PartitionLane::committed);
            return true;
        } catch (RetriableException | CommitFailedException e) {
            LOG.warn("Not committed yet, nothing new is stored until it is: {} ({})", commits, e.getMessage());
            return false;
        }
    }

    /** Begins where the last owner of each partition stopped, in the middle of a batch or between two. */
    private void openLanes(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = committed(partitions);
        Map<String, String> idOfTopic = new HashMap<>();
        for (TopicPartition partition : partitions) {
            String topicId = idOfTopic.computeIfAbsent(partition.topic(), topicIds::idOf);
            lanes.put(partition, openLane(partition, topicId, committed.get(partition)));
        }
    }

    private PartitionLane openLane(TopicPartition partition, String topicId, @Nullable OffsetAndMetadata committed) {
        Optional<Intent> intent = Intent.read(committed);
        if (intent.isPresent() && !intent.get().topicId().equals(topicId)) {
            LOG.warn(
                    "Topic {} was deleted and made anew since offset {} was committed; {} is read from its beginning",
                    partition.topic(),
                    Objects.requireNonNull(committed).offset(),
                    partition);
            super.seekToBeginning(List.of(partition));
            return new PartitionLane(partition, topicId, limits, -1, OptionalLong.empty());
        }
        return new PartitionLane(
                partition,
                topicId,
                limits,
                committed == null ? -1 : committed.offset(),
                intent.map(Intent::end).orElse(OptionalLong.empty()));
    }

    private void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(lanes::remove);
        pausedByUser.removeAll(partitions);
        pausedByFullLane.removeAll(partitions);
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
