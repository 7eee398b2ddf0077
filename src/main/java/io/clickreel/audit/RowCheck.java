package io.clickreel.audit;

import io.clickreel.clickhouse.Row;
import io.clickreel.stream.EventTime;
import io.clickreel.stream.SourcePartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the rows themselves, a chunk of offsets at a time: each offset that the ledger tells of is there, once. */
final class RowCheck {
    private static final int MOST_RANGES = 20;

    private static final String CHUNK_END = "SELECT maxIf(end_offset, end_offset <= {to:UInt64}) AS fits,"
            + " min(end_offset) AS least FROM deliveries WHERE" + SourcePartition.IS_THIS
            + "AND end_offset > {from:UInt64}";
    private static final String IN_LEDGER = " FROM deliveries FINAL WHERE" + SourcePartition.IS_THIS
            + "AND end_offset > {from:UInt64} AND end_offset <= {to:UInt64}";
    private static final String DEAD = "(SELECT _offset FROM dead_letters WHERE" + SourcePartition.IS_THIS
            + "AND _offset >= {from:UInt64} AND _offset < {to:UInt64})";
    private static final String TOLD = "SELECT sum(clicks) AS told, sum(dead_letters) AS told_dead,"
            + " (SELECT uniqExact(_offset) FROM " + DEAD + ") AS dead" + IN_LEDGER;
    // The table is sorted by event time; `batches` has each insert's earliest and latest.
    private static final String TIMES =
            "SELECT count() AS inserts, toUnixTimestamp64Milli(min(first_event_ts)) AS first,"
                    + " toUnixTimestamp64Milli(max(last_event_ts)) AS last FROM batches WHERE"
                    + SourcePartition.IS_THIS
                    + "AND first_offset < {to:UInt64} AND last_offset >= {from:UInt64}";
    private static final String IN_TABLE = " FROM " + Store.RAW + " WHERE _topic_id = {topicId:UUID} AND _partition ="
            + " {partition:UInt32} AND _offset >= {from:UInt64} AND _offset < {to:UInt64}";

    private final Store store;
    private final long chunkOffsets;

    RowCheck(Store store, long chunkOffsets) {
        this.store = store;
        this.chunkOffsets = chunkOffsets;
    }

    /** The end of the chunk that begins at an offset: always the end of a range of the ledger. */
    long chunkEnd(SourcePartition partition, long from, long end) {
        Row row = store.row(CHUNK_END, partition.parameters("from", from, "to", Math.min(end, from + chunkOffsets)));
        long fits = row.number("fits");
        return Math.min(end, fits > from ? fits : Math.max(from + 1, row.number("least")));
    }

    /** @param from where a range of the ledger begins; @param to where one ends */
    List<Finding> check(SourcePartition partition, long from, long to) {
        Map<String, Object> chunk = partition.parameters("from", from, "to", to);
        Row ledger = store.row(TOLD, chunk);
        long told = ledger.number("told");
        Row times = store.row(TIMES, chunk);
        EventTime time = times.number("inserts") > 0 ? store.timeOfBatches() : null;
        String rows = IN_TABLE;
        if (time != null) {
            rows += " AND " + time.since("fromUnixTimestamp64Milli({firstMs:Int64}, 'UTC')") + " AND "
                    + time.before("fromUnixTimestamp64Milli({afterMs:Int64}, 'UTC')");
            chunk.put("firstMs", times.number("first"));
            // batches has whole milliseconds, the table may have microseconds.
            chunk.put("afterMs", times.number("last") + 1);
        }
        Row found = store.row(
                "SELECT count() AS n, uniqExact(_offset) AS offsets, countIf(_offset IN " + DEAD + ") AS both" + rows,
                chunk);
        if (found.number("n") == told
                && found.number("offsets") == told
                && found.number("both") == 0
                && ledger.number("dead") == ledger.number("told_dead")) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        named(
                findings,
                partition,
                "doubled: " + store.table() + " has more than one row of each",
                ranges("SELECT _offset AS o" + rows + " GROUP BY o HAVING count() > 1", chunk));
        named(
                findings,
                partition,
                "doubled: they are in " + store.table() + " and in dead_letters",
                ranges("SELECT DISTINCT _offset AS o" + rows + " AND _offset IN " + DEAD, chunk));
        addMissing(findings, partition, rows, chunk);
        if (findings.isEmpty()) {
            findings.add(
                    Finding.violation(partition + ": in " + Offsets.before(from, to) + " the ledger tells of " + told
                            + " rows and " + ledger.number("told_dead") + " dead letters, and there are "
                            + found.number("n") + " rows of " + found.number("offsets") + " offsets in "
                            + store.table() + ", and "
                            + ledger.number("dead") + " in dead_letters."));
        }
        return findings;
    }

    /** A range of the ledger may have offsets without a record; only what is missing beyond them is reported. */
    private void addMissing(List<Finding> findings, SourcePartition partition, String rows, Map<String, Object> chunk) {
        String absent =
                "SELECT number AS o FROM numbers({from:UInt64}, {to:UInt64} - {from:UInt64}) WHERE number NOT IN"
                        + " (SELECT _offset" + rows + ") AND number NOT IN " + DEAD;
        String short_ =
                "SELECT first_offset, end_offset, without_record, count() AS n FROM (SELECT o, toUInt8(1) AS one"
                        + " FROM (" + absent
                        + ")) AS a ASOF JOIN (SELECT first_offset, end_offset, end_offset - first_offset -"
                        + " records AS without_record, toUInt8(1) AS one" + IN_LEDGER
                        + ") AS l ON a.one = l.one AND a.o >="
                        + " l.first_offset WHERE o < end_offset GROUP BY first_offset, end_offset, without_record"
                        + " HAVING n > without_record ORDER BY first_offset LIMIT " + MOST_RANGES;
        for (Row range : store.rows(short_, chunk)) {
            Map<String, Object> within = new HashMap<>(chunk);
            within.put("first", range.number("first_offset"));
            within.put("end", range.number("end_offset"));
            List<Offsets> missing =
                    ranges("SELECT o FROM (" + absent + ") WHERE o >= {first:UInt64} AND o < {end:UInt64}", within);
            long without = range.number("without_record");
            named(
                    findings,
                    partition,
                    without == 0
                            ? "missing (lost): they are neither in " + store.table() + " nor in dead_letters"
                            : "neither in " + store.table() + " nor in dead_letters, and only " + without + " of these "
                                    + range.number("n") + " had no record in Kafka: the others are missing (lost)",
                    missing);
        }
    }

    private void named(List<Finding> findings, SourcePartition partition, String what, List<Offsets> ranges) {
        if (!ranges.isEmpty()) {
            boolean more = ranges.size() > MOST_RANGES;
            List<Offsets> told = more ? ranges.subList(0, MOST_RANGES) : ranges;
            findings.add(Finding.violation(partition + ": offsets " + Offsets.list(told) + (more ? " and more" : "")
                    + " are " + what
                    + ". '" + store.replay()
                    + "' over them stores them again, once, as long as Kafka still has them."));
        }
    }

    /** @param offsets a question whose answer has one column, o */
    private List<Offsets> ranges(String offsets, Map<String, Object> parameters) {
        return store
                .rows(
                        "SELECT min(o) AS first, max(o) AS last FROM (SELECT o, toInt64(o) - toInt64(row_number() OVER"
                                + " (ORDER BY o)) AS block FROM (" + offsets + ")) GROUP BY block ORDER BY first LIMIT "
                                + (MOST_RANGES + 1),
                        parameters)
                .stream()
                .map(row -> new Offsets(row.number("first"), row.number("last")))
                .toList();
    }
}
