package io.clickreel.delivery;

import java.util.function.LongSupplier;

/**
 * Spreads batches that touch many months over time. Such a one takes as many entries in each table's deduplication window,
 * and as many parts; it waits until the last one of that kind has had its time, so that the window lasts for minutes.
 * Batches of one month never wait for it.
 */
final class MonthPacing {
    private final LongSupplier pauseForMonthMs;
    private long nextAtMs = Long.MIN_VALUE;

    /** @param pauseForMonthMs the pause after a batch, for each of its months but one */
    MonthPacing(LongSupplier pauseForMonthMs) {
        this.pauseForMonthMs = pauseForMonthMs;
    }

    /** When the lane's next batch can be handed out. */
    long dueAtMs(PartitionLane lane) {
        return lane.isBegun() || lane.nextMonths() <= 1 ? lane.readyAtMs() : Math.max(lane.readyAtMs(), nextAtMs);
    }

    /** Takes note that the lane's next batch begins. */
    void begins(PartitionLane lane, long nowMs) {
        if (!lane.isBegun() && lane.nextMonths() > 1) {
            nextAtMs = nowMs + (lane.nextMonths() - 1) * pauseForMonthMs.getAsLong();
        }
    }
}
