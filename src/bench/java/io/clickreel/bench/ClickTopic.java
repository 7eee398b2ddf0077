package io.clickreel.bench;

import io.clickreel.generate.ClickGeneratorSettings;
import io.clickreel.generate.ClickSource;
import io.clickreel.generate.shared.EncodedEvent;
import io.clickreel.testing.NewTopics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The backlog: a topic that is filled once, and that each contender reads from its beginning.
 *
 * @param id Kafka's
 */
record ClickTopic(String broker, String name, Uuid id, long clicks) {
    static final int PARTITIONS = 2;

    /**
     * The rate at which 20,000 people, the generator's default crowd, come and go and make sessions of some 30 clicks. From
     * 1,600 a second on all of them are always there, and no session ends.
     */
    private static final double RATE_PER_SECOND = 400;

    private static final Instant START = Instant.parse("2026-01-15T06:00:00Z");
    private static final Pattern PEOPLE = Pattern.compile("\"user_id\":\"[^\"]*\",\"session_id\":\"[^\"]*\"");

    /**
     * Creates and fills it. Keys decide the partition, as producers have it.
     *
     * @param randomSessions whether each click has a user and a session of its own
     */
    static ClickTopic filled(String broker, String name, long clicks, boolean randomSessions) throws Exception {
        Map<String, Object> kafka = Map.of(
                "bootstrap.servers", broker,
                "compression.type", "lz4",
                "linger.ms", "50",
                "batch.size", "524288",
                "buffer.memory", "67108864");
        NewTopics.create(kafka, new NewTopic(name, PARTITIONS, (short) 1));
        Uuid id;
        try (Admin admin = Admin.create(kafka)) {
            id = admin.describeTopics(List.of(name))
                    .allTopicNames()
                    .get()
                    .get(name)
                    .topicId();
        }
        long[] second = {0};
        ClickSource source = new ClickSource(
                ClickGeneratorSettings.defaults()
                        .withRatePerSecond(RATE_PER_SECOND)
                        .withStartTime(START),
                () -> START.plusSeconds(second[0]));
        Random random = new Random(1);
        try (var producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
            long sent = 0;
            while (sent < clicks) {
                for (EncodedEvent click : source.next()) {
                    if (sent == clicks) {
                        break;
                    }
                    producer.send(randomSessions ? alone(name, click, random) : record(name, click));
                    sent++;
                }
                second[0]++;
            }
        }
        return new ClickTopic(broker, name, id, clicks);
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, EncodedEvent click) {
        return new ProducerRecord<>(topic, click.key(), click.value());
    }

    private static ProducerRecord<byte[], byte[]> alone(String topic, EncodedEvent click, Random random) {
        String user = "u_" + random.nextInt(1_000_000_000);
        String session = String.format("s_%08x", random.nextInt());
        String value = PEOPLE.matcher(new String(click.value(), StandardCharsets.UTF_8))
                .replaceFirst("\"user_id\":\"" + user + "\",\"session_id\":\"" + session + "\"");
        return new ProducerRecord<>(
                topic, ('"' + user + '"').getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }
}
