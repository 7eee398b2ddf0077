package io.clickreel.delivery.guard;

import java.time.Duration;
import java.time.Instant;

/**
 * The time of a record in Kafka: of the broker's clock where the topic has {@code message.timestamp.type=LogAppendTime}, else
 * what its producer says, which can be anything.
 */
public final class RecordTime {
    private static final long LONGEST_BACK_MS = Duration.ofDays(7).toMillis();
    private static final long LONGEST_AHEAD_MS = Duration.ofMinutes(1).toMillis();

    private RecordTime() {}

    /** Whether a clock that is about right can have given this time to a record that is delivered now. */
    public static boolean isPlausible(long timestampMs, long nowMs) {
        return timestampMs >= nowMs - LONGEST_BACK_MS && timestampMs <= nowMs + LONGEST_AHEAD_MS;
    }

    /** The time, with a guess at what else was meant. */
    public static String describe(long timestampMs, long nowMs) {
        String time = timestampMs + " (" + Instant.ofEpochMilli(timestampMs) + ")";
        if (Math.abs(timestampMs) < nowMs && isPlausible(timestampMs * 1_000, nowMs)) {
            return time + ", which looks like seconds where Kafka has milliseconds";
        }
        if (isPlausible(timestampMs / 1_000, nowMs)) {
            return time + ", which looks like microseconds where Kafka has milliseconds";
        }
        return isPlausible(timestampMs / 1_000_000, nowMs)
                ? time + ", which looks like nanoseconds where Kafka has milliseconds"
                : time;
    }
}
