package io.clickreel.redrive;

import java.time.Duration;
import java.util.Locale;

/**
 * How far a re-drive is.
 *
 * @param selected how many letters it may move at most
 */
public record RedriveProgress(long selected, long examined, long moved, long nanos) {

    @Override
    public String toString() {
        double rate = examined * 1e9 / Math.max(1, nanos);
        Duration left = Duration.ofSeconds((long) Math.ceil(Math.max(0, selected - examined) / Math.max(1e-9, rate)));
        return String.format(
                Locale.ROOT,
                "re-drive: %,d of %,d (%.0f %%), %,d moved, %,.0f/s, %d:%02d:%02d left",
                examined,
                selected,
                Math.min(100, 100.0 * examined / Math.max(1, selected)),
                moved,
                rate,
                left.toHours(),
                left.toMinutesPart(),
                left.toSecondsPart());
    }
}
