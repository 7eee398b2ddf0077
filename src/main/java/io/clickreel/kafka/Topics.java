package io.clickreel.kafka;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of the streams and of their dead letters. */
public final class Topics {
    public static final String TIMESTAMP_TYPE = "message.timestamp.type";
    /** The timestamp type by which a record has the time at which the broker took it. */
    public static final String BY_KAFKA = "LogAppendTime";

    /** More than the largest record that the embedded broker takes from a producer with default settings. */
    private static final int LARGEST_RECORD_BYTES = 8 << 20;
    /** A dead letter has headers in addition to the record that it was. */
    private static final int LARGEST_DEAD_LETTER_BYTES = 9 << 20;

    private static final long LEADERS_LIMIT_NANOS = 10_000_000_000L;
    private static final long LEADERS_PAUSE_NANOS = 20_000_000;

    private Topics() {}

    /**
     * Creates the topics that are missing.
     *
     * @param partitions of a topic that is created
     * @throws KafkaException if Kafka does not answer
     */
    public static void createMissing(
            KafkaAdmin kafka, int partitions, Collection<String> topics, Collection<String> deadTopics) {
        Map<String, NewTopic> missing = new TreeMap<>();
        deadTopics.forEach(name -> missing.put(name, topic(name, partitions, LARGEST_DEAD_LETTER_BYTES)));
        topics.forEach(name -> missing.putIfAbsent(name, topic(name, partitions, LARGEST_RECORD_BYTES)));
        // Who finds them all needs no right to create topics.
        missing.keySet().removeAll(kafka.topics(missing.keySet()).keySet());
        if (!missing.isEmpty()) {
            create(kafka, missing.values());
        }
    }

    /**
     * Creates the topics that do not exist, and waits until their leaders take records. If they took a producer's second
     * batch and not its first, the first would be refused until it expires (KAFKA-15591).
     *
     * @param topics with their numbers of partitions
     * @throws KafkaException if Kafka does not answer
     */
    public static void create(KafkaAdmin kafka, Collection<NewTopic> topics) {
        String names = topics.stream().map(NewTopic::name).collect(Collectors.joining(", "));
        Set<String> created = kafka.askEach(
                        "whether the topics " + names + " are made",
                        admin -> admin.createTopics(topics).values(),
                        (topic, failure) -> failure instanceof TopicExistsException)
                .keySet();
        Set<TopicPartition> partitions = topics.stream()
                .filter(topic -> created.contains(topic.name()))
                .flatMap(topic -> IntStream.range(0, topic.numPartitions())
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                .collect(Collectors.toSet());
        long sinceNanos = System.nanoTime();
        while (!haveLeaders(kafka, partitions) && System.nanoTime() - sinceNanos < LEADERS_LIMIT_NANOS) {
            LockSupport.parkNanos(LEADERS_PAUSE_NANOS);
        }
    }

    /** Only its leader knows where a partition ends. */
    private static boolean haveLeaders(KafkaAdmin kafka, Set<TopicPartition> partitions) {
        return kafka.offsets(
                                partitions,
                                OffsetSpec.latest(),
                                IsolationLevel.READ_UNCOMMITTED,
                                (partition, failure) -> true)
                        .size()
                == partitions.size();
    }

    private static NewTopic topic(String name, int partitions, int largestRecordBytes) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty())
                .configs(Map.of(
                        "max.message.bytes",
                        Integer.toString(largestRecordBytes),
                        // A producer's clock decides neither what retention deletes nor how late a click is.
                        TIMESTAMP_TYPE,
                        BY_KAFKA));
    }
}
