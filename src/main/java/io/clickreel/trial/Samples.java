package io.clickreel.trial;

import io.clickreel.StartupException;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.kafka.TopicSample;
import io.clickreel.trial.Trial.Sample;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Where the records of a trial come from: a topic, or a file with an event in each line. */
public final class Samples {
    private final ClientProperties clients;
    private final KafkaAdmin kafka;

    public Samples(ClientProperties clients, KafkaAdmin kafka) {
        this.clients = clients;
        this.kafka = kafka;
    }

    /**
     * Reads one.
     *
     * @param file null: the topic is read
     * @param most at most so many records
     * @param otherTopic what to correct if Kafka has no such topic, as an imperative
     * @throws StartupException if there is no such topic or file
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    public Sample read(String topic, @Nullable Path file, int most, String otherTopic) {
        if (file != null) {
            List<ConsumerRecord<ByteBuffer, ByteBuffer>> lines = EventFile.read(file, topic, most);
            return new Sample(lines.size() + " lines from the beginning of " + file, Uuid.ZERO_UUID, lines);
        }
        if (kafka.topics(List.of(topic)).isEmpty()) {
            throw new StartupException("Kafka at " + kafka.bootstrap() + " has no topic " + topic + ". " + otherTopic
                    + "; or, before the topic is there, give a file with one JSON object in each line by --file.");
        }
        TopicSample sample = TopicSample.read(clients, kafka, topic, most);
        int count = sample.records().size();
        String source = sample.whole()
                ? "all " + count + " records of topic " + topic
                : count + " records of topic " + topic + ", from up to " + sample.places() + " places in each of its "
                        + sample.partitions() + " partitions, evenly spread from the oldest to the newest";
        return new Sample(source, sample.topicId(), sample.records());
    }
}
