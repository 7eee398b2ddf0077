package io.clickreel.bench;

import io.clickreel.generate.ClickGeneratorSettings;
import io.clickreel.generate.ClickSource;
import io.clickreel.generate.shared.EncodedEvent;
import io.clickreel.testing.NewTopics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic with clicks that wait for somebody to read them; it is deleted when it is closed. */
final class Backlog implements AutoCloseable {
    /** At this rate the generator's 20,000 people come and go, and make sessions of some 30 clicks. */
    private static final int RATE_PER_SECOND = 400;

    private final String broker;
    private final String topic;
    private final ClickSource source;
    private Instant clock = Instant.parse("2026-01-15T06:00:00Z");

    Backlog(String broker, String topic, int partitions) throws Exception {
        this.broker = broker;
        this.topic = topic;
        this.source = new ClickSource(
                ClickGeneratorSettings.defaults()
                        .withRatePerSecond(RATE_PER_SECOND)
                        .withStartTime(clock),
                () -> clock);
        NewTopics.create(Map.of("bootstrap.servers", broker), new NewTopic(topic, partitions, (short) 1));
    }

    /** Adds clicks, and returns when Kafka has them; the users decide the partition. */
    void add(long clicks) {
        Map<String, Object> kafka = Map.of(
                "bootstrap.servers", broker, "compression.type", "lz4", "linger.ms", "50", "batch.size", "524288");
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (var producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
            long sent = 0;
            while (sent < clicks) {
                for (EncodedEvent click : source.next()) {
                    if (sent < clicks) {
                        producer.send(
                                new ProducerRecord<>(topic, click.key(), click.value()), (metadata, exception) -> {
                                    if (exception != null) {
                                        failure.set(exception);
                                    }
                                });
                        sent++;
                    }
                }
                clock = clock.plusSeconds(1);
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException("the topic could not be filled", failure.get());
        }
    }

    @Override
    public void close() throws Exception {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker));
    }
}
