package io.clickreel.replay;

import io.clickreel.clickhouse.Sql;
import io.clickreel.delivery.Intent;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps ingestion from beginning batches while tables are swapped, and waits until no batch is open. */
final class IngestPause implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IngestPause.class);
    private static final Sql HOLD = new Sql(
            "INSERT INTO ingest_holds (holder, held_until) SELECT {holder:String}, now64(3) + toIntervalMinute({minutes:UInt8})");
    /** The pause ends by itself after this time if the replay dies. */
    private static final int HELD_MINUTES = 10;

    /** By then each consumer knows of the pause: it asks once a second, and commits at once what it begins. */
    private static final long ASKED_MS = 2_500;
    /** By then a consumer that lives has committed the end of a batch that the ledger has. */
    private static final long ENDED_MS = 30_000;

    private static final long PAUSE_MS = 250;

    private final Warehouse warehouse;
    private final TopicLog log;
    private final ReplayPlanner planner;
    private final ReplayPlan plan;
    private final String holder;

    private IngestPause(Warehouse warehouse, TopicLog log, ReplayPlanner planner, ReplayPlan plan, String holder) {
        this.warehouse = warehouse;
        this.log = log;
        this.planner = planner;
        this.plan = plan;
        this.holder = holder;
    }

    /**
     * Asks for the pause and waits until each batch that was begun is finished.
     *
     * @param limitMs how long to wait for that
     * @throws ReplayRefusedException if a batch stays open
     */
    static IngestPause begin(
            Warehouse warehouse, TopicLog log, ReplayPlanner planner, ReplayPlan plan, String job, long limitMs)
            throws InterruptedException {
        IngestPause pause = new IngestPause(warehouse, log, planner, plan, "replay " + job);
        pause.renew();
        try {
            pause.awaitQuiet(limitMs);
            return pause;
        } catch (RuntimeException | InterruptedException e) {
            pause.close();
            throw e;
        }
    }

    void renew() {
        hold(HELD_MINUTES);
    }

    /** @throws ReplayRefusedException if a batch was begun in spite of it */
    void requireQuiet() {
        String open = openBatch(true);
        if (open != null) {
            throw opened(open);
        }
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
        warehouse.run(HOLD.with(Map.of("holder", holder, "minutes", minutes)));
    }

    private void awaitQuiet(long limitMs) throws InterruptedException {
        long begunMs = System.nanoTime() / 1_000_000;
        Thread.sleep(ASKED_MS);
        while (true) {
            long waitedMs = System.nanoTime() / 1_000_000 - begunMs;
            String open = openBatch(waitedMs > ENDED_MS);
            if (open == null) {
                return;
            }
            if (waitedMs > limitMs) {
                throw opened(open);
            }
            Thread.sleep(PAUSE_MS);
        }
    }

    /**
     * Names a batch that somebody may still be inserting; null if there is none.
     *
     * @param endsMayLack whether a batch counts as done when the ledger has it and Kafka not: its owner has died
     */
    private @Nullable String openBatch(boolean endsMayLack) {
        // The commits first: a batch that ends in between is then seen as open, never an open one as ended.
        Map<Integer, OffsetAndMetadata> commits = new TreeMap<>(log.commits());
        Map<Integer, Long> closed = planner.ledgerEnds(plan);
        Map<Integer, Long> inserted = planner.insertedEnds(plan);
        for (Map.Entry<Integer, OffsetAndMetadata> commit : commits.entrySet()) {
            Optional<Intent> intent = Intent.read(commit.getValue())
                    .filter(found ->
                            found.topicId().equals(log.id()) && found.end().isPresent());
            if (intent.isEmpty()) {
                continue;
            }
            long first = commit.getValue().offset();
            long end = intent.get().end().getAsLong();
            long ledger = closed.getOrDefault(commit.getKey(), first);
            // Rows behind the intent's end belong to no batch that anyone can finish; ingestion has stopped for them.
            boolean begun = first == ledger && inserted.getOrDefault(commit.getKey(), 0L) <= end;
            if (begun || end == ledger && !endsMayLack) {
                return "partition " + commit.getKey() + ", offsets " + first + " to " + (end - 1);
            }
        }
        return null;
    }

    private static ReplayRefusedException opened(String batch) {
        return new ReplayRefusedException("A batch is open (" + batch + "): start the pipeline so that it is finished,"
                + " then run the same replay again; it goes on where it stopped.");
    }
}
