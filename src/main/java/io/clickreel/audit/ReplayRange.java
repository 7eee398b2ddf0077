package io.clickreel.audit;

import com.clickhouse.client.api.query.GenericRecord;
import io.clickreel.schema.SchemaFault;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds from the rows of some minutes or days which records a replay has to read: it takes Kafka's times. */
final class ReplayRange {
    private static final String NEWEST =
            "SELECT formatDateTime(max(last_timestamp), '%F %T') AS newest, count() AS ranges FROM deliveries";

    private final Store store;

    ReplayRange(Store store) {
        this.store = store;
    }

    /** The options of a replay over the records of these buckets; it is no range if nobody knows of such records. */
    String of(Bucket bucket, long first, long last) {
        GenericRecord row = times(bucket, first, last);
        return row.hasValue("earliest")
                ? " --from '" + row.getString("earliest") + "' --to '" + row.getString("latest") + "'"
                : " --from '" + SchemaFault.EVERYTHING + "'";
    }

    /**
     * The first record that a faulty view has not seen, as far as can be told from the table that it fills.
     *
     * @param target null: it is no view
     * @param outcomes of all tables that count clicks
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
            // Nothing lacks as yet; what comes until it is back will.
            GenericRecord newest = store.row(NEWEST, Map.of());
            return newest.getLong("ranges") == 0 ? SchemaFault.EVERYTHING : newest.getString("newest");
        }
        long first = suspects.stream().mapToLong(Long::longValue).min().orElseThrow();
        long last = suspects.stream().mapToLong(Long::longValue).max().orElseThrow();
        GenericRecord row = times(outcome.view().bucket(), first, last);
        return row.hasValue("earliest") ? row.getString("earliest") : SchemaFault.EVERYTHING;
    }

    private GenericRecord times(Bucket bucket, long first, long last) {
        return store.row(
                "SELECT formatDateTime(min(f), '%F %T') AS earliest, formatDateTime(max(l) + toIntervalSecond(1), '%F %T') AS"
                        + " latest FROM (SELECT minOrNull(_timestamp) AS f, maxOrNull(_timestamp) AS l FROM "
                        + Store.RAW + " WHERE "
                        + bucket.clicksBetween(first, last)
                        + " UNION ALL SELECT minOrNull(first_timestamp), maxOrNull(last_timestamp) FROM batches WHERE "
                        + bucket.batchesBetween(first, last) + ")",
                Map.of());
    }
}
