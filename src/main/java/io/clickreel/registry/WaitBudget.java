package io.clickreel.registry;

import java.time.Duration;

/**
 * How long callers may wait: a fifth of the time, but no more than 200 ms at once. Who reads records has to come back to Kafka
 * in time, however many schemas the records name and however slow the registry is; for several threads.
 */
final class WaitBudget {
    private static final long MOST_NANOS = Duration.ofMillis(200).toNanos();
    private static final int SHARE = 5;

    private long leftNanos = MOST_NANOS;
    private long filledAtNanos = System.nanoTime();

    /** How long the caller may wait now, in nanoseconds; 0 or less: not at all. */
    synchronized long nanos() {
        long now = System.nanoTime();
        leftNanos = Math.min(MOST_NANOS, leftNanos + (now - filledAtNanos) / SHARE);
        filledAtNanos = now;
        return leftNanos;
    }

    /** Takes note that somebody has waited. Those who wait at the same time may together take more than there is. */
    synchronized void spend(long nanos) {
        leftNanos -= nanos;
    }
}
