package io.clickreel.generate.shared;

import java.time.Instant;

/** A burst of events at each interval: as a producer makes them that sends a batch and then sleeps. */
public final class BurstPacing extends SlotPacing {
    private final int burstRows;
    private final double secondsApart;
    private final double interval;

    /**
     * The first burst begins now on the caller's clock, and at the given start in the times of the events.
     *
     * @param burstRows events of one burst
     * @param intervalSeconds from the beginning of a burst to that of the next, which waits for the end of the one before
     * @param rowsPerInterval how fast a burst is: so many events would come in an interval
     */
    public BurstPacing(
            int burstRows, double intervalSeconds, double rowsPerInterval, int batchRows, Instant now, Instant start) {
        super(batchRows, now, start);
        this.burstRows = burstRows;
        this.secondsApart = intervalSeconds / rowsPerInterval;
        this.interval = Math.max(intervalSeconds, burstRows * secondsApart);
    }

    @Override
    long slotsUntil(double seconds) {
        if (seconds < 0) {
            return 0;
        }
        long bursts = (long) Math.floor(seconds / interval + 1e-9);
        double since = Math.max(0, seconds - bursts * interval);
        return bursts * burstRows + Math.min(burstRows, (long) Math.floor(since / secondsApart + 1e-6));
    }

    @Override
    double secondsOf(long slot) {
        return slot / burstRows * interval + slot % burstRows * secondsApart;
    }

    @Override
    void begin(long timeMs) {}
}
