package io.clickreel.audit;

import io.clickreel.clickhouse.Row;
import io.clickreel.stream.SourcePartition;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the ledger of one partition with what ClickHouse has counted at each insert, range by range.
 *
 * <p>All ranges of ledger, batches and dead letters are walked through once in the order of their offsets. Those that
 * overlap form a group; in a healthy partition a group is one range of the ledger with its batch and its dead letters.
 */
final class LedgerCheck {
    /** Nobody would read more. */
    private static final int MOST_FINDINGS = 20;

    // kind: 0 a range of the ledger, 1 an insert, 2 a dead letter. reached: the end of all ranges before this one;
    // closed: that of the ledger's. A new group begins where a range starts at or after `reached`.
    private static final String GROUPS = "WITH events AS ("
            + "SELECT first_offset AS f, end_offset AS e, toUInt8(0) AS kind, clicks AS lc, dead_letters AS ld, toUInt64(0) AS bc,"
            + " toUInt8(records != clicks + dead_letters OR records + lost_offsets > end_offset - first_offset) AS odd"
            + " FROM deliveries FINAL WHERE" + SourcePartition.IS_THIS + "AND end_offset <= {end:UInt64}"
            + " UNION ALL SELECT first_offset, last_offset + 1, toUInt8(1), toUInt64(0), toUInt64(0), rows, toUInt8(0) FROM"
            + " batches WHERE" + SourcePartition.IS_THIS + "AND first_offset < {end:UInt64}"
            + " UNION ALL SELECT _offset, _offset + 1, toUInt8(2), toUInt64(0), toUInt64(0), toUInt64(0), toUInt8(0) FROM"
            + " dead_letters FINAL WHERE" + SourcePartition.IS_THIS + "AND _offset < {end:UInt64}),"
            + " walked AS (SELECT *, max(e) OVER before AS reached, max(if(kind = 0, e, 0)) OVER before AS closed FROM events"
            + " WINDOW before AS (ORDER BY f, kind, e ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),"
            + " grouped AS (SELECT *, sum(f >= reached) OVER (ORDER BY f, kind, e ROWS BETWEEN UNBOUNDED PRECEDING AND"
            + " CURRENT ROW) AS island FROM walked)"
            + " SELECT min(f) AS first, max(e) AS end, countIf(kind = 0) AS ranges, sum(lc) AS told_rows, sum(ld) AS told_dead,"
            + " sum(bc) AS found_rows, countIf(kind = 2) AS found_dead, countIf(kind = 1) AS inserts,"
            + " minIf(closed, kind = 0 AND closed > 0 AND f > closed) AS gap_first,"
            + " minIf(f, kind = 0 AND closed > 0 AND f > closed) AS gap_end,"
            + " minIf(f, kind = 0 AND f < closed) AS twice_first,"
            + " maxIf(least(e, closed), kind = 0 AND f < closed) AS twice_end, max(odd) AS contradicts"
            + " FROM grouped GROUP BY island"
            + " HAVING ranges = 0 OR told_rows != found_rows OR told_dead != found_dead OR gap_end > 0 OR twice_end > 0"
            + " OR contradicts ORDER BY first LIMIT " + (MOST_FINDINGS + 1);

    private static final String LOST =
            "SELECT first_offset, end_offset, toString(delivered_at) AS at FROM deliveries FINAL"
                    + " WHERE" + SourcePartition.IS_THIS + "AND end_offset <= {end:UInt64} AND lost_offsets > 0"
                    + " ORDER BY first_offset LIMIT " + (MOST_FINDINGS + 1);

    private final Store store;
    private final String replay;

    LedgerCheck(Store store) {
        this.store = store;
        this.replay = " '" + store.replay()
                + "' over these offsets stores them again, once, as long as Kafka still has them.";
    }

    /** @param end the ledger's end before the audit began: all before it is visible by now */
    List<Finding> check(SourcePartition partition, long end) {
        List<Finding> findings = new ArrayList<>();
        for (Row row : store.rows(LOST, partition.parameters("end", end))) {
            Offsets lost = Offsets.before(row.number("first_offset"), row.number("end_offset"));
            findings.add(Finding.violation(partition + ": " + lost + " (" + lost.count() + ") are lost: Kafka had"
                    + " deleted them before they were read, as was seen at " + row.text("at")
                    + " UTC. Nothing here can bring them back; if their producer can, it may send them again."));
        }
        for (Row row : store.rows(GROUPS, partition.parameters("end", end))) {
            add(findings, partition, row);
        }
        if (findings.size() > MOST_FINDINGS) {
            findings.subList(MOST_FINDINGS, findings.size()).clear();
            findings.add(Finding.violation(partition + ": there is more than these " + MOST_FINDINGS + "."));
        }
        return findings;
    }

    private void add(List<Finding> findings, SourcePartition partition, Row group) {
        if (group.number("gap_end") > 0) {
            Offsets gap = Offsets.before(group.number("gap_first"), group.number("gap_end"));
            findings.add(Finding.violation(partition + ": " + gap + " (" + gap.count()
                    + ") are lost: no range of the ledger (table deliveries) has them." + replay));
        }
        if (group.number("twice_end") > 0) {
            Offsets twice = Offsets.before(group.number("twice_first"), group.number("twice_end"));
            findings.add(Finding.violation(partition + ": " + twice + " (" + twice.count()
                    + ") are doubled: more than one range of the ledger (table deliveries) has them." + replay));
        }
        Offsets offsets = Offsets.before(group.number("first"), group.number("end"));
        if (group.number("contradicts") > 0) {
            findings.add(
                    Finding.violation(partition + ": for " + offsets + " the ledger contradicts itself: its numbers"
                            + " of records, rows and dead letters do not go together." + replay));
        }
        long foundRows = group.number("found_rows");
        long foundDead = group.number("found_dead");
        if (group.number("ranges") == 0) {
            findings.add(Finding.violation(partition + ": " + offsets + " are stored without being in the ledger (table"
                    + " deliveries): " + of(foundRows, "row") + ", " + of(foundDead, "dead letter") + "." + replay));
            return;
        }
        compare(findings, partition, offsets, "row", "table " + store.table(), group.number("told_rows"), foundRows);
        compare(
                findings,
                partition,
                offsets,
                "dead letter",
                "table dead_letters",
                group.number("told_dead"),
                foundDead);
    }

    private void compare(
            List<Finding> findings,
            SourcePartition partition,
            Offsets offsets,
            String thing,
            String table,
            long told,
            long found) {
        if (told != found) {
            findings.add(Finding.violation(partition + ": in " + offsets + " "
                    + (found > told
                            ? of(found - told, thing) + " too many (doubled)"
                            : of(told - found, thing) + " missing (lost)")
                    + ": the ledger says " + told + ", " + table + " got " + found + "." + replay));
        }
    }

    static String of(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
