package io.clickreel.health;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer of this instance does with one partition, as of its last poll.
 *
 * @param since when the phase began; while a batch is tried again: when its first try failed
 * @param nextOffset the first that is not known to be stored
 * @param endOffset the offset after the batch that is in flight or tried again; else the next one
 * @param failures failed tries of that batch, in a row
 * @param retryAt when it is tried again; null: it is not
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
        /** Kafka and ClickHouse are asked where its last owner stopped. */
        OPENING,
        /** No record waits. */
        IDLE,
        /** Records are gathered for the next batch. */
        FORMING,
        /** A replay asks ingestion to begin no batch, or ClickHouse cannot say whether one does. */
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

    /** A sentence for operators. */
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
