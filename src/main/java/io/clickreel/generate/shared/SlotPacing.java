package io.clickreel.generate.shared;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps a timetable however unevenly the caller's timer ticks: each event belongs to a numbered slot of time.
 *
 * <p>Due are the slots of the elapsed time for which no event was made yet. After a stall the last minute is caught up,
 * a batch at each call, and what is older is forgotten.
 */
abstract class SlotPacing implements Pacing {
    private static final Duration LONGEST_BACKLOG = Duration.ofSeconds(60);
    private static final Duration TOLERATED_STEP_BACK = Duration.ofSeconds(1);

    private final int batchRows;
    private Instant clockOrigin;
    private long timeOriginMs;
    private Instant latest;
    private long nextSlot;
    private long forgotten;

    /** Slot 0 begins now on the caller's clock, and at the given start in the times of the events. */
    SlotPacing(int batchRows, Instant now, Instant start) {
        this.batchRows = batchRows;
        clockOrigin = now;
        latest = now;
        timeOriginMs = start.toEpochMilli();
    }

    /** How many slots are over after so many seconds. */
    abstract long slotsUntil(double seconds);

    /** After how many seconds a slot begins; asked for one after the other. */
    abstract double secondsOf(long slot);

    /** Takes note that slot 0 begins at this time. */
    abstract void begin(long timeMs);

    @Override
    public final int due(Instant now) {
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
    public final long nextTimeMs() {
        // The billionth of a second makes 0.57 s be 570 ms and not, by rounding, 569.
        return timeOriginMs + (long) (1000 * (secondsOf(nextSlot++) + 1e-9));
    }

    @Override
    public final long forgotten() {
        return forgotten;
    }

    /** Begins again at slot 0 after the clock was set back: to wait until it has caught up could take hours. */
    private void startAgain(Instant now) {
        timeOriginMs += Duration.between(clockOrigin, now).toMillis();
        clockOrigin = now;
        begin(timeOriginMs);
        nextSlot = 0;
    }

    private long slotsUntil(Instant time) {
        Duration elapsed = Duration.between(clockOrigin, time);
        return slotsUntil(elapsed.getSeconds() + elapsed.getNano() / 1e9);
    }
}
