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
import java.util.Properties;
import java.util.Set;
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
 * <p>The delivery guarantee lives here and in {@link PartitionLane}: at least once.
 */
final class BatchingConsumer extends KafkaConsumer<Object, Object> {
    private static final Logger LOG = LoggerFactory.getLogger(BatchingConsumer.class);
    private static final Duration COMMIT_LIMIT = Duration.ofSeconds(5);

    private final BatchLimits limits;
    private final TopicIds topicIds;
    private final Map<TopicPartition, PartitionLane> lanes = new LinkedHashMap<>();
    private final Set<TopicPartition> pausedByUser = new HashSet<>();
    private final Set<TopicPartition> pausedByFullLane = new HashSet<>();

    BatchingConsumer(Properties kafka, BatchLimits limits, TopicIds topicIds) {
        super(kafka);
        this.limits = limits;
        this.topicIds = topicIds;
    }

    @Override
    public ConsumerRecords<Object, Object> poll(Duration timeout) {
        long nowMs = nowMs();
        lanes.values().forEach(lane -> lane.settle(nowMs));
        if (!commitAcknowledged()) {
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
                Map<String, String> idOfTopic = new HashMap<>();
                for (TopicPartition partition : partitions) {
                    String id = idOfTopic.computeIfAbsent(partition.topic(), topicIds::idOf);
                    lanes.put(partition, new PartitionLane(partition, id, limits));
                }
                listener.onPartitionsAssigned(partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                commitAcknowledged();
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
        commitAcknowledged();
        super.unsubscribe();
    }

    // Camel pauses and resumes a consumer on behalf of its operator, and then seeks to the committed offset: what
    // was read ahead of it has to be forgotten, or it would be stored twice.

    @Override
    public void seek(TopicPartition partition, long offset) {
        super.seek(partition, offset);
        lanes.computeIfPresent(partition, (key, lane) -> lane.emptied());
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
                lane.add(fetched.records(partition), nowMs);
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
        return activeLanes()
                .filter(lane -> lane.readyAtMs() <= nowMs)
                .min(Comparator.comparingLong(PartitionLane::readyAtMs))
                .map(lane -> records(lane.handOut()))
                .orElseGet(ConsumerRecords::empty);
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
        long readyAtMs = lanes.entrySet().stream()
                .filter(entry -> !pausedByUser.contains(entry.getKey()))
                .mapToLong(entry -> entry.getValue().readyAtMs())
                .min()
                .orElse(Long.MAX_VALUE);
        long leftMs = Math.max(0, readyAtMs - nowMs());
        return leftMs < timeout.toMillis() ? Duration.ofMillis(leftMs) : timeout;
    }

    /**
     * Commits the ends of all acknowledged batches in one request.
     *
     * @return whether nothing is left to commit
     */
    private boolean commitAcknowledged() {
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        List<PartitionLane> closing = new ArrayList<>();
        lanes.forEach((partition, lane) -> {
            PartitionBatch batch = lane.acknowledged();
            if (batch != null) {
                ends.put(partition, new OffsetAndMetadata(batch.endOffset()));
                closing.add(lane);
            }
        });
        if (ends.isEmpty()) {
            return true;
        }
        try {
            commitSync(ends, COMMIT_LIMIT);
            closing.forEach(PartitionLane::committed);
            return true;
        } catch (RetriableException | CommitFailedException e) {
            LOG.warn("Offsets {} are stored but not committed yet: {}", ends, e.getMessage());
            return false;
        }
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
