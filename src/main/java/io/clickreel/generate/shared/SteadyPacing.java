package io.clickreel.generate.shared;

import java.time.Instant;

/** A steady rate, or one that follows a day's rhythm. */
public final class SteadyPacing extends SlotPacing {
    private final double ratePerSecond;
    private final double dailyRhythm;
    private DailyRhythm rhythm;

    /** Slot 0 begins now on the caller's clock, and at the given start in the times of the events. */
    public SteadyPacing(double ratePerSecond, double dailyRhythm, int batchRows, Instant now, Instant start) {
        super(batchRows, now, start);
        this.ratePerSecond = ratePerSecond;
        this.dailyRhythm = dailyRhythm;
        this.rhythm = new DailyRhythm(dailyRhythm, start.toEpochMilli());
    }

    @Override
    long slotsUntil(double seconds) {
        // The millionth of a slot makes 0.29 s at 100/s hold 29 slots and not, by rounding, 28.
        return (long) Math.floor(ratePerSecond * rhythm.workUntil(seconds) + 1e-6);
    }

    @Override
    double secondsOf(long slot) {
        return rhythm.secondsOf(slot / ratePerSecond);
    }

    @Override
    void begin(long timeMs) {
        rhythm = new DailyRhythm(dailyRhythm, timeMs);
    }
}
