package io.clickreel.delivery.guard;

import io.clickreel.delivery.batch.Batch;
import io.clickreel.delivery.batch.RowsByTime;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clicks whose event time is far from now: a producer's clock is wrong, or old data is filled in. They are stored like all
 * others; the metric, the log and the health check {@code event-times} say that they come.
 */
public final class FarTimes {
    private static final Logger LOG = LoggerFactory.getLogger(FarTimes.class);
    private static final int MONTHS_BEFORE = 24;
    private static final int MONTHS_AFTER = 1;
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final Counter events;
    private volatile @Nullable Sighting last;

    private record Sighting(Instant since, Instant at, String what) {}

    public FarTimes(String stream, MeterRegistry meters) {
        this.events = Counter.builder("clickreel.ingest.far.times")
                .description("Events whose time is more than two years back or more than a month ahead")
                .tag("stream", stream)
                .register(meters);
    }

    /** Looks at a batch that is delivered. */
    public void look(Batch batch, Instant now) {
        RowsByTime times = batch.rows();
        long far = times.farFrom(now.toEpochMilli(), MONTHS_BEFORE, MONTHS_AFTER);
        if (far == 0) {
            return;
        }
        events.increment(far);
        String what = far + " of " + times.rows() + " rows in " + batch + ", with event times from about "
                + times.firstMonth() + " to " + times.lastMonth();
        Sighting before = last;
        if (before != null && !isOver(before, now)) {
            last = new Sighting(before.since(), now, what);
        } else {
            last = new Sighting(now, now, what);
            LOG.warn(
                    "Event times far from now (more than two years back or a month ahead): {}. If nobody fills in old data,"
                            + " look at the clock of their producer. They are stored; inserts of many months are slow.",
                    what);
        }
    }

    /** For the health check; empty while no such click has come lately. */
    public String sentence(Instant now) {
        Sighting seen = last;
        return seen == null || isOver(seen, now)
                ? ""
                : "event times far from now since " + seen.since().truncatedTo(ChronoUnit.SECONDS) + ", the last: "
                        + seen.what() + ". Look at the clock of their producer, unless old data is filled in.";
    }

    private static boolean isOver(Sighting seen, Instant now) {
        return seen.at().plus(REMEMBERED).isBefore(now);
    }
}
