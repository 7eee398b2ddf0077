package io.clickreel.replay;

import io.clickreel.clickhouse.Sql;
import io.clickreel.stream.Stream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ingestion of a stream, or of all, from beginning batches while tables are swapped, and waits until no batch
 * of them is open.
 */
final class IngestPause implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IngestPause.class);
    private static final Sql HOLD = new Sql("INSERT INTO ingest_holds (holder, topic, held_until)"
            + " SELECT {holder:String}, {topic:String}, now64(3) + toIntervalMinute({minutes:UInt8})");
    /** The pause ends by itself after this time if the replay dies. */
    private static final int HELD_MINUTES = 10;

    /** By then each consumer knows of the pause: it asks once a second, and commits at once what it begins. */
    private static final long ASKED_MS = 2_500;
    /** By then a consumer that lives has committed the end of a batch that the ledger has. */
    private static final long ENDED_MS = 30_000;

    private static final long PAUSE_MS = 250;

    private final Warehouse warehouse;
    private final OpenBatches openBatches;
    private final String holder;
    private final long limitMs;
    private List<Stream> held;
    /** Empty: all. */
    private String topic;

    private IngestPause(Warehouse warehouse, OpenBatches openBatches, Stream stream, String holder, long limitMs) {
        this.warehouse = warehouse;
        this.openBatches = openBatches;
        this.holder = holder;
        this.limitMs = limitMs;
        this.held = List.of(stream);
        this.topic = stream.topic();
    }

    /**
     * Asks for the pause of one stream and waits until each batch of it that was begun is finished.
     *
     * @param limitMs how long to wait for that
     * @throws ReplayRefusedException if a batch stays open
     */
    static IngestPause begin(Warehouse warehouse, OpenBatches openBatches, Stream stream, String job, long limitMs)
            throws InterruptedException {
        IngestPause pause = new IngestPause(warehouse, openBatches, stream, "replay " + job, limitMs);
        pause.renew();
        try {
            pause.awaitQuiet();
            return pause;
        } catch (RuntimeException | InterruptedException e) {
            pause.close();
            throw e;
        }
    }

    /**
     * Asks for the pause of all streams.
     *
     * @throws ReplayRefusedException if a batch stays open
     */
    void widen(List<Stream> all) throws InterruptedException {
        held = all;
        topic = "";
        renew();
        awaitQuiet();
    }

    void renew() {
        hold(HELD_MINUTES);
    }

    /** @throws ReplayRefusedException if a batch was begun in spite of it */
    void requireQuiet() {
        openBatches.find(held, true).ifPresent(open -> {
            throw opened(open);
        });
    }

    @Override
    public void close() {
        try {
            hold(0);
        } catch (RuntimeException e) {
            LOG.warn("Ingestion waits for up to ten minutes: its hold could not be taken back ({})", e.getMessage());
        }
    }

    private void hold(int minutes) {
        warehouse.run(HOLD.with(Map.of("holder", holder, "topic", topic, "minutes", minutes)));
    }

    private void awaitQuiet() throws InterruptedException {
        long begunMs = System.nanoTime() / 1_000_000;
        Thread.sleep(ASKED_MS);
        while (true) {
            long waitedMs = System.nanoTime() / 1_000_000 - begunMs;
            Optional<String> open = openBatches.find(held, waitedMs > ENDED_MS);
            if (open.isEmpty()) {
                return;
            }
            if (waitedMs > limitMs) {
                throw opened(open.get());
            }
            Thread.sleep(PAUSE_MS);
        }
    }

    private static ReplayRefusedException opened(String batch) {
        return new ReplayRefusedException("A batch is open (" + batch + "): start the pipeline so that it is finished,"
                + " then run the same replay again; it goes on where it stopped.");
    }
}
