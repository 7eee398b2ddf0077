package io.clickreel.run;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the user what became of a route file that was saved: a line for each, with file and line of a mistake. */
final class RouteReload {
    private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);
    /** Saving a file once makes several events. */
    private static final Duration SAME_SAVE = Duration.ofSeconds(1);

    private final Map<String, Said> lastSaid = new ConcurrentHashMap<>();

    private record Said(String outcome, long nanos) {}

    /** Listens in on Camel's watch over the routes' folder, if there is one; after the context has started. */
    void listen(CamelContext context) {
        RouteWatcherReloadStrategy watch = context.hasService(RouteWatcherReloadStrategy.class);
        if (watch == null) {
            return;
        }
        var reload = watch.getResourceReload();
        watch.setResourceReload((name, resource) -> {
            try {
                reload.onReload(name, resource);
                if (isNews(name, "")) {
                    LOG.info("{} is live", name);
                }
            } catch (Exception e) {
                // The innermost cause knows file, line and column.
                String reason = message(e);
                // Many editors empty a file before they fill it.
                if (!reason.startsWith("Resource is empty") && isNews(name, reason)) {
                    LOG.warn(
                            "{} was saved with a mistake and is not live; correct it and save again: {}", name, reason);
                }
                // Camel's watch ends at an exception without a message.
                throw new RuntimeCamelException(reason, e);
            }
        });
    }

    private boolean isNews(String name, String outcome) {
        long now = System.nanoTime();
        Said before = lastSaid.put(name, new Said(outcome, now));
        return before == null || !before.outcome().equals(outcome) || now - before.nanos() > SAME_SAVE.toNanos();
    }

    private static String message(Exception failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.getMessage() == null
                ? innermost.toString()
                : innermost.getMessage().strip();
    }
}
