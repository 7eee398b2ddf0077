package io.clickreel.audit;

import io.clickreel.clickhouse.Row;
import io.clickreel.stream.SourcePartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;

/** Finds the offsets of rows that were added to or removed from the table by hand, from the minutes or days that differ. */
final class MissingRows {
    /** Up to this many offsets are read to name the missing ones; beyond that the deep audit has to. */
    private static final long MOST_TO_NAME = 4_000_000;

    private static final String OF_TIME = "SELECT _topic, _topic_id, _partition, min(first_offset) AS first,"
            + " max(last_offset) + 1 AS end FROM batches WHERE" + Store.OF_STREAM
            + "AND %s GROUP BY _topic, _topic_id, _partition";
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
        boolean rowsDiffer =
                views.stream().anyMatch(outcome -> outcome.view().shared() && outcome.verdict() == Verdict.VIOLATED);
        List<Finding> findings = new ArrayList<>();
        if (!rowsDiffer) {
            return findings;
        }
        // The narrowest range of time that a view tells; all of it if none does.
        Bucket bucket = views.stream()
                .filter(outcome -> !outcome.suspects().isEmpty())
                .map(outcome -> outcome.view().bucket())
                .min(Comparator.naturalOrder())
                .orElse(Bucket.ALL);
        LongSummaryStatistics starts = views.stream()
                .filter(outcome -> outcome.view().bucket() == bucket)
                .flatMap(outcome -> outcome.suspects().stream())
                .mapToLong(Long::longValue)
                .summaryStatistics();
        for (Row row : store.rows(
                OF_TIME.formatted(bucket.batchesBetween(store.timeOfBatches())),
                bucket.range(starts.getMin(), starts.getMax()))) {
            findings.addAll(find(Store.partition(row), row.number("first"), row.number("end")));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.remark("'./clickreel audit --deep --restart" + store.streamOption()
                    + "' reads the rows and names the offsets."));
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
