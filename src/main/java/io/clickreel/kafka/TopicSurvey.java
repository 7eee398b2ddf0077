package io.clickreel.kafka;

import io.clickreel.stream.SourcePartition;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What Kafka has now of the topics that were delivered, and of the one that is. */
public final class TopicSurvey {
    private static final long LIMIT_S = 10;

    private final Map<SourcePartition, PartitionOffsets> partitions;
    private final Map<SourcePartition, String> unanswered;

    private TopicSurvey(Map<SourcePartition, PartitionOffsets> partitions, Map<SourcePartition, String> unanswered) {
        this.partitions = partitions;
        this.unanswered = unanswered;
    }

    /** With these partitions, by the ids that their topics have now. */
    public static TopicSurvey of(
            Map<SourcePartition, PartitionOffsets> partitions, Map<SourcePartition, String> unanswered) {
        return new TopicSurvey(partitions, unanswered);
    }

    /**
     * Asks for all of it.
     *
     * @param connection properties of an admin client
     * @param group whose commits are meant
     * @throws KafkaException if Kafka does not answer
     */
    public static TopicSurvey ask(Properties connection, Set<String> topics, String group) {
        try (Admin admin = Admin.create(connection)) {
            return ask(admin, topics, group);
        }
    }

    /**
     * The same by a connection that the caller keeps.
     *
     * @throws KafkaException if Kafka does not answer
     */
    public static TopicSurvey ask(Admin admin, Set<String> topics, String group) {
        try {
            Map<TopicPartition, SourcePartition> audited = new HashMap<>();
            for (Map.Entry<String, KafkaFuture<TopicDescription>> asked :
                    admin.describeTopics(topics).topicNameValues().entrySet()) {
                describe(asked.getKey(), asked.getValue(), audited);
            }
            Map<TopicPartition, OffsetAndMetadata> committed = committed(admin, group);
            ListOffsetsResult starts = offsets(admin, audited.keySet(), OffsetSpec.earliest());
            ListOffsetsResult ends = offsets(admin, audited.keySet(), OffsetSpec.latest());
            Map<SourcePartition, PartitionOffsets> partitions = new TreeMap<>();
            Map<SourcePartition, String> unanswered = new TreeMap<>();
            for (Map.Entry<TopicPartition, SourcePartition> entry : audited.entrySet()) {
                OffsetAndMetadata commit = committed.get(entry.getKey());
                try {
                    partitions.put(
                            entry.getValue(),
                            new PartitionOffsets(offset(starts, entry.getKey()), offset(ends, entry.getKey()), commit));
                } catch (ExecutionException | TimeoutException e) {
                    // One whose leader is away does not keep the others from being judged.
                    unanswered.put(entry.getValue(), reason(e));
                }
            }
            return new TopicSurvey(partitions, unanswered);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException(reason(e), e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    public Map<SourcePartition, PartitionOffsets> partitions() {
        return partitions;
    }

    /** Partitions that the topics have, of which Kafka tells nothing now, each with why. */
    public Map<SourcePartition, String> unanswered() {
        return unanswered;
    }

    private static String reason(Exception failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static void describe(
            String topic, KafkaFuture<TopicDescription> answer, Map<TopicPartition, SourcePartition> into)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            TopicDescription description = answer.get(LIMIT_S, TimeUnit.SECONDS);
            description
                    .partitions()
                    .forEach(partition -> into.put(
                            new TopicPartition(topic, partition.partition()),
                            SourcePartition.of(topic, description.topicId(), partition.partition())));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw e;
            }
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, String group)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(LIMIT_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw e;
        }
    }

    /** The ends are those of a reader of committed records, as ingestion is one. */
    private static ListOffsetsResult offsets(Admin admin, Set<TopicPartition> partitions, OffsetSpec spec) {
        return admin.listOffsets(
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> spec)),
                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
    }

    private static long offset(ListOffsetsResult offsets, TopicPartition partition)
            throws ExecutionException, TimeoutException, InterruptedException {
        return offsets.partitionResult(partition).get(LIMIT_S, TimeUnit.SECONDS).offset();
    }
}
