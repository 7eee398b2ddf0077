package io.clickreel.health;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer of this instance does with one partition, as of its last poll.
 *
 * @param since when the phase began; of a batch that is tried again: when its first try failed
 * @param nextOffset the first that is not known to be stored
 * @param endOffset after the last one of the batch that is in flight or tried again; else the next one
 * @param failures of that batch, in a row
 * @param retryAt null: it is not tried again
 * @param lastError why its last try failed, or why it is held; null: neither
 */
public record LaneState(
        String stream,
        String topic,
        int partition,
        Phase phase,
        @JsonSerialize(using = ToStringSerializer.class) Instant since,
        long nextOffset,
        long endOffset,
        int failures,

        @JsonSerialize(using = ToStringSerializer.class) @Nullable
        Instant retryAt,

        @Nullable String lastError) {
    /** Where a partition is between Kafka and the ledger. */
    public enum Phase {
        /** Where its last owner stopped is asked of Kafka and ClickHouse. */
        OPENING,
        /** No record waits. */
        IDLE,
        /** Records are gathered for the next batch. */
        FORMING,
        /** A replay asks that no batch begins, or ClickHouse cannot say whether one does. */
        HELD,
        /** A batch is in the route, or in ClickHouse. */
        IN_FLIGHT,
        /** A batch has failed and waits for its next try. */
        RETRYING
    }

    public LaneState {
        since = since.truncatedTo(ChronoUnit.MILLIS);
        retryAt = retryAt == null ? null : retryAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** A sentence for who looks after it. */
    @Override
    public String toString() {
        String offsets = nextOffset == endOffset ? "" : " offsets " + nextOffset + " to " + (endOffset - 1);
        return topic + "-" + partition + offsets
                + switch (phase) {
                    case OPENING -> ": where to begin is asked since " + since;
                    case IDLE -> " has no record that waits";
                    case FORMING -> ": the next batch is gathered since " + since;
                    case HELD -> ": held since " + since;
                    case IN_FLIGHT -> ": in flight since " + since;
                    case RETRYING ->
                        " could not be stored since " + since + " (" + failures + (failures == 1 ? " try" : " tries")
                                + "), tried again at " + retryAt;
                }
                + (lastError == null ? "" : (phase == Phase.HELD ? ": " : ". Last error: ") + lastError);
    }
}
