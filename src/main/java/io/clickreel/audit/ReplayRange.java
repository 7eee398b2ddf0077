package io.clickreel.audit;

import io.clickreel.clickhouse.Row;
import io.clickreel.schema.SchemaFault;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds which records a replay has to read, in Kafka's times, from the rows of some minutes or days. */
final class ReplayRange {
    private static final String NEWEST =
            "SELECT formatDateTime(max(last_timestamp), '%F %T') AS newest, count() AS ranges FROM deliveries"
                    + " WHERE" + Store.OF_STREAM;

    private static final String TIMES = """
            SELECT formatDateTime(min(f), '%%F %%T') AS earliest,
                formatDateTime(max(l) + toIntervalSecond(1), '%%F %%T') AS latest
            FROM
            (
                SELECT minOrNull(_timestamp) AS f, maxOrNull(_timestamp) AS l FROM {rawTable:Identifier} WHERE %1$s
                UNION ALL SELECT minOrNull(first_timestamp), maxOrNull(last_timestamp) FROM batches
                WHERE _topic IN {streamTopics:Array(String)} AND %2$s
            )
            """;

    private final Store store;

    ReplayRange(Store store) {
        this.store = store;
    }

    /** The options of a replay over the records of these buckets; over everything if no such records are known. */
    String of(Bucket bucket, long first, long last) {
        Row row = times(bucket, first, last);
        return row.has("earliest")
                ? " --from '" + row.text("earliest") + "' --to '" + row.text("latest") + "'"
                : " --from '" + SchemaFault.EVERYTHING + "'";
    }

    /**
     * The first record that a faulty view has not seen, as far as can be told from the table that it fills.
     *
     * @param target null: it is no view
     * @param outcomes of all tables that count the stream's rows
     */
    String fromOf(@Nullable String target, List<ViewCheck.Outcome> outcomes) {
        for (ViewCheck.Outcome outcome : outcomes) {
            if (outcome.view().name().equals(target) && outcome.verdict() != Verdict.UNDECIDED) {
                return from(outcome);
            }
        }
        return SchemaFault.EVERYTHING;
    }

    private String from(ViewCheck.Outcome outcome) {
        List<Long> suspects = outcome.suspects();
        if (suspects.isEmpty()) {
            // Nothing is missing yet; what comes until the view is back will be.
            Row newest = store.row(NEWEST, Map.of());
            return newest.number("ranges") == 0 ? SchemaFault.EVERYTHING : newest.text("newest");
        }
        long first = suspects.stream().mapToLong(Long::longValue).min().orElseThrow();
        long last = suspects.stream().mapToLong(Long::longValue).max().orElseThrow();
        Row row = times(outcome.view().bucket(), first, last);
        return row.has("earliest") ? row.text("earliest") : SchemaFault.EVERYTHING;
    }

    private Row times(Bucket bucket, long first, long last) {
        return store.row(
                TIMES.formatted(bucket.rowsBetween(store.time()), bucket.batchesBetween(store.timeOfBatches())),
                bucket.range(first, last));
    }
}
