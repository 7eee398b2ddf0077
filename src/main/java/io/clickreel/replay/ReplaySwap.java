package io.clickreel.replay;

import io.clickreel.clickhouse.Sql;
import io.clickreel.stream.EventTime;
import java.util.List;
import java.util.Map;

/** Checks what a replay has staged, and puts it in place of what is live; while ingestion is paused. */
final class ReplaySwap {
    private static final Sql LIVE = new Sql("SELECT count() FROM {table:Identifier}");
    private static final Sql LIVE_OFFSETS = new Sql("SELECT uniqExact(_partition, _offset) FROM {table:Identifier}");
    private static final Sql STAGED = new Sql("SELECT count() FROM {staging:Identifier}.{table:Identifier}");
    private static final Sql STAGED_OFFSETS =
            new Sql("SELECT uniqExact(_partition, _offset) FROM {staging:Identifier}.{table:Identifier}");
    private static final Sql STAGED_ROWS =
            new Sql("SELECT toUInt64(sum(clicks)) FROM {staging:Identifier}.deliveries FINAL");

    private static final String COUNTED = """
            INSERT INTO {staging:Identifier}.batches (_topic, _topic_id, _partition, table, first_offset, last_offset,
                rows, first_timestamp, last_timestamp, first_event_ts, last_event_ts, ingested_at)
            SELECT _topic, _topic_id, _partition, {table:String}, min(_offset), max(_offset), count(), min(_timestamp),
                max(_timestamp), %s, %s, max(_ingested_at)
            FROM (SELECT * FROM {staging:Identifier}.{table:Identifier} WHERE %s) AS stored
            ASOF LEFT JOIN
            (
                SELECT _partition AS of_partition, first_offset FROM deliveries FINAL WHERE %s
            ) AS ledger ON stored._partition = ledger.of_partition AND stored._offset >= ledger.first_offset
            GROUP BY _topic, _topic_id, _partition, ledger.first_offset
            """;
    private static final String MONTHS = """
            SELECT DISTINCT toYYYYMM(last_timestamp) AS month FROM batches WHERE %s
            UNION DISTINCT SELECT DISTINCT toYYYYMM(last_timestamp) FROM {staging:Identifier}.batches
            """;
    private static final Sql OTHERS = new Sql("INSERT INTO {staging:Identifier}.batches SELECT * FROM batches"
            + " WHERE toYYYYMM(last_timestamp) IN {months:Array(UInt32)} AND NOT ");

    private static final Sql BEHIND = new Sql("SELECT count() FROM batches WHERE ");

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
     * @param months the months that are staged, as {@code toYYYYMM}
     * @param ends of the ledger, by partition
     * @throws IllegalStateException if a count differs; nothing was swapped then
     */
    void verify(ReplayPlan plan, List<Integer> months, Map<Integer, Long> ends) {
        if (months.isEmpty()) {
            return;
        }
        Sql beside = planner.beside(plan, months, ends);
        requireEqual("rows beside the range", number(STAGED, beside), number(LIVE, beside));
        Sql kafka = plan.inKafka("_offset");
        requireEqual("rows read from Kafka", number(STAGED, kafka), warehouse.number(STAGED_ROWS));
        Sql kept = plan.inRange("_offset").plus(" AND NOT ").plus(kafka);
        requireEqual("rows that only the table has", number(STAGED, kept), number(LIVE_OFFSETS, kept));
        Sql range = plan.inRange("_offset");
        requireEqual("offsets of the range", number(STAGED_OFFSETS, range), number(STAGED, range));
    }

    private long number(Sql question, Sql condition) {
        return warehouse.number(question.plus(" WHERE ").plus(condition));
    }

    private static void requireEqual(String what, long staged, long expected) {
        if (staged != expected) {
            throw new IllegalStateException("The staging tables have " + staged + " " + what + ", but " + expected
                    + " are expected; nothing was swapped. Was the table changed by hand meanwhile? Begin again with"
                    + " --restart");
        }
    }

    /**
     * Whether rows behind the ledger's end are taken out, which ingestion stores again: then what was inserted has to be
     * forgotten, or a batch with the same token would not be counted.
     *
     * @param beyond rows of the stream's table behind the ledger's end
     */
    boolean takesOut(ReplayPlan plan, Map<Integer, Long> ends, long beyond) {
        return beyond > 0 || warehouse.number(BEHIND.plus(plan.atOrBehind("first_offset", "ledger", ends))) > 0;
    }

    /**
     * Puts the staged months in place of the live ones, then the ledger, then the batches.
     *
     * @param forgets whether {@code batches} forgets what was inserted: all streams have to be held then
     *
     * <p>Each statement can be repeated: after a death between two, the same replay copies what is new and swaps again.
     */
    void swap(ReplayJournal job, List<Integer> months, Map<Integer, Long> ends, IngestPause pause, boolean forgets) {
        for (int month : months) {
            for (String table : staging.monthlyTables()) {
                pause.renew();
                staging.swap(table, month);
            }
        }
        ReplayPlan plan = job.plan();
        // The new rows first: the ledger's end never moves back.
        warehouse.run(
                "INSERT INTO deliveries SELECT * FROM {staging:Identifier}.deliveries SETTINGS insert_deduplicate = 0");
        warehouse.run(new Sql("ALTER TABLE deliveries DELETE WHERE ")
                .plus(plan.inKafka("first_offset"))
                .plus(" AND instance != {job:String} SETTINGS mutations_sync = 1")
                .with("job", job.job()));
        swapBatches(plan, ends, forgets);
    }

    /**
     * Writes a row for each range of the ledger, counted from what is stored now.
     *
     * <p>A month of {@code batches} has the rows of all streams, and those of the others are left where they are. Only to
     * forget tokens the whole month is swapped: a DELETE would leave those of the rows that it takes out.
     */
    private void swapBatches(ReplayPlan plan, Map<Integer, Long> ends, boolean forgets) {
        Sql gone = new Sql("(")
                .plus(plan.inRange("first_offset"))
                .plus(" OR ")
                .plus(plan.atOrBehind("first_offset", "ledger", ends))
                .plus(")");
        warehouse.run("TRUNCATE TABLE {staging:Identifier}.batches");
        Sql stored = plan.inRange("_offset");
        Sql ledger = plan.inRange("first_offset");
        warehouse.run(new Sql(COUNTED.formatted(
                        "min(" + EventTime.COLUMN + ")", "max(" + EventTime.COLUMN + ")", stored.text(), ledger.text()))
                .with(stored.parameters())
                .with(ledger.parameters()));
        if (!forgets) {
            warehouse.run(
                    new Sql("ALTER TABLE batches DELETE WHERE ").plus(gone).plus(" SETTINGS mutations_sync = 1"));
            warehouse.run(
                    "INSERT INTO batches SELECT * FROM {staging:Identifier}.batches SETTINGS insert_deduplicate = 0");
            return;
        }
        List<Integer> months = warehouse.rows(new Sql(MONTHS.formatted(gone.text()), gone.parameters())).stream()
                .map(row -> row.integer("month"))
                .toList();
        if (!months.isEmpty()) {
            warehouse.run(OTHERS.with("months", months).plus(gone));
        }
        months.forEach(month -> staging.swap("batches", month));
    }
}
