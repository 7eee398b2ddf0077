package io.clickreel.health;

import io.clickreel.health.LaneState.Phase;
import io.clickreel.health.StreamState.LastError;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the consumers of this instance do with their partitions, as each reports at every poll. Shown by
 * {@code /api/pipeline}, {@code status}, the health check {@code partitions}, metrics, and JMX.
 */
public final class LaneStates implements Supplier<List<LaneState>> {
    /** Longer than an insert, or a rebalance, takes on a busy machine. */
    private static final Duration STUCK_AFTER = Duration.ofSeconds(30);

    private static final int STUCK_FAILURES = 3;
    private static final Set<Phase> AT_WORK = EnumSet.of(Phase.OPENING, Phase.IN_FLIGHT);

    private final MeterRegistry meters;
    private final Map<Object, List<LaneState>> byConsumer = new ConcurrentHashMap<>();
    private final Map<String, LastError> lastErrors = new ConcurrentHashMap<>();
    private final Set<Key> measured = ConcurrentHashMap.newKeySet();

    private record Key(String stream, String topic, int partition) {
        static Key of(LaneState lane) {
            return new Key(lane.stream(), lane.topic(), lane.partition());
        }
    }

    public LaneStates(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Replaces what the consumer reported before. */
    public void set(Object consumer, List<LaneState> states) {
        List<LaneState> before = byConsumer.put(consumer, states);
        for (LaneState lane : states) {
            if (measured.add(Key.of(lane))) {
                measure(Key.of(lane));
            }
            if (lane.lastError() != null && lane.phase() != Phase.HELD && isNews(lane, before)) {
                String sentence = lane.topic() + "-" + lane.partition() + ": " + lane.lastError();
                lastErrors.put(
                        lane.stream(),
                        new LastError(
                                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), sentence));
            }
        }
    }

    private static boolean isNews(LaneState lane, @Nullable List<LaneState> before) {
        return before == null
                || before.stream()
                        .noneMatch(old -> Key.of(old).equals(Key.of(lane))
                                && old.failures() == lane.failures()
                                && lane.lastError() != null
                                && lane.lastError().equals(old.lastError()));
    }

    public void remove(Object consumer) {
        byConsumer.remove(consumer);
    }

    /** The states, sorted by stream, topic and partition. */
    @Override
    public List<LaneState> get() {
        return byConsumer.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(LaneState::stream)
                        .thenComparing(LaneState::topic)
                        .thenComparingInt(LaneState::partition))
                .toList();
    }

    /** What went wrong last with a partition of the stream, even if it is well again; null: nothing did. */
    @Nullable
    LastError lastError(String stream) {
        return lastErrors.get(stream);
    }

    /** A sentence for each partition that has records but stored none for a while; empty if there are none. */
    public String stuck(Instant now) {
        return get().stream()
                .filter(lane -> lane.failures() >= STUCK_FAILURES
                        || AT_WORK.contains(lane.phase())
                                && lane.since().plus(STUCK_AFTER).isBefore(now))
                .map(LaneState::toString)
                .collect(Collectors.joining("; "));
    }

    private void measure(Key key) {
        gauge(
                "failures",
                "Tries of the partition's batch that failed, in a row; no value while another instance has the partition",
                key,
                LaneState::failures);
        gauge(
                "at.work.seconds",
                "For how long the partition's batch is in flight or tried again; 0 if none is",
                key,
                lane -> lane.nextOffset() == lane.endOffset()
                        ? 0
                        : Duration.between(lane.since(), Instant.now()).toMillis() / 1_000.0);
    }

    private void gauge(String name, String description, Key key, ToDoubleFunction<LaneState> value) {
        Gauge.builder("clickreel.ingest.partition." + name, () -> byConsumer.values().stream()
                        .flatMap(List::stream)
                        .filter(lane -> Key.of(lane).equals(key))
                        .mapToDouble(value)
                        .max()
                        .orElse(Double.NaN))
                .description(description)
                .tag("stream", key.stream())
                .tag("topic", key.topic())
                .tag("partition", Integer.toString(key.partition()))
                .register(meters);
    }
}
