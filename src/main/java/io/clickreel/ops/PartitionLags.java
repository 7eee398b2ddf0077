package io.clickreel.ops;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/** How far behind the end of each partition the delivery is. Its connection to Kafka is made when it is first asked. */
final class PartitionLags implements AutoCloseable {
    private static final String GROUP = "clicks-ingest";
    private static final int LIMIT_S = 5;

    /**
     * One partition.
     *
     * @param deliveredOffset the first that is not known to be delivered
     * @param lag records, at most: a topic with transactions has offsets without records
     */
    record PartitionLag(String topic, int partition, long endOffset, long deliveredOffset, long lag) {}

    private final Properties connection;
    private final String topic;
    private @Nullable Admin admin;

    /** @param connection properties of an admin client */
    PartitionLags(Properties connection, String topic) {
        this.connection = connection;
        this.topic = topic;
    }

    /**
     * Asks Kafka.
     *
     * @throws ExecutionException if it refuses
     * @throws TimeoutException if it does not answer within five seconds
     */
    synchronized List<PartitionLag> ask() throws ExecutionException, TimeoutException, InterruptedException {
        Admin kafka = admin == null ? Admin.create(connection) : admin;
        admin = kafka;
        List<TopicPartition> partitions =
                answer(kafka.describeTopics(List.of(topic))
                                .topicNameValues()
                                .values()
                                .iterator()
                                .next())
                        .partitions()
                        .stream()
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .toList();
        Map<TopicPartition, OffsetAndMetadata> delivered = delivered(kafka);
        Map<TopicPartition, ListOffsetsResultInfo> starts = offsets(kafka, partitions, OffsetSpec.earliest());
        List<PartitionLag> lags = new ArrayList<>();
        offsets(kafka, partitions, OffsetSpec.latest()).forEach((partition, end) -> {
            OffsetAndMetadata commit = delivered.get(partition);
            ListOffsetsResultInfo start = starts.get(partition);
            long next = commit != null ? commit.offset() : start != null ? start.offset() : 0;
            lags.add(new PartitionLag(
                    topic, partition.partition(), end.offset(), next, Math.max(0, end.offset() - next)));
        });
        lags.sort(Comparator.comparingInt(PartitionLag::partition));
        return lags;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> delivered(Admin kafka)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            return answer(kafka.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw e;
        }
    }

    /** The ends are those of a reader of committed records, as ingestion is one. */
    private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
            Admin kafka, List<TopicPartition> partitions, OffsetSpec spec)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec));
        return answer(kafka.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all());
    }

    private static <T> T answer(KafkaFuture<T> future)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(LIMIT_S, TimeUnit.SECONDS);
    }
}
