package io.clickreel.health;

import io.clickreel.health.PartitionLags.PartitionLag;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells of partitions whose lag only grows. A window of time is cut into five steps; the lag grows if the least of it in each
 * step is above that of the step before. A backlog that is worked off falls, and a batch that is gathered and stored has its
 * lag go up and down within a step, so neither is told. It is over with the first step in which the lag has not grown.
 */
public final class LagGrowth {
    private static final int STEPS = 5;

    /** Fewer records more than at first say nothing. */
    private static final long LEAST_GROWTH = 1_000;

    private final PartitionLags lags;
    private final Duration window;
    private final Map<String, Track> tracks = new HashMap<>();

    /** @param window for how long the lag has to grow to be told */
    public LagGrowth(PartitionLags lags, Duration window) {
        this.lags = lags;
        this.window = window;
    }

    /** Asks Kafka for the lags, and measures them. */
    public void ask() {
        add(lags.measure(), Instant.now());
    }

    synchronized void add(List<PartitionLag> now, Instant at) {
        Map<String, Track> before = new HashMap<>(tracks);
        tracks.clear();
        for (PartitionLag lag : now) {
            String partition = lag.stream() + " " + lag.topic() + " " + lag.partition();
            Track track = before.getOrDefault(partition, new Track());
            track.add(lag, at, window.dividedBy(STEPS));
            tracks.put(partition, track);
        }
    }

    /** For the health check; empty while no lag grows. */
    public synchronized String sentence() {
        Map<String, List<Growth>> growing = tracks.values().stream()
                .flatMap(track -> track.growth().stream())
                .collect(Collectors.groupingBy(growth -> growth.now().stream(), TreeMap::new, Collectors.toList()));
        List<String> told = new ArrayList<>();
        growing.forEach((stream, growths) -> told.add(sentence(stream, growths)));
        return String.join(" ", told);
    }

    private static String sentence(String stream, List<Growth> growths) {
        Growth longest = growths.stream()
                .min(Comparator.comparing(growth -> growth.from().began()))
                .orElseThrow();
        return String.format(
                Locale.ROOT,
                "since %s the lag of %s grows, in %s of topic %s: %,d records then, %,d now; %,.0f a second come, and %,.0f"
                        + " are stored. Look at the other checks first: a service that is slow or away, a route that rests, an"
                        + " open transaction. If all are well, more ingest.consumers help, or another instance, up to the"
                        + " number of partitions.",
                longest.from().began().truncatedTo(ChronoUnit.SECONDS),
                stream,
                growths.stream()
                        .map(growth -> growth.now().partition())
                        .sorted()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ", growths.size() == 1 ? "partition " : "partitions ", "")),
                longest.now().topic(),
                growths.stream()
                        .mapToLong(growth -> growth.from().first().lag())
                        .sum(),
                growths.stream().mapToLong(growth -> growth.now().lag()).sum(),
                growths.stream()
                        .mapToDouble(growth -> growth.aSecond(PartitionLag::endOffset))
                        .sum(),
                growths.stream()
                        .mapToDouble(growth -> growth.aSecond(PartitionLag::deliveredOffset))
                        .sum());
    }

    /** A partition whose lag grows since that step. */
    private record Growth(Step from, PartitionLag now, Instant at) {
        double aSecond(ToLongFunction<PartitionLag> offset) {
            double seconds = Duration.between(from.began(), at).toMillis() / 1_000.0;
            return (offset.applyAsLong(now) - offset.applyAsLong(from.first())) / Math.max(1, seconds);
        }
    }

    /**
     * A part of the window.
     *
     * @param first the first look in it
     * @param least the least lag that was seen in it
     */
    private record Step(Instant began, PartitionLag first, long least) {}

    /** The steps of one partition; the last one is not over. */
    private static final class Track {
        private final Deque<Step> steps = new ArrayDeque<>();
        private @Nullable PartitionLag newest;
        private Instant newestAt = Instant.MIN;
        /** The step since which the lag grows; null: it does not. */
        private @Nullable Step grownFrom;

        Optional<Growth> growth() {
            return grownFrom == null || newest == null
                    ? Optional.empty()
                    : Optional.of(new Growth(grownFrom, newest, newestAt));
        }

        void add(PartitionLag lag, Instant at, Duration length) {
            Step last = steps.peekLast();
            if (last != null && at.isAfter(last.began().plus(length.multipliedBy(2)))) {
                // Kafka has not answered for a while: nobody knows what was between.
                steps.clear();
                grownFrom = null;
                last = null;
            }
            newest = lag;
            newestAt = at;
            if (last != null && at.isBefore(last.began().plus(length))) {
                steps.removeLast();
                steps.addLast(new Step(last.began(), last.first(), Math.min(last.least(), lag.lag())));
                return;
            }
            judge();
            steps.addLast(new Step(at, lag, lag.lag()));
            while (steps.size() > STEPS) {
                steps.removeFirst();
            }
        }

        private void judge() {
            List<Step> over = List.copyOf(steps);
            if (over.size() < 2) {
                return;
            }
            Step last = over.get(over.size() - 1);
            if (last.least() <= over.get(over.size() - 2).least()) {
                grownFrom = null;
                return;
            }
            Step first = over.get(0);
            boolean grows = over.size() == STEPS && last.least() - first.least() >= LEAST_GROWTH;
            for (int i = 1; i < over.size(); i++) {
                grows &= over.get(i).least() > over.get(i - 1).least();
            }
            if (grows && grownFrom == null) {
                grownFrom = first;
            }
        }
    }
}
