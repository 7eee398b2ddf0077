package io.clickreel.health;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.clickreel.RootCause;
import io.clickreel.Version;
import io.clickreel.films.DimFilmRefresh;
import io.clickreel.films.FilmNotices;
import io.clickreel.health.PartitionLags.PartitionLag;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How everything is: what the page, {@code status} and JMX show, from one place. The bean {@code pipelineState}.
 */
public final class PipelineState {
    /** Readers share the answers of the services this long. */
    private static final Duration KEPT = Duration.ofSeconds(2);

    private static final String OWN_CHECKS = "clickreel";

    /**
     * How everything is at one moment; what services were asked for may be two seconds older. Times are in ISO 8601.
     *
     * @param state {@code DOWN} if any check is, else {@code DEGRADED} if any is, else {@code UP}
     * @param since when this instance has started
     * @param lanes what this instance does with its partitions
     * @param partitionsProblem why there are no partitions
     */
    public record State(
            String asOf,
            String version,
            String state,
            String since,
            long uptimeSeconds,
            List<StreamState> streams,
            FilmsState films,
            List<ServiceState> services,
            List<RouteState> routes,
            List<PartitionLag> partitions,
            @Nullable String partitionsProblem,
            List<LaneState> lanes,
            List<CheckState> checks) {}

    /** What services and checks have answered. */
    private record Answers(
            @Nullable List<PartitionLag> partitions,
            @Nullable String problem,
            List<CheckState> checks,
            List<ServiceState> services) {}

    private final CamelContext camel;
    private final RouteFailures failures;
    private final PartitionLags lags;
    private final Supplier<List<LaneState>> lanes;
    private final StreamStates streams;
    private final FilmNotices films;
    private final Map<String, CheckState> checksBefore = new ConcurrentHashMap<>();
    private final LoadingCache<Boolean, Answers> asked =
            Caffeine.newBuilder().expireAfterWrite(KEPT).build(any -> ask());

    public PipelineState(
            CamelContext camel,
            RouteFailures failures,
            PartitionLags lags,
            Supplier<List<LaneState>> lanes,
            StreamStates streams,
            FilmNotices films) {
        this.camel = camel;
        this.failures = failures;
        this.lags = lags;
        this.lanes = lanes;
        this.streams = streams;
        this.films = films;
    }

    /** The state as of now. */
    public State now() {
        Answers answers = asked.get(true);
        List<PartitionLag> partitions = answers.partitions();
        Instant now = Instant.now();
        Duration uptime = camel.getUptime();
        return new State(
                text(now),
                Version.text(),
                overall(answers.checks()),
                text(now.minus(uptime)),
                uptime.toSeconds(),
                streams.with(partitions),
                films(),
                answers.services(),
                RouteState.of(camel, failures),
                partitions == null ? List.of() : partitions,
                answers.problem(),
                lanes.get(),
                answers.checks());
    }

    /** The films that are live; nothing is asked for it. */
    public FilmsState films() {
        String failure = failures.of(DimFilmRefresh.ROUTE);
        return FilmsState.of(films.live(), films.currentAt(), failure == null ? films.message() : failure);
    }

    private static String overall(List<CheckState> checks) {
        for (String bad : List.of("DOWN", Degraded.STATE)) {
            if (checks.stream().anyMatch(check -> check.state().equals(bad))) {
                return bad;
            }
        }
        return "UP";
    }

    private Answers ask() {
        List<PartitionLag> partitions = null;
        String problem = null;
        try {
            partitions = lags.ask();
        } catch (RuntimeException e) {
            problem = e.getCause() instanceof TimeoutException
                    ? "Kafka does not answer, so the lag is not known."
                    : "Kafka does not tell the lag: " + RootCause.of(e);
        }
        List<CheckState> checks = new ArrayList<>();
        List<ServiceState> services = new ArrayList<>();
        for (HealthCheck.Result result : results()) {
            CheckState check = check(result);
            checks.add(check);
            Object address = result.getDetails().get(ServiceHealth.ADDRESS);
            if (address != null) {
                services.add(new ServiceState(
                        check.name(), check.state(), check.since(), address.toString(), check.message()));
            }
        }
        checks.sort(Comparator.comparing(CheckState::name));
        services.sort(Comparator.comparing(ServiceState::name));
        return new Answers(partitions, problem, List.copyOf(checks), List.copyOf(services));
    }

    private Collection<HealthCheck.Result> results() {
        return HealthCheckHelper.invoke(camel, (HealthCheck check) -> !OWN_CHECKS.equals(check.getGroup()));
    }

    private CheckState check(HealthCheck.Result result) {
        String name = result.getCheck().getId();
        String state = Degraded.is(result) ? Degraded.STATE : result.getState().name();
        String message = result.getMessage()
                .map(Degraded::sentence)
                .map(RootCause::plain)
                .orElse(null);
        return Objects.requireNonNull(checksBefore.compute(
                name,
                (any, before) -> new CheckState(
                        name,
                        state,
                        message,
                        before != null && before.state().equals(state) ? before.since() : text(Instant.now()))));
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
