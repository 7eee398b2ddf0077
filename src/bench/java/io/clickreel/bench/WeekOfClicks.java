package io.clickreel.bench;

import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.data.ClickHouseFormat;
import io.clickreel.clickhouse.Inserts;
import io.clickreel.delivery.TestRecords;
import io.clickreel.delivery.batch.EventDecoder;
import io.clickreel.generate.ClickGeneratorSettings;
import io.clickreel.generate.ClickSource;
import io.clickreel.generate.shared.EncodedEvent;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Puts the clicks of the last seven days into a database, as the pipeline does and without Kafka: the generator's crowd with
 * its day and night, in inserts of 100,000 clicks of one of two partitions, through all views.
 */
final class WeekOfClicks implements AutoCloseable {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final int BLOCK_ROWS = 100_000;
    private static final int PARTITIONS = 2;
    private static final int INSERTERS = 2;

    /** Some 17 sessions of 30 clicks. */
    private static final int CLICKS_A_USER = 500;

    private static final int LEAST_USERS = 1_000;
    private static final double DAILY_RHYTHM = 0.8;
    private static final Uuid TOPIC_ID = new Uuid(7, 7);

    private final OwnDatabase database;
    private final ClickSource source;
    private final List<EventDecoder> decoders =
            List.of(new EventDecoder(TestRecords.PLAN), new EventDecoder(TestRecords.PLAN));
    private final long[] offsets = new long[PARTITIONS];
    private final Deque<EncodedEvent> made = new ArrayDeque<>();
    private final ExecutorService inserters = new ThreadPoolExecutor(
            INSERTERS,
            INSERTERS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(INSERTERS),
            // Whoever makes the rows waits by inserting: at most a few blocks are in memory.
            new ThreadPoolExecutor.CallerRunsPolicy());
    private final List<Future<?>> inserting = new ArrayList<>();
    private Instant clock;
    private int blocks;

    /** A week that ends now. */
    WeekOfClicks(OwnDatabase database, long clicksOfTheWeek) {
        this(database, clicksOfTheWeek, Instant.now());
    }

    /** @param clicksOfTheWeek how many make the whole week; more than these lie behind its end */
    WeekOfClicks(OwnDatabase database, long clicksOfTheWeek, Instant end) {
        this.database = database;
        this.clock = end.minus(WEEK);
        this.source = new ClickSource(
                ClickGeneratorSettings.defaults()
                        .withRatePerSecond(clicksOfTheWeek / (double) WEEK.toSeconds())
                        .withUsers((int) Math.max(LEAST_USERS, clicksOfTheWeek / CLICKS_A_USER))
                        .withDailyRhythm(DAILY_RHYTHM)
                        .withStartTime(clock)
                        .withBatchRows(1_000_000),
                () -> clock);
    }

    /** Adds the next clicks, and returns when all of them are stored. */
    void insert(long clicks) throws Exception {
        for (long i = 0; i < clicks; i++) {
            EncodedEvent click = next();
            int partition = Math.floorMod(Arrays.hashCode(click.key()), PARTITIONS);
            EventDecoder decoder = decoders.get(partition);
            if (decoder.add(record(partition, click), TOPIC_ID) != null) {
                throw new IllegalStateException("the generator made a click that breaks the contract");
            }
            if (decoder.rows().rows() == BLOCK_ROWS) {
                flush(decoder);
            }
        }
        for (EventDecoder decoder : decoders) {
            flush(decoder);
        }
        for (Future<?> insert : inserting) {
            insert.get();
        }
        inserting.clear();
    }

    private EncodedEvent next() {
        while (made.isEmpty()) {
            made.addAll(source.next());
            clock = clock.plus(STEP);
        }
        return made.remove();
    }

    private ConsumerRecord<ByteBuffer, ByteBuffer> record(int partition, EncodedEvent click) {
        return new ConsumerRecord<>(
                "dvd_clicks",
                partition,
                offsets[partition]++,
                clock.toEpochMilli(),
                TimestampType.CREATE_TIME,
                click.key().length,
                click.value().length,
                ByteBuffer.wrap(click.key()),
                ByteBuffer.wrap(click.value()),
                new RecordHeaders(),
                Optional.empty());
    }

    private void flush(EventDecoder decoder) throws Exception {
        if (decoder.rows().rows() == 0) {
            return;
        }
        List<String> columns = decoder.rows().columnNames();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);
        decoder.rows().writeTo(bytes);
        decoder.rows().clear();
        InsertSettings settings = Inserts.settings().setDeduplicationToken("week " + blocks++);
        inserting.add(inserters.submit(() -> {
            database.client()
                    .insert("clicks", columns, bytes::writeTo, ClickHouseFormat.Native, settings)
                    .get()
                    .close();
            return null;
        }));
        inserting.removeIf(insert -> insert.isDone() && succeeded(insert));
    }

    private static boolean succeeded(Future<?> insert) {
        try {
            insert.get();
            return true;
        } catch (Exception e) {
            throw new IllegalStateException("an insert failed", e);
        }
    }

    @Override
    public void close() {
        inserters.shutdownNow();
    }
}
