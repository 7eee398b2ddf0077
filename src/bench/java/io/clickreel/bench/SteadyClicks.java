package io.clickreel.bench;

import io.clickreel.generate.ClickGeneratorSettings;
import io.clickreel.generate.ClickSource;
import io.clickreel.generate.shared.EncodedEvent;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A crowd whose clicks go to a topic at a steady rate, at the time at which they happen. */
final class SteadyClicks implements AutoCloseable {
    /** With these, a person is there for a quarter of the time, and sessions end. */
    private static final int USERS_PER_CLICK_A_SECOND = 50;

    private static final int LEAST_USERS = 20_000;
    private static final int MOST_USERS = 500_000;
    private static final long TICK_MS = 20;

    private final String topic;
    private final ClickSource source;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "steady-clicks");
    private volatile boolean stopping;

    /** Starts at once. */
    SteadyClicks(String broker, String topic, int ratePerSecond) {
        this.topic = topic;
        this.source = new ClickSource(
                ClickGeneratorSettings.defaults()
                        .withRatePerSecond(ratePerSecond)
                        .withUsers(users(ratePerSecond))
                        .withBatchRows(1_000_000),
                InstantSource.system());
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", broker,
                        "acks", "all",
                        "compression.type", "lz4",
                        "linger.ms", "5",
                        "batch.size", "131072"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        thread.start();
    }

    static int users(int ratePerSecond) {
        return Math.max(LEAST_USERS, Math.min(MOST_USERS, ratePerSecond * USERS_PER_CLICK_A_SECOND));
    }

    /** How many Kafka has. */
    long acknowledged() {
        return acknowledged.get();
    }

    private void run() {
        try {
            while (!stopping) {
                for (EncodedEvent click : source.next()) {
                    producer.send(new ProducerRecord<>(topic, click.key(), click.value()), (metadata, exception) -> {
                        if (exception == null) {
                            acknowledged.incrementAndGet();
                        } else {
                            failure.set(exception);
                        }
                    });
                }
                Thread.sleep(TICK_MS);
            }
        } catch (InterruptedException | RuntimeException e) {
            failure.set(e);
        }
    }

    /** @throws IllegalStateException if a click was not taken by Kafka */
    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join();
        producer.close();
        if (failure.get() != null) {
            throw new IllegalStateException("not all clicks reached Kafka", failure.get());
        }
    }
}
