package io.clickreel.bench;

import io.clickreel.generate.Click;
import io.clickreel.generate.ClickWriter;
import io.clickreel.generate.Device;
import io.clickreel.generate.EventType;
import io.clickreel.generate.Page;
import io.clickreel.generate.Referrer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Clicks that are looked for from outside: one every 50 ms, each of a user of its own, whose arrival in the view
 * {@code user_clicks_per_minute} a reader notices by asking again and again.
 */
final class Markers implements AutoCloseable {
    private static final long EVERY_NANOS = 50_000_000L;
    private static final long ASK_PAUSE_MS = 30;
    private static final String USER = "mark_";

    private final List<Marker> markers = new CopyOnWriteArrayList<>();
    private final List<Double> askedMs = new CopyOnWriteArrayList<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread sender = new Thread(this::send, "marker-sender");
    private final Thread reader = new Thread(this::read, "marker-reader");
    private final OwnDatabase database;
    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private volatile boolean sending = true;
    private volatile boolean reading = true;

    /** Times are those of nanoTime; 0: not yet. */
    private static final class Marker {
        final long sentMs = System.currentTimeMillis();
        volatile long acknowledgedNanos;
        volatile long seenNanos;
    }

    /** Starts at once. */
    Markers(String broker, String topic, OwnDatabase database) {
        this.topic = topic;
        this.database = database;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker, "acks", "all", "linger.ms", "0"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        sender.start();
        reader.start();
    }

    /** How many were sent so far: the number of the next. */
    int sent() {
        return markers.size();
    }

    /** How long the reader's own question took, in ms, since the start: what it may be late by. */
    Percentiles askedMs() {
        return Percentiles.of(askedMs.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** From Kafka's acknowledgement to the reader's answer, in ms, of the markers that were seen. */
    Percentiles latencyMs(int from, int to) {
        return Percentiles.of(markers.subList(from, to).stream()
                .filter(marker -> marker.seenNanos != 0 && marker.acknowledgedNanos != 0)
                .mapToDouble(marker -> (marker.seenNanos - marker.acknowledgedNanos) / 1e6)
                .toArray());
    }

    /** Sends no more, and waits for those that are on their way. @return how many were not seen within the limit */
    long finish(long limitMs) throws InterruptedException {
        sending = false;
        sender.join();
        producer.flush();
        long limit = System.nanoTime() + limitMs * 1_000_000;
        while (firstUnseen(0) < markers.size() && System.nanoTime() < limit && failure.get() == null) {
            Thread.sleep(ASK_PAUSE_MS);
        }
        reading = false;
        reader.join();
        if (failure.get() != null) {
            throw new IllegalStateException("the markers could not be followed", failure.get());
        }
        return markers.stream().filter(marker -> marker.seenNanos == 0).count();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback says how it went.
    private void send() {
        ClickWriter writer = new ClickWriter();
        long nextNanos = System.nanoTime();
        try {
            while (sending) {
                Marker marker = new Marker();
                Click click = new Click(
                        UUID.randomUUID(),
                        marker.sentMs,
                        user(markers.size()),
                        "s_mark",
                        1,
                        EventType.VIEW,
                        Page.BROWSE,
                        1,
                        Device.WEB,
                        Referrer.values()[0]);
                markers.add(marker);
                producer.send(
                        new ProducerRecord<>(topic, writer.key(click), writer.value(click)), (metadata, exception) -> {
                            marker.acknowledgedNanos = System.nanoTime();
                            if (exception != null) {
                                failure.set(exception);
                            }
                        });
                nextNanos += EVERY_NANOS;
                Thread.sleep(Math.max(0, (nextNanos - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException | RuntimeException e) {
            failure.set(e);
        }
    }

    private void read() {
        int unseen = 0;
        try {
            while (reading) {
                unseen = firstUnseen(unseen);
                if (unseen < markers.size()) {
                    ask(unseen);
                }
                Thread.sleep(ASK_PAUSE_MS);
            }
        } catch (Exception e) {
            failure.set(e);
        }
    }

    /** One question for all of them; both columns are the view's key, so that it stays cheap. */
    private void ask(int unseen) throws Exception {
        long minute = markers.get(unseen).sentMs / 60_000 * 60;
        long startNanos = System.nanoTime();
        List<String> users = database.lines("SELECT user_id FROM user_clicks_per_minute WHERE minute >= toDateTime("
                + minute + ", 'UTC') AND user_id >= '" + user(unseen) + "' AND user_id < '" + USER
                + "~' SETTINGS max_threads = 1");
        long nowNanos = System.nanoTime();
        askedMs.add((nowNanos - startNanos) / 1e6);
        for (String user : users) {
            Marker marker = markers.get(Integer.parseInt(user.substring(USER.length())));
            if (marker.seenNanos == 0) {
                marker.seenNanos = nowNanos;
            }
        }
    }

    private int firstUnseen(int from) {
        int unseen = from;
        while (unseen < markers.size() && markers.get(unseen).seenNanos != 0) {
            unseen++;
        }
        return unseen;
    }

    private static String user(int number) {
        return String.format(Locale.ROOT, USER + "%09d", number);
    }

    @Override
    public void close() throws InterruptedException {
        sending = false;
        reading = false;
        sender.join();
        reader.join();
        producer.close();
    }
}
