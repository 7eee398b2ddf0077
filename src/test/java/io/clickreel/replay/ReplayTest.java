package io.clickreel.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.contract.ValueReader;
import io.clickreel.testing.DeliveryTestSupport;
import io.clickreel.testing.SteadyWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A replay over the running pipeline: what was damaged by hand is right again, and nobody sees it being made. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplayTest extends DeliveryTestSupport {
    private static final String ROUTE = "clicks-ingest";
    private static final String ALL = "1970-01-01";

    private final List<String> said = new ArrayList<>();

    @Override
    protected Map<String, String> overrides() {
        return Map.of("ingest.batch-rows", "500", "ingest.batch-wait-ms", "100");
    }

    @Test
    @Order(1)
    void aDryRunSaysWhatItWouldDoAndChangesNothing() throws Exception {
        sendClicks(6_000);
        send("u_1", "{\"no\": \"click\"}");
        flush();
        within(60).until(() -> count("(SELECT sum(records) FROM deliveries FINAL)") == 6_001);
        String before = tables();

        try (Replay replay = replay(() -> false)) {
            replay.dryRun(ReplayRequest.parse(ALL, null, null));
        }

        assertThat(said).anyMatch(sentence -> sentence.matches("Partition 0: offsets 0 to \\d+ .*from Kafka\\."));
        assertThat(said).anyMatch(sentence -> sentence.startsWith("Months to be swapped: 202601"));
        assertThat(said).contains("Nothing was changed.");
        assertThat(tables()).isEqualTo(before);
    }

    @Test
    @Order(2)
    void lostDoubledAndMissingRowsAreRightAgainWhileClicksGoOn() throws Exception {
        query("ALTER TABLE clicks DELETE WHERE _offset % 7 = 0 SETTINGS mutations_sync = 2");
        query("TRUNCATE TABLE sessions");
        query("TRUNCATE TABLE dead_letters");
        query("INSERT INTO clicks SELECT * FROM clicks WHERE _partition = 0 AND _offset >= 500 AND _offset < 1000");
        query("INSERT INTO film_clicks_per_minute SELECT minute, film_id, clicks, watchlist_adds FROM"
                + " film_clicks_per_minute");
        AtomicBoolean replaying = new AtomicBoolean(true);
        List<Long> seen = new ArrayList<>();
        String oldRows = "(SELECT count() FROM clicks WHERE _offset < 1000)";
        Thread reader = new Thread(() -> {
            while (replaying.get()) {
                seen.add(count(oldRows));
            }
        });
        reader.start();

        boolean done;
        try (SteadyWork more = steadyClicks(40);
                Replay replay = replay(() -> false)) {
            done = replay.run(ReplayRequest.parse(ALL, null, null), false);
        } finally {
            replaying.set(false);
            reader.join();
        }

        assertThat(done).isTrue();
        assertThat(said)
                .anyMatch(sentence -> sentence.startsWith("1 records that were stored nowhere break the contract"));
        within(60).until(() -> count("(SELECT sum(records) FROM deliveries FINAL)") == sent() + 1);
        assertRight();
        // Before and after the swap, and nothing between.
        assertThat(seen.stream().distinct().count()).isLessThanOrEqualTo(2);
        assertThat(count("(SELECT count() FROM system.databases WHERE name = '"
                        + settings().text("clickhouse.database") + "_replay')"))
                .isZero();
        assertThat(count("(SELECT count() FROM ingest_holds FINAL WHERE held_until > now64(3))"))
                .isZero();
    }

    @Test
    @Order(3)
    void oneThatWasStoppedGoesOnAndARepeatedStepWritesOnce() throws Exception {
        query("ALTER TABLE clicks DELETE WHERE _partition = 1 AND _offset % 5 = 1 SETTINGS mutations_sync = 2");
        ReplayRequest request = ReplayRequest.parse("0", null, 1);
        AtomicInteger steps = new AtomicInteger();
        try (Replay replay = replay(() -> steps.incrementAndGet() > 1)) {
            assertThat(replay.run(request, false)).isFalse();
        }
        assertThat(
                        count(
                                "(SELECT countIf(done AND kind = 'read') FROM replays FINAL WHERE job = (SELECT max(job) FROM replays))"))
                .isEqualTo(1);
        // As if it had died before it took note of the step.
        query("INSERT INTO replays SELECT job, step, kind, plan, _partition, first_offset, end_offset, rows, false,"
                + " now64(3) FROM replays FINAL WHERE kind = 'read' ORDER BY job DESC LIMIT 1");
        try (Replay replay = replay(() -> false)) {
            assertThatThrownBy(() -> replay.run(ReplayRequest.parse(ALL, null, null), false))
                    .isInstanceOf(ReplayRefusedException.class)
                    .hasMessageContaining("Another replay is unfinished: ./clickreel replay --from 0 --partition 1");
        }

        try (Replay replay = replay(() -> false)) {
            assertThat(replay.run(request, false)).isTrue();
        }

        assertRight();
    }

    @Test
    @Order(4)
    void rowsBeyondTheLedgerAreTakenOut() throws Exception {
        context.getRouteController().stopRoute(ROUTE);
        query("INSERT INTO clicks SELECT * REPLACE (_offset + 100000 AS _offset) FROM (SELECT * FROM clicks WHERE"
                + " _partition = 0 AND _offset < 50)");
        sendClicks(200);

        try (Replay replay = replay(() -> false)) {
            assertThat(replay.run(ReplayRequest.parse(ALL, null, 0), false)).isTrue();
        }

        assertThat(said).anyMatch(sentence -> sentence.matches("\\d+ rows beyond .* were taken out.*"));
        context.getRouteController().startRoute(ROUTE);
        within(60).until(() -> count("(SELECT sum(records) FROM deliveries FINAL)") == sent() + 1);
        assertRight();
    }

    @Test
    @Order(5)
    void aBatchThatStaysOpenIsWaitedForAndThenLeftAlone() throws Exception {
        query("ALTER TABLE deliveries ADD CONSTRAINT closed_by_replays_only CHECK match(instance, '^[0-9]{8}-')");
        sendClicks(100);
        within(30).until(() -> count("(SELECT count() FROM clicks)") > sent() - 100);
        ReplayRequest request = ReplayRequest.parse(ALL, null, null);

        try (Replay replay = replay(() -> false).withOpenBatchLimit(3_000)) {
            assertThatThrownBy(() -> replay.run(request, false))
                    .isInstanceOf(ReplayRefusedException.class)
                    .hasMessageContaining("A batch is open (partition")
                    .hasMessageContaining("start the pipeline so that it is finished");
        }
        query("ALTER TABLE deliveries DROP CONSTRAINT closed_by_replays_only");

        within(60).until(() -> count("(SELECT sum(records) FROM deliveries FINAL)") == sent() + 1);
        try (Replay replay = replay(() -> false)) {
            assertThat(replay.run(request, false)).isTrue();
        }
        assertThat(said.get(0)).startsWith("Going on with the replay");
        assertRight();
    }

    @Test
    @Order(6)
    void whatKafkaNoLongerHasIsMadeOfClicks() throws Exception {
        deleteRecords();
        query("TRUNCATE TABLE sessions");
        query("INSERT INTO clicks SELECT * FROM clicks WHERE _partition = 0 AND _offset < 100");

        try (Replay replay = replay(() -> false)) {
            assertThat(replay.run(ReplayRequest.parse(ALL, null, null), false)).isTrue();
        }

        assertThat(said).anyMatch(sentence -> sentence.contains("from the table: Kafka no longer has them"));
        assertRight();
    }

    /** Each click is in clicks and in each view once, and ledger and batches say so. */
    private void assertRight() {
        assertThat(query("SELECT count(), uniqExact(event_id), uniqExact(_partition, _offset) FROM clicks"))
                .isEqualTo(sent() + "\t" + sent() + "\t" + sent());
        for (String view :
                List.of("film_clicks_per_minute", "user_clicks_per_minute", "device_events_per_minute", "sessions")) {
            assertThat(count("(SELECT sum(clicks) FROM " + view + ")")).as(view).isEqualTo(sent());
        }
        assertThat(query("SELECT sum(records), sum(clicks), sum(dead_letters), sum(end_offset - first_offset) FROM"
                        + " deliveries FINAL"))
                .as("ledger")
                .isEqualTo((sent() + 1) + "\t" + sent() + "\t1\t" + (sent() + 1));
        assertThat(count("(SELECT count() FROM deliveries AS d FINAL LEFT JOIN (SELECT _partition, first_offset, rows,"
                        + " last_offset FROM batches) AS b ON d._partition = b._partition WHERE b.first_offset >="
                        + " d.first_offset AND b.first_offset < d.end_offset AND (b.last_offset >= d.end_offset OR b.rows"
                        + " != d.clicks))"))
                .as("batches that are not those of the ledger")
                .isZero();
        assertThat(count("(SELECT sum(rows) FROM batches)")).as("batches").isEqualTo(sent());
        assertThat(count("(SELECT count() FROM dead_letters FINAL)"))
                .as("dead letters")
                .isEqualTo(1);
    }

    /**
     * How many rows each table has, merged, for ClickHouse merges parts at any time; but for the films, which their own route
     * loads at some moment after the start.
     */
    private String tables() {
        String names = query("SELECT name FROM system.tables WHERE name NOT LIKE 'dim_film%' AND database = '"
                + settings().text("clickhouse.database") + "' ORDER BY name");
        List<String> rows = new ArrayList<>();
        for (String name : names.split("\n")) {
            boolean isView = name.endsWith("_mv");
            rows.add(name + (isView ? "" : " " + query("SELECT count() FROM `" + name + "` SETTINGS final = 1")));
        }
        return rows.toString();
    }

    private Replay replay(BooleanSupplier stop) {
        said.clear();
        return new Replay(
                clickHouse(), kafka(), stream(), streams(), ValueReader.PLAIN, progress -> {}, said::add, stop);
    }
}
