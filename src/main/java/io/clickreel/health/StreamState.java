package io.clickreel.health;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one stream is. What is counted is counted since the start of this instance, and of what this instance stores.
 *
 * @param name the id of its route without {@code -ingest}
 * @param route the id of its route
 * @param problem why it is not RUNNING, and what to do; null: it is
 * @param rows stored in its table
 * @param rowsPerSecond over the last ten to fifteen seconds
 * @param batches stored
 * @param deadLetters records that broke the contract, by reason
 * @param retries tries that stored no batch, by what stood in the way
 * @param lastStoredAt when a batch was stored last, in ISO 8601; null: none since the start
 * @param lag records in Kafka that are not known to be stored, of all instances; null: Kafka does not tell
 * @param delay null: no batch was stored during the last minute
 * @param lastError why a batch could not be stored, or a partition not be opened, the last time that this happened; null: it never did
 */
public record StreamState(
        String name,
        String route,
        Activity state,
        @Nullable String problem,
        String topic,
        String table,
        long rows,
        double rowsPerSecond,
        long batches,
        Map<String, Long> deadLetters,
        Map<String, Long> retries,
        @Nullable String lastStoredAt,
        @Nullable Long lag,
        @Nullable Delay delay,
        @Nullable LastError lastError) {
    /** What a stream does, from well to worst. */
    public enum Activity {
        /** Its records are stored as they come. */
        RUNNING,
        /** Its records wait: a replay asks for it, or what they mean cannot be read now. */
        HELD,
        /** A batch could not be stored, or a partition not be opened; it is tried again by itself. */
        RETRYING,
        /** Its route fails, or does not start; it is tried again by itself. */
        FAILING,
        /** Somebody has suspended its route. */
        SUSPENDED,
        /** Somebody has stopped its route. */
        STOPPED,
        /** Its route was stopped because it would lose or double records. */
        HALTED
    }

    /**
     * From the first record of a batch in Kafka to its acknowledgement by ClickHouse, over the batches of the last minute.
     *
     * @param batches how many these are
     */
    public record Delay(double p50Seconds, double p90Seconds, double p99Seconds, long batches) {}

    /** @param at in ISO 8601 */
    public record LastError(String at, String sentence) {}

    /** How many dead letters, whatever their reason. */
    public long allDeadLetters() {
        return deadLetters.values().stream().mapToLong(Long::longValue).sum();
    }
}
