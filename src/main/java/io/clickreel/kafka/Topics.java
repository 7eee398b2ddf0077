package io.clickreel.kafka;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
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
        kafka.askEach(
                "whether the topics " + String.join(", ", missing.keySet()) + " are made",
                admin -> admin.createTopics(List.copyOf(missing.values())).values(),
                (topic, failure) -> failure instanceof TopicExistsException);
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
