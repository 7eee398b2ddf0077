package io.clickreel.delivery;

import java.util.function.LongSupplier;

/**
 * Spreads batches that touch many months over time. An insert takes an entry in each table's deduplication window, and
 * makes a part, for each month. So a batch of many months waits until the pause after the last such batch is over, and
 * the window lasts for minutes. Batches of one month never wait.
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
        long readyAtMs = lane.readyAtMs();
        // Months are counted last: it is asked several times at each poll.
        return readyAtMs >= nextAtMs || lane.isBegun() || lane.nextMonths() <= 1 ? readyAtMs : nextAtMs;
    }

    /** Takes note that the lane's next batch begins. */
    void begins(PartitionLane lane, long nowMs) {
        if (!lane.isBegun() && lane.nextMonths() > 1) {
            nextAtMs = nowMs + (lane.nextMonths() - 1) * pauseForMonthMs.getAsLong();
        }
    }
}
