package io.clickreel.faults;

import io.clickreel.generate.Click;
import io.clickreel.generate.ClickGenerator;
import io.clickreel.generate.ClickGeneratorSettings;
import io.clickreel.generate.ClickWriter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer that sends at a steady rate up to a limit, never gives a record up early, and takes down what Kafka says to each. */
final class Load implements AutoCloseable {
    private static final long MONTH_MS = 30L * 24 * 3600 * 1000;
    private static final long TICK_MS = 10;

    private final String topic;
    private final Shape shape;
    private final long most;
    private final Ledger ledger;
    private final Random random;
    private final ClickGenerator clicks;
    private final ClickWriter writer = new ClickWriter();
    private final ArrayDeque<Click> made = new ArrayDeque<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread = new Thread(this::run, "load");
    private volatile boolean stopping;
    private volatile long sent;
    private volatile RuntimeException failure;

    /** Starts at once. */
    Load(String brokers, String topic, Shape shape, long most, long seed, Ledger ledger) {
        this.topic = topic;
        this.shape = shape;
        this.most = most;
        this.ledger = ledger;
        this.random = new Random(seed);
        this.clicks = new ClickGenerator(ClickGeneratorSettings.defaults()
                .withRatePerSecond(0)
                .withUsers(2_000)
                .withBatchRows(500)
                .withSeed(seed));
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", brokers,
                        "acks", "all",
                        "enable.idempotence", "true",
                        "linger.ms", "5",
                        // A broker that is frozen or dead is asked again, and soon.
                        "request.timeout.ms", "5000",
                        "delivery.timeout.ms", "120000",
                        "reconnect.backoff.max.ms", "500",
                        "compression.type", "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        thread.setDaemon(true);
        thread.start();
    }

    long sent() {
        return sent;
    }

    /** Stops sending and returns when Kafka has answered for each record, or two minutes after it could not. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
        if (failure != null) {
            throw failure;
        }
    }

    private void run() {
        long startNanos = System.nanoTime();
        try {
            while (!stopping) {
                long due = Math.min(most, (System.nanoTime() - startNanos) * shape.ratePerSecond() / 1_000_000_000);
                while (sent < due && !stopping) {
                    send();
                }
                Thread.sleep(TICK_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // Only the load's own thread writes it.
    private void send() {
        Click click = next();
        byte[] value = writer.value(click);
        boolean good = random.nextDouble() >= shape.poisonShare();
        // Some clients send no key.
        byte[] key = random.nextInt(50) == 0 ? null : writer.key(click);
        producer.send(
                new ProducerRecord<>(topic, key, good ? value : Poison.of(value, random)), (metadata, exception) -> {
                    if (exception == null) {
                        ledger.acknowledged(metadata.partition(), metadata.offset(), good);
                    } else {
                        ledger.notAcknowledged();
                    }
                });
        sent++;
    }

    private Click next() {
        while (made.isEmpty()) {
            made.addAll(clicks.due(Instant.now()));
        }
        Click click = made.remove();
        long earlierMs = random.nextInt(shape.months()) * MONTH_MS;
        return new Click(
                click.eventId(),
                click.eventTimeMs() - earlierMs,
                click.userId(),
                click.sessionId(),
                click.filmId(),
                click.eventType(),
                click.page(),
                click.position(),
                click.device(),
                click.referrer());
    }
}
