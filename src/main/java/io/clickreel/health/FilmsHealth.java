package io.clickreel.health;

import io.clickreel.films.DimFilmRefresh;
import io.clickreel.films.FilmNotices;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/** Tells what is notable about the films, and is degraded while nobody knows whether they are those of the file any more. */
public final class FilmsHealth extends AbstractHealthCheck {
    /** Of the periods in which S3 is asked: one that fails is no news. */
    private static final int PERIODS = 5;

    private static final Duration LEAST = Duration.ofSeconds(10);

    private final FilmNotices notices;
    private final RouteFailures failures;
    private final Duration period;
    private final Instant begun = Instant.now();

    /** @param period in which S3 is asked for a new file */
    public FilmsHealth(FilmNotices notices, RouteFailures failures, Duration period, MeterRegistry meters) {
        super("clickreel", "films");
        this.notices = notices;
        this.failures = failures;
        this.period = period;
        Gauge.builder("clickreel.films.current.seconds", notices, FilmsHealth::current)
                .description(
                        "When the films were last seen to be those of the file, in seconds of Unix time; no number before")
                .strongReference(true)
                .register(meters);
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.up();
        String stale = stale(Instant.now());
        String message = notices.message();
        if (!stale.isEmpty()) {
            Degraded.tell(builder, stale);
        } else if (message != null) {
            builder.message(message);
        }
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    public boolean isReadiness() {
        return false;
    }

    private String stale(Instant now) {
        @Nullable Instant current = notices.currentAt();
        Duration limit = period.multipliedBy(PERIODS);
        Instant from = current == null ? begun : current;
        if (notices.areAwaited()
                || !from.plus(limit.compareTo(LEAST) < 0 ? LEAST : limit).isBefore(now)) {
            return "";
        }
        String why = failures.of(DimFilmRefresh.ROUTE);
        return "since " + from.truncatedTo(ChronoUnit.SECONDS)
                + " nobody knows whether the films are those of the file,"
                + " which is asked for each " + period.toSeconds()
                + " s (dim-film.poll-ms). Answers use those of then. "
                + (why == null
                        ? "Route " + DimFilmRefresh.ROUTE + " does not fail: see that it runs (check resting-routes)."
                        : "Route " + DimFilmRefresh.ROUTE + ": " + why);
    }

    private static double current(FilmNotices notices) {
        Instant at = notices.currentAt();
        return at == null ? Double.NaN : at.getEpochSecond();
    }
}
