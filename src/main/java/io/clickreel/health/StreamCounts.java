package io.clickreel.health;

import io.clickreel.health.StreamState.Delay;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the meters of a stream say at one moment, since the start.
 *
 * @param atNs by the machine's clock that only moves forward
 * @param deadLetters by reason; only those that have come
 * @param retries tries that failed, by their cause; only those that have come
 * @param delays how many batches were at most so late; empty: nobody counts that
 */
record StreamCounts(
        long atNs,
        long rows,
        long batches,
        Map<String, Long> deadLetters,
        Map<String, Long> retries,
        CountAtBucket[] delays) {
    static StreamCounts of(MeterRegistry meters, String stream) {
        DistributionSummary stored =
                meters.find("clickreel.ingest.batch.rows").tag("stream", stream).summary();
        Timer delay =
                meters.find("clickreel.ingest.delay").tag("stream", stream).timer();
        return new StreamCounts(
                System.nanoTime(),
                stored == null ? 0 : (long) stored.totalAmount(),
                stored == null ? 0 : stored.count(),
                counts(meters, "clickreel.ingest.dead.letters", stream, "reason"),
                counts(meters, "clickreel.ingest.retries", stream, "cause"),
                delay == null ? new CountAtBucket[0] : delay.takeSnapshot().histogramCounts());
    }

    private static Map<String, Long> counts(MeterRegistry meters, String name, String stream, String by) {
        Map<String, Long> counts = new TreeMap<>();
        for (Counter counter : meters.find(name).tag("stream", stream).counters()) {
            String tag = counter.getId().getTag(by);
            if (tag != null && counter.count() > 0) {
                counts.merge(tag, (long) counter.count(), Long::sum);
            }
        }
        return counts;
    }

    /** Rows stored in a second since an earlier moment. */
    double rowsPerSecondSince(StreamCounts before) {
        double seconds = (atNs - before.atNs) / 1e9;
        return seconds <= 0 ? 0 : Math.round((rows - before.rows) / seconds * 10) / 10.0;
    }

    /** The delay of the batches since an earlier moment; null: there were none. */
    @Nullable
    Delay delaySince(StreamCounts before) {
        double[] counts = new double[delays.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = delays[i].count() - (i < before.delays.length ? before.delays[i].count() : 0);
        }
        double all = counts.length == 0 ? 0 : counts[counts.length - 1];
        return all <= 0
                ? null
                : new Delay(seconds(counts, 0.5 * all), seconds(counts, 0.9 * all), seconds(counts, 0.99 * all), (long)
                        all);
    }

    /** The delay below which so many batches are: within a bucket they are taken for evenly spread. */
    private double seconds(double[] counts, double rank) {
        double fromCount = 0;
        double from = 0;
        for (int i = 0; i < counts.length; i++) {
            double to = delays[i].bucket(TimeUnit.SECONDS);
            if (counts[i] >= rank) {
                double seconds = Double.isInfinite(to)
                        ? from
                        : from + (to - from) * (rank - fromCount) / (counts[i] - fromCount);
                return Math.round(seconds * 1_000) / 1_000.0;
            }
            fromCount = counts[i];
            from = to;
        }
        return from;
    }
}
