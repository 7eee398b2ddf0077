package io.clickreel.health;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.clickreel.RootCause;
import io.clickreel.health.PartitionLags.PartitionLag;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.api.management.mbean.ManagedRouteMBean;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The state of the pipeline for the dashboard: its routes, its lag, and its health. The bean {@code pipelineState}. */
public final class PipelineState {
    /** Readers share an answer this long, because each look asks Kafka, S3 and ClickHouse. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private static final String OWN_CHECKS = "clickreel";

    /**
     * The result of one look.
     *
     * @param asOf in ISO 8601
     * @param lanes what this instance does with its partitions
     * @param partitionsProblem why there are no partitions
     */
    record State(
            String asOf,
            List<RouteState> routes,
            List<PartitionLag> partitions,
            @Nullable String partitionsProblem,
            List<LaneState> lanes,
            List<CheckState> checks) {}

    /**
     * One route.
     *
     * @param state as Camel says it: Started, Stopped, Suspended...
     * @param exchanges null without JMX, which counts them
     * @param lastFailure set while it fails: how often, since when, why
     */
    record RouteState(
            String id,
            @Nullable String description,
            String state,
            long uptimeSeconds,
            @Nullable Long exchanges,
            @Nullable Long failures,
            @Nullable String lastFailure) {}

    /** One health check: {@code UP}, {@code DEGRADED}, {@code DOWN} or {@code UNKNOWN}. */
    record CheckState(String name, String state, @Nullable String message) {}

    private final CamelContext camel;
    private final RouteFailures failures;
    private final PartitionLags lags;
    private final Supplier<List<LaneState>> lanes;
    private final LoadingCache<Boolean, State> seen =
            Caffeine.newBuilder().expireAfterWrite(KEPT).build(any -> look());

    public PipelineState(
            CamelContext camel, RouteFailures failures, PartitionLags lags, Supplier<List<LaneState>> lanes) {
        this.camel = camel;
        this.failures = failures;
        this.lags = lags;
        this.lanes = lanes;
    }

    /** The state as of now, or of up to five seconds ago. */
    public State now() {
        return seen.get(true);
    }

    private State look() {
        List<PartitionLag> partitions = List.of();
        String problem = null;
        try {
            partitions = lags.ask();
        } catch (RuntimeException e) {
            problem = e.getCause() instanceof TimeoutException
                    ? "Kafka does not answer, so the lag is not known."
                    : "Kafka does not tell the lag: " + RootCause.of(e);
        }
        return new State(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                routes(),
                partitions,
                problem,
                lanes.get(),
                checks());
    }

    private List<RouteState> routes() {
        ManagedCamelContext managed = camel.getCamelContextExtension().getContextPlugin(ManagedCamelContext.class);
        List<ManagedRouteMBean> counted = managed.getManagedRoutes();
        Stream<RouteState> states = counted == null
                // Without JMX (camel.main.jmx-enabled=false) nobody counts exchanges.
                ? camel.getRoutes().stream().map(this::uncounted)
                : counted.stream().map(this::routeState);
        return states.sorted(Comparator.comparing(RouteState::id)).toList();
    }

    private RouteState uncounted(Route route) {
        String id = route.getRouteId();
        return new RouteState(
                id,
                route.getDescription(),
                camel.getRouteController().getRouteStatus(id).name(),
                TimeUnit.MILLISECONDS.toSeconds(route.getUptimeMillis()),
                null,
                null,
                failures.of(id));
    }

    private RouteState routeState(ManagedRouteMBean route) {
        String id = route.getRouteId();
        try {
            return new RouteState(
                    id,
                    route.getDescription(),
                    route.getState(),
                    TimeUnit.MILLISECONDS.toSeconds(route.getUptimeMillis()),
                    route.getExchangesTotal(),
                    route.getExchangesFailed(),
                    failures.of(id));
        } catch (Exception e) {
            throw new IllegalStateException("the route " + id + " tells nothing of itself", e);
        }
    }

    private List<CheckState> checks() {
        return HealthCheckHelper.invoke(camel, (HealthCheck check) -> !OWN_CHECKS.equals(check.getGroup())).stream()
                .map(result -> new CheckState(
                        result.getCheck().getId(),
                        Degraded.is(result) ? Degraded.STATE : result.getState().name(),
                        result.getMessage()
                                .map(Degraded::sentence)
                                .map(RootCause::plain)
                                .orElse(null)))
                .sorted(Comparator.comparing(CheckState::name))
                .toList();
    }
}
