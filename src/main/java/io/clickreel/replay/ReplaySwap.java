package io.clickreel.replay;

import java.util.List;
import java.util.Map;

/** Checks what a replay has staged, and puts it in place of what is live; while ingestion holds still. */
final class ReplaySwap {
    private final Warehouse warehouse;
    private final ReplayPlanner planner;
    private final Staging staging;

    ReplaySwap(Warehouse warehouse, ReplayPlanner planner, Staging staging) {
        this.warehouse = warehouse;
        this.planner = planner;
        this.staging = staging;
    }

    /**
     * Compares what is staged with what it replaces.
     *
     * @param months those that are staged, as {@code toYYYYMM}
     * @param ends of the ledger, by partition
     * @throws IllegalStateException if a count differs; nothing was swapped then
     */
    void verify(ReplayPlan plan, List<Integer> months, Map<Integer, Long> ends) {
        if (months.isEmpty()) {
            return;
        }
        String beside = planner.beside(plan, months, ends);
        requireEqual(
                "rows beside the range",
                count(warehouse.table(), true, beside),
                count(warehouse.table(), false, beside));
        String kafka = plan.inKafka("_offset");
        requireEqual(
                "rows read from Kafka",
                count(warehouse.table(), true, kafka),
                warehouse.number("SELECT toUInt64(sum(clicks)) FROM " + warehouse.staging("deliveries") + " FINAL"));
        String kept = plan.inRange("_offset") + " AND NOT " + kafka;
        requireEqual(
                "rows that only the table has",
                count(warehouse.table(), true, kept),
                warehouse.number("SELECT uniqExact(_partition, _offset) FROM " + warehouse.live() + " WHERE " + kept));
        requireEqual(
                "offsets of the range",
                warehouse.number("SELECT uniqExact(_partition, _offset) FROM " + warehouse.staging() + " WHERE "
                        + plan.inRange("_offset")),
                count(warehouse.table(), true, plan.inRange("_offset")));
    }

    private long count(String table, boolean staged, String condition) {
        return warehouse.number("SELECT count() FROM " + (staged ? warehouse.staging(table) : warehouse.live(table))
                + " WHERE " + condition);
    }

    private static void requireEqual(String what, long staged, long expected) {
        if (staged != expected) {
            throw new IllegalStateException("The staging tables have " + staged + " " + what + ", but " + expected
                    + " are expected; nothing was swapped. Was the table changed by hand meanwhile? Begin again with"
                    + " --restart");
        }
    }

    /**
     * Puts the staged months in place of the live ones, then the ledger, then the batches.
     *
     * <p>Each statement can be done again: if it dies between two, the same replay copies what is new and swaps again.
     */
    void swap(ReplayJournal job, List<Integer> months, Map<Integer, Long> ends, IngestPause pause) {
        for (int month : months) {
            for (String table : staging.monthlyTables()) {
                pause.renew();
                staging.swap(table, month);
            }
        }
        ReplayPlan plan = job.plan();
        // First the new rows: the ledger's end never moves back.
        warehouse.run("INSERT INTO " + warehouse.live("deliveries") + " SELECT * FROM "
                + warehouse.staging("deliveries") + " SETTINGS insert_deduplicate = 0");
        warehouse.run("ALTER TABLE " + warehouse.live("deliveries") + " DELETE WHERE " + plan.inKafka("first_offset")
                + " AND instance != '" + job.job() + "' SETTINGS mutations_sync = 1");
        swapBatches(plan, ends);
    }

    /** One row for each range of the ledger, counted from what is stored now; by staging, because a swap forgets tokens. */
    private void swapBatches(ReplayPlan plan, Map<Integer, Long> ends) {
        String gone = "(" + plan.inRange("first_offset") + " OR " + plan.atOrBehind("first_offset", ends) + ")";
        String batches = warehouse.staging("batches");
        warehouse.run("TRUNCATE TABLE " + batches);
        warehouse.run("INSERT INTO " + batches + " SELECT _topic, _topic_id, _partition, min(_offset), max(_offset),"
                + " count(), min(_timestamp), max(_timestamp), min(event_ts), max(event_ts), max(_ingested_at) FROM"
                + " (SELECT * FROM " + warehouse.staging() + " WHERE " + plan.inRange("_offset")
                + ") AS stored ASOF LEFT JOIN (SELECT _partition AS of_partition, first_offset FROM "
                + warehouse.live("deliveries") + " FINAL WHERE " + plan.inRange("first_offset")
                + ") AS ledger ON stored._partition = ledger.of_partition AND stored._offset >= ledger.first_offset"
                + " GROUP BY _topic, _topic_id, _partition, ledger.first_offset");
        List<Integer> months = warehouse
                .ask("SELECT DISTINCT toYYYYMM(last_timestamp) AS month FROM " + warehouse.live("batches") + " WHERE "
                        + gone + " UNION DISTINCT SELECT DISTINCT toYYYYMM(last_timestamp) FROM " + batches)
                .stream()
                .map(row -> row.getInteger(1))
                .toList();
        if (!months.isEmpty()) {
            warehouse.run("INSERT INTO " + batches + " SELECT * FROM " + warehouse.live("batches")
                    + " WHERE toYYYYMM(last_timestamp) IN (" + Replay.text(months) + ") AND NOT " + gone);
        }
        months.forEach(month -> staging.swap("batches", month));
    }
}
