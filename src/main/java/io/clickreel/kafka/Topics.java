package io.clickreel.kafka;

import io.clickreel.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of clicks and of dead letters. */
public final class Topics {
    public static final String TIMESTAMP_TYPE = "message.timestamp.type";
    /** The timestamp type by which a record has the time at which the broker took it. */
    public static final String BY_KAFKA = "LogAppendTime";

    private Topics() {}

    /**
     * Creates the topics that are missing.
     *
     * @throws KafkaException if Kafka does not answer
     */
    public static void createMissing(KafkaAdmin kafka, Settings settings) {
        List<NewTopic> topics = List.of(
                // More than the largest record that the embedded broker takes from a producer with default settings.
                topic(settings, "kafka.topic", 8 << 20),
                // A dead letter has headers in addition to the record that it was.
                topic(settings, "kafka.dead-topic", 9 << 20));
        kafka.askEach(
                "whether the topics of kafka.topic and kafka.dead-topic are made",
                admin -> admin.createTopics(topics).values(),
                (topic, failure) -> failure instanceof TopicExistsException);
    }

    private static NewTopic topic(Settings settings, String name, int largestRecordBytes) {
        return new NewTopic(
                        settings.text(name),
                        Optional.of((int) settings.number("kafka.topic-partitions", 1, 10_000)),
                        Optional.empty())
                .configs(Map.of(
                        "max.message.bytes",
                        Integer.toString(largestRecordBytes),
                        // A producer's clock decides neither what retention deletes nor how late a click is.
                        TIMESTAMP_TYPE,
                        BY_KAFKA));
    }
}
