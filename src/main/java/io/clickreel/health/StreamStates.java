package io.clickreel.health;

import io.clickreel.health.LaneState.Phase;
import io.clickreel.health.PartitionLags.PartitionLag;
import io.clickreel.health.StreamState.Activity;
import io.clickreel.stream.Stream;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How each stream is that this instance stores, from its route, its partitions, its meters and its lag. Nothing is asked for it. */
public final class StreamStates extends ServiceSupport {
    private static final Logger LOG = LoggerFactory.getLogger(StreamStates.class);
    private static final long NOTED_EACH_MS = 5_000;

    private final CamelContext camel;
    private final Supplier<List<Stream>> streams;
    private final Predicate<Route> ingests;
    private final MeterRegistry meters;
    private final LaneStates lanes;
    private final PartitionLags lags;
    private final RouteFailures failures;
    private final StreamRates rates;
    private @Nullable ScheduledExecutorService noting;

    /**
     * @param streams those that start with Clickreel, or that somebody has started
     * @param ingests which routes store a stream
     */
    public StreamStates(
            CamelContext camel,
            Supplier<List<Stream>> streams,
            Predicate<Route> ingests,
            MeterRegistry meters,
            LaneStates lanes,
            PartitionLags lags,
            RouteFailures failures) {
        this.camel = camel;
        this.streams = streams;
        this.ingests = ingests;
        this.meters = meters;
        this.lanes = lanes;
        this.lags = lags;
        this.failures = failures;
        this.rates = new StreamRates(meters);
    }

    @Override
    protected void doStart() {
        ScheduledExecutorService thread =
                camel.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "stream-rates");
        thread.scheduleWithFixedDelay(this::note, 0, NOTED_EACH_MS, TimeUnit.MILLISECONDS);
        noting = thread;
    }

    private void note() {
        try {
            rates.note(streams.get().stream().map(Stream::name).toList());
        } catch (RuntimeException e) {
            // A route is just being replaced; without a catch it would be the last look.
            LOG.debug("the rates are noted the next time", e);
        }
    }

    @Override
    protected void doStop() {
        if (noting != null) {
            camel.getExecutorServiceManager().shutdownNow(noting);
        }
    }

    /** All of them, with the lag as it was measured last. */
    public List<StreamState> now() {
        return with(lags.last());
    }

    /** @param lag of the partitions; null: it is not known */
    List<StreamState> with(@Nullable List<PartitionLag> lag) {
        List<LaneState> lanesNow = lanes.get();
        return streams.get().stream()
                .map(stream -> state(stream, lanesNow, lag))
                .toList();
    }

    private StreamState state(Stream stream, List<LaneState> lanesNow, @Nullable List<PartitionLag> lag) {
        String name = stream.name();
        Route route = camel.getRoutes().stream()
                .filter(ingests)
                .filter(one -> Stream.nameOf(one.getRouteId()).equals(name))
                .findFirst()
                .orElse(null);
        String id = route == null ? name : route.getRouteId();
        ServiceStatus status = route == null ? null : camel.getRouteController().getRouteStatus(id);
        String failure = failures.of(id);
        LaneState worst = worst(name, lanesNow);
        Activity activity = activity(name, id, status, failure, worst);
        StreamCounts counts = StreamCounts.of(meters, name);
        return new StreamState(
                name,
                id,
                activity,
                problem(activity, id, failure, worst),
                stream.topic(),
                stream.table(),
                counts.rows(),
                rates.rowsPerSecond(name, counts),
                counts.batches(),
                counts.deadLetters(),
                counts.retries(),
                lastStoredAt(name),
                lag(name, lag),
                rates.delay(name, counts),
                lanes.lastError(name));
    }

    /** Null: it is not known, or was not asked for yet. */
    private static @Nullable Long lag(String name, @Nullable List<PartitionLag> known) {
        List<PartitionLag> own = known == null
                ? List.of()
                : known.stream().filter(one -> one.stream().equals(name)).toList();
        return own.isEmpty()
                ? null
                : Long.valueOf(own.stream().mapToLong(PartitionLag::lag).sum());
    }

    private @Nullable String lastStoredAt(String name) {
        Gauge gauge = meters.find("clickreel.ingest.last.success.seconds")
                .tag("stream", name)
                .gauge();
        double seconds = gauge == null ? Double.NaN : gauge.value();
        return Double.isNaN(seconds)
                ? null
                : Instant.ofEpochSecond((long) seconds).toString();
    }

    private Activity activity(
            String name,
            String route,
            @Nullable ServiceStatus status,
            @Nullable String failure,
            @Nullable LaneState worst) {
        Gauge halted =
                meters.find("clickreel.ingest.halted").tag("stream", name).gauge();
        if (halted != null && halted.value() > 0) {
            return Activity.HALTED;
        }
        if (worst != null && worst.failures() > 0) {
            return Activity.RETRYING; // Its route fails with each try, which says less.
        }
        if (failure != null && !RestingRoutes.rests(camel, route)) {
            return Activity.FAILING;
        }
        if (status == null || status.isStopped()) {
            return Activity.STOPPED;
        }
        if (status.isSuspended()) {
            return Activity.SUSPENDED;
        }
        if (worst == null) {
            return Activity.RUNNING;
        }
        return worst.phase() == Phase.HELD ? Activity.HELD : Activity.RETRYING;
    }

    private static @Nullable String problem(
            Activity activity, String route, @Nullable String failure, @Nullable LaneState worst) {
        return switch (activity) {
            case RUNNING -> null;
            case HALTED ->
                "The route " + route + " was stopped, because to go on would lose or double records. The check"
                        + " delivery says why, and what to do.";
            case STOPPED -> "The route " + route + " is stopped. ./clickreel routes start " + route + " starts it.";
            case SUSPENDED ->
                "The route " + route + " is suspended. ./clickreel routes resume " + route + " lets it run.";
            case FAILING -> failure;
            case RETRYING, HELD -> worst == null ? null : worst.toString();
        };
    }

    /** The partition of which the least can be stored; null: all are well. */
    private static @Nullable LaneState worst(String stream, List<LaneState> lanes) {
        LaneState worst = null;
        for (LaneState lane : lanes) {
            boolean bad = lane.failures() > 0 || lane.phase() == Phase.HELD || lane.lastError() != null;
            if (bad && lane.stream().equals(stream) && (worst == null || lane.failures() > worst.failures())) {
                worst = lane;
            }
        }
        return worst;
    }
}
