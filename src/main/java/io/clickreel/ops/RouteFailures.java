package io.clickreel.ops;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCompletedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which routes fail at present, since when and why: one line in the log when a route begins to fail, one a minute while
 * it does, one when it works again; and the health check {@code routes}.
 *
 * <p>The sources (Kafka, timers) bring failed work again by themselves; this only says that they do.
 */
final class RouteFailures extends EventNotifierSupport {
    private static final Logger LOG = LoggerFactory.getLogger(RouteFailures.class);
    private static final long REPEAT_MS = 60_000;

    private record Failure(Instant since, int times, String reason, long loggedMs) {}

    private final Map<String, Failure> failing = new ConcurrentHashMap<>();

    RouteFailures() {
        setIgnoreCamelContextEvents(true);
        setIgnoreCamelContextInitEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreExchangeCreatedEvent(true);
        setIgnoreExchangeSendingEvents(true);
        setIgnoreExchangeSentEvents(true);
        setIgnoreExchangeRedeliveryEvents(true);
        setIgnoreExchangeAsyncProcessingStartedEvents(true);
    }

    @Override
    public void notify(CamelEvent event) {
        if (!(event instanceof ExchangeEvent exchangeEvent)) {
            return;
        }
        Exchange exchange = exchangeEvent.getExchange();
        String route = exchange.getFromRouteId();
        if (route == null) {
            return;
        }
        if (event instanceof ExchangeFailedEvent) {
            failed(route, reason(exchange.getException()));
        } else if (event instanceof ExchangeCompletedEvent) {
            Failure over = failing.remove(route);
            if (over != null) {
                LOG.info("Route {} works again, after {} failures since {}", route, over.times(), over.since());
            }
        }
    }

    /** The health check that is down while a route fails. */
    AbstractHealthCheck healthCheck() {
        return new AbstractHealthCheck("clickreel", "routes") {
            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                Map<String, Failure> now = new TreeMap<>(failing);
                builder.state(now.isEmpty() ? State.UP : State.DOWN);
                now.forEach((route, failure) -> builder.detail(
                        route, failure.times() + " failures since " + failure.since() + ", last: " + failure.reason()));
                if (!now.isEmpty()) {
                    builder.message("Failing, and tried again until they succeed: " + String.join(", ", now.keySet()));
                }
            }

            @Override
            public boolean isLiveness() {
                // Starting the process again would not bring an outside service back.
                return false;
            }
        };
    }

    private void failed(String route, String reason) {
        long nowMs = System.currentTimeMillis();
        failing.compute(route, (key, before) -> {
            boolean news = before == null || !before.reason().equals(reason) || nowMs - before.loggedMs() > REPEAT_MS;
            if (news) {
                LOG.warn("Route {} failed and will try again: {}", route, reason);
            }
            return new Failure(
                    before == null ? Instant.now() : before.since(),
                    before == null ? 1 : before.times() + 1,
                    reason,
                    news ? nowMs : before == null ? nowMs : before.loggedMs());
        });
    }

    /** The innermost cause says what happened; the outer ones say where Camel was. */
    private static String reason(Throwable failure) {
        if (failure == null) {
            return "unknown";
        }
        Throwable root = failure;
        for (Throwable cause : ObjectHelper.createExceptionIterable(failure)) {
            root = cause;
        }
        String message = root.getMessage();
        return message == null
                ? root.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
