package io.clickreel.health;

import io.clickreel.RootCause;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCompletedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.spi.CamelEvent.RouteRemovedEvent;
import org.apache.camel.spi.CamelEvent.RouteRestartingFailureEvent;
import org.apache.camel.spi.CamelEvent.RouteStartedEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which routes fail at present, since when and why: one line in the log when a route begins to fail or does not start,
 * one a minute while that lasts, one when it works again; and the health check {@code routes}.
 *
 * <p>The sources (Kafka, timers) deliver failed work again by themselves; this only reports.
 */
public final class RouteFailures extends SimpleEventNotifierSupport {
    private static final Logger LOG = LoggerFactory.getLogger(RouteFailures.class);
    private static final long REPEAT_MS = 60_000;

    private record Failure(Instant since, int times, String reason, long loggedMs) {
        @Override
        public String toString() {
            return times + (times == 1 ? " failure" : " failures") + " since " + since.truncatedTo(ChronoUnit.SECONDS)
                    + ", last: " + reason;
        }
    }

    private final Map<String, Failure> failing = new ConcurrentHashMap<>();

    public RouteFailures() {
        setIgnoreRouteEvents(false);
        setIgnoreExchangeEvents(false);
        setIgnoreExchangeCompletedEvent(false);
        setIgnoreExchangeFailedEvents(false);
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof RouteRestartingFailureEvent start) {
            // At the first start Camel blames a route for others' endpoints, too; the next try is about this route
            // alone.
            if (start.getAttempt() > 0) {
                failed(start.getRoute().getRouteId(), "does not start", RootCause.of(start.getCause()));
            }
            return;
        }
        if (event instanceof RouteStartedEvent started) {
            works(started.getRoute().getRouteId());
            return;
        }
        if (event instanceof RouteRemovedEvent removed) {
            failing.remove(removed.getRoute().getRouteId());
            return;
        }
        if (!(event instanceof ExchangeEvent exchangeEvent)) {
            return;
        }
        Exchange exchange = exchangeEvent.getExchange();
        String route = exchange.getFromRouteId();
        // A part of a split ends before the whole does, and does not decide whether the route failed.
        if (route == null || exchange.getProperty(ExchangePropertyKey.CORRELATION_ID) != null) {
            return;
        }
        if (event instanceof ExchangeFailedEvent) {
            if (exchange.getContext().isStopping()) {
                // An exchange that a stop interrupts has not failed.
                return;
            }
            failed(route, "failed", RootCause.of(exchange.getException()));
        } else if (event instanceof ExchangeCompletedEvent) {
            works(route);
        }
    }

    /** How often the route has failed in a row, since when and why; null while it works. */
    @Nullable
    String of(String route) {
        Failure failure = failing.get(route);
        return failure == null ? null : failure.toString();
    }

    /** The health check that is down while a route fails. */
    public AbstractHealthCheck healthCheck() {
        return new AbstractHealthCheck("clickreel", "routes") {
            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                Map<String, Failure> now = new TreeMap<>(failing);
                // One that somebody has stopped meanwhile does not fail any more: another check tells of it.
                CamelContext camel = getCamelContext();
                if (camel != null) {
                    now.keySet().removeIf(route -> RestingRoutes.rests(camel, route));
                }
                builder.state(now.isEmpty() ? State.UP : State.DOWN);
                if (!now.isEmpty()) {
                    // In the message and not in details, which are shown only to those who know how to ask for them.
                    builder.message(now.entrySet().stream()
                            .map(entry -> entry.getKey() + " is tried again after " + entry.getValue())
                            .collect(Collectors.joining("; ")));
                }
            }

            @Override
            public boolean isLiveness() {
                // Starting the process again would not bring an outside service back.
                return false;
            }

            @Override
            public boolean isReadiness() {
                // The other routes run on, and questions are answered.
                return false;
            }
        };
    }

    private void works(String route) {
        Failure over = failing.remove(route);
        if (over != null) {
            LOG.info("Route {} works again, after {} failures since {}", route, over.times(), over.since());
        }
    }

    private void failed(String route, String what, String reason) {
        long nowMs = System.currentTimeMillis();
        failing.compute(route, (key, before) -> {
            boolean news = before == null || !isSame(before.reason(), reason) || nowMs - before.loggedMs() > REPEAT_MS;
            if (news) {
                LOG.warn("Route {} {} and will try again: {}", route, what, reason);
            }
            return new Failure(
                    before == null ? Instant.now() : before.since(),
                    before == null ? 1 : before.times() + 1,
                    reason,
                    news ? nowMs : before == null ? nowMs : before.loggedMs());
        });
    }

    /** Two reasons that differ only in durations or counts are the same. */
    private static boolean isSame(String before, String now) {
        return before.replaceAll("\\d+", "").equals(now.replaceAll("\\d+", ""));
    }
}
