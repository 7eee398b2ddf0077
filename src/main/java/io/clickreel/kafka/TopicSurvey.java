package io.clickreel.kafka;

import io.clickreel.RootCause;
import io.clickreel.stream.SourcePartition;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * What Kafka has now of some topics, by their current ids.
 *
 * @param unanswered partitions of which Kafka tells nothing now, each with the reason
 */
public record TopicSurvey(Map<SourcePartition, PartitionOffsets> partitions, Map<SourcePartition, String> unanswered) {
    /**
     * Asks Kafka. Topics that Kafka does not have are left out.
     *
     * @param group whose commits are meant
     * @throws KafkaException if Kafka does not answer
     */
    public static TopicSurvey ask(KafkaAdmin kafka, Set<String> topics, String group) {
        Map<TopicPartition, SourcePartition> asked = new HashMap<>();
        kafka.topics(topics).forEach((name, topic) -> topic.partitions()
                .forEach(partition -> asked.put(
                        new TopicPartition(name, partition.partition()),
                        SourcePartition.of(name, topic.topicId(), partition.partition()))));
        Map<TopicPartition, OffsetAndMetadata> commits = kafka.commits(group);
        Map<SourcePartition, String> unanswered = new TreeMap<>();
        // A partition whose leader is away must not keep the others from being judged.
        BiPredicate<TopicPartition, Throwable> isAway = (partition, failure) -> {
            unanswered.put(Objects.requireNonNull(asked.get(partition)), RootCause.of(failure));
            return true;
        };
        // Ingestion, too, reads only what is committed.
        IsolationLevel isolation = IsolationLevel.READ_COMMITTED;
        Map<TopicPartition, Long> starts = kafka.offsets(asked.keySet(), OffsetSpec.earliest(), isolation, isAway);
        Map<SourcePartition, PartitionOffsets> partitions = new TreeMap<>();
        kafka.offsets(starts.keySet(), OffsetSpec.latest(), isolation, isAway)
                .forEach((partition, end) -> partitions.put(
                        Objects.requireNonNull(asked.get(partition)),
                        new PartitionOffsets(
                                Objects.requireNonNull(starts.get(partition)), end, commits.get(partition))));
        return new TopicSurvey(partitions, unanswered);
    }
}
