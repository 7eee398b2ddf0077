package io.clickreel.generate;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps the rate steady however unevenly the caller's timer ticks: each click belongs to a numbered slot of time.
 *
 * <p>Due are the slots of the elapsed time for which no click was made yet. After a stall the last minute is caught up,
 * a batch at each call, and what is older is forgotten.
 */
final class SteadyPacing implements Pacing {
    static final Duration LONGEST_BACKLOG = Duration.ofSeconds(60);

    private static final Duration TOLERATED_STEP_BACK = Duration.ofSeconds(1);

    private final double ratePerSecond;
    private final double dailyRhythm;
    private final int batchRows;
    private Instant clockOrigin;
    private long timeOriginMs;
    private Instant latest;
    private DailyRhythm rhythm;
    private long nextSlot;
    private long forgotten;

    /** Slot 0 begins now on the caller's clock, and at the given start in the times of the clicks. */
    SteadyPacing(double ratePerSecond, double dailyRhythm, int batchRows, Instant now, Instant start) {
        this.ratePerSecond = ratePerSecond;
        this.dailyRhythm = dailyRhythm;
        this.batchRows = batchRows;
        clockOrigin = now;
        latest = now;
        timeOriginMs = start.toEpochMilli();
        rhythm = new DailyRhythm(dailyRhythm, timeOriginMs);
    }

    @Override
    public int due(Instant now) {
        if (now.isBefore(latest.minus(TOLERATED_STEP_BACK))) {
            startAgain(now);
        }
        latest = now;
        long forgivenTo = slotsUntil(now.minus(LONGEST_BACKLOG));
        if (forgivenTo > nextSlot) {
            forgotten += forgivenTo - nextSlot;
            nextSlot = forgivenTo;
        }
        return (int) Math.max(0, Math.min(batchRows, slotsUntil(now) - nextSlot));
    }

    @Override
    public long nextTimeMs() {
        // The billionth of a second makes 0.57 s be 570 ms and not, by rounding, 569.
        return timeOriginMs + (long) (1000 * (rhythm.secondsOf(nextSlot++ / ratePerSecond) + 1e-9));
    }

    @Override
    public long forgotten() {
        return forgotten;
    }

    /** Begins again at slot 0 after the clock was set back: to wait until it has caught up could take hours. */
    private void startAgain(Instant now) {
        timeOriginMs += Duration.between(clockOrigin, now).toMillis();
        clockOrigin = now;
        rhythm = new DailyRhythm(dailyRhythm, timeOriginMs);
        nextSlot = 0;
    }

    private long slotsUntil(Instant time) {
        Duration elapsed = Duration.between(clockOrigin, time);
        double seconds = elapsed.getSeconds() + elapsed.getNano() / 1e9;
        // The millionth of a slot makes 0.29 s at 100/s hold 29 slots and not, by rounding, 28.
        return (long) Math.floor(ratePerSecond * rhythm.workUntil(seconds) + 1e-6);
    }
}
