package io.clickreel.audit;

import com.clickhouse.client.api.query.GenericRecord;
import io.clickreel.stream.SourcePartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** If clicks were taken out or put in behind the inserts' back, the minutes lead to the offsets. */
final class MissingRows {
    /** So many offsets are read at once to name what lacks; more is the deep audit's work. */
    private static final long MOST_TO_NAME = 4_000_000;

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
            for (GenericRecord row : store.rows("SELECT _topic, _topic_id, _partition, min(first_offset) AS first,"
                    + " max(last_offset) + 1 AS end FROM batches WHERE "
                    + Bucket.MINUTE.batchesBetween(first, last)
                    + " GROUP BY _topic, _topic_id, _partition")) {
                findings.addAll(find(SourcePartition.of(row), row.getLong("first"), row.getLong("end")));
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
        GenericRecord bounds = store.row(
                "SELECT max(if(end_offset <= {first:UInt64}, end_offset, 0)) AS from, min(if(end_offset >= {end:UInt64},"
                        + " end_offset, 9223372036854775807)) AS to FROM deliveries WHERE"
                        + SourcePartition.IS_THIS,
                partition.parameters("first", first, "end", Math.min(end, totals.end())));
        return new RowCheck(store, MOST_TO_NAME).check(partition, bounds.getLong("from"), bounds.getLong("to"));
    }
}
