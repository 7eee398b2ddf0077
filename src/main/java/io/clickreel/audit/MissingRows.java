package io.clickreel.audit;

import io.clickreel.clickhouse.Row;
import io.clickreel.stream.SourcePartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the offsets of rows that were added to or removed from clicks by hand, from the minutes that differ. */
final class MissingRows {
    /** Up to this many offsets are read to name the missing ones; beyond that the deep audit has to. */
    private static final long MOST_TO_NAME = 4_000_000;

    private static final String OF_MINUTES = "SELECT _topic, _topic_id, _partition, min(first_offset) AS first,"
            + " max(last_offset) + 1 AS end FROM batches WHERE " + Bucket.MINUTE.batchesBetween()
            + " GROUP BY _topic, _topic_id, _partition";
    private static final String BOUNDS = """
            SELECT max(if(end_offset <= {first:UInt64}, end_offset, 0)) AS from,
                min(if(end_offset >= {end:UInt64}, end_offset, 9223372036854775807)) AS to
            FROM deliveries WHERE
            """ + SourcePartition.IS_THIS;

    private final Store store;
    private final Map<SourcePartition, LedgerTotals> ledger;

    MissingRows(Store store, Map<SourcePartition, LedgerTotals> ledger) {
        this.store = store;
        this.ledger = ledger;
    }

    List<Finding> find(List<ViewCheck.Outcome> views) {
        boolean rowsDiffer = views.stream()
                .anyMatch(outcome -> outcome.view().bucket() == Bucket.ALL && outcome.verdict() == Verdict.VIOLATED);
        List<Long> minutes = views.stream()
                .filter(outcome -> outcome.view().bucket() == Bucket.MINUTE)
                .flatMap(outcome -> outcome.suspects().stream())
                .sorted()
                .toList();
        List<Finding> findings = new ArrayList<>();
        if (!rowsDiffer) {
            return findings;
        }
        if (!minutes.isEmpty()) {
            long first = minutes.get(0);
            long last = minutes.get(minutes.size() - 1);
            for (Row row : store.rows(OF_MINUTES, Bucket.MINUTE.range(first, last))) {
                findings.addAll(find(Store.partition(row), row.number("first"), row.number("end")));
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.remark("'./clickreel audit --deep --restart' reads the rows and names the offsets."));
        }
        return findings;
    }

    private List<Finding> find(SourcePartition partition, long first, long end) {
        LedgerTotals totals = ledger.getOrDefault(partition, LedgerTotals.NONE);
        if (end - first > MOST_TO_NAME || first >= totals.end()) {
            return List.of();
        }
        Row bounds = store.row(BOUNDS, partition.parameters("first", first, "end", Math.min(end, totals.end())));
        return new RowCheck(store, MOST_TO_NAME).check(partition, bounds.number("from"), bounds.number("to"));
    }
}
