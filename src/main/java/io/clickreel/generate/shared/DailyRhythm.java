package io.clickreel.generate.shared;

/**
 * Makes evenings busy and mornings quiet while the mean over a day stays the same.
 *
 * <p>At intensity 1 + a cos(time of day), "work" is intensity summed over time: one second of work a second on average.
 */
public final class DailyRhythm {
    private static final double DAY_SECONDS = 86_400;
    private static final double BUSIEST_SECOND = 20 * 3_600;
    private static final double PRECISION_SECONDS = 1e-6;
    private static final int MAX_STEPS = 60;

    private final double amplitude;
    private final double startSecond;
    private final double workAtStart;
    private double latest;

    /** @param amplitude 0 for none, up to 1 for nobody at the quietest moment */
    public DailyRhythm(double amplitude, long startMs) {
        this.amplitude = amplitude;
        this.startSecond = Math.floorMod(startMs, 86_400_000L) / 1000.0 - BUSIEST_SECOND;
        this.workAtStart = swing(startSecond);
    }

    /** The seconds of work in the first seconds since the start. */
    public double workUntil(double seconds) {
        return amplitude == 0 ? seconds : seconds + swing(startSecond + seconds) - workAtStart;
    }

    /** The inverse of {@link #workUntil}, fastest if called with growing work. */
    public double secondsOf(double work) {
        if (amplitude == 0) {
            return work;
        }
        double low = work - amplitude * DAY_SECONDS / Math.PI;
        double high = work + amplitude * DAY_SECONDS / Math.PI;
        double guess = Math.min(high, Math.max(low, latest));
        for (int i = 0; i < MAX_STEPS && high - low > PRECISION_SECONDS; i++) {
            double excess = workUntil(guess) - work;
            if (excess > 0) {
                high = guess;
            } else {
                low = guess;
            }
            double step = excess / intensity(startSecond + guess);
            if (Math.abs(step) < PRECISION_SECONDS) {
                break;
            }
            // Newton's step, unless it leaves the bracket, as it does where the intensity is near zero.
            double next = guess - step;
            guess = next > low && next < high ? next : (low + high) / 2;
        }
        latest = Math.max(latest, guess); // times never go back, not even by the precision
        return latest;
    }

    private double intensity(double second) {
        return 1 + amplitude * StrictMath.cos(angle(second));
    }

    private double swing(double second) {
        return amplitude * DAY_SECONDS / (2 * Math.PI) * StrictMath.sin(angle(second));
    }

    private static double angle(double second) {
        return 2 * Math.PI * (second % DAY_SECONDS) / DAY_SECONDS;
    }
}
