package io.clickreel.delivery.guard;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.RouteStartedEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Told when going on would lose or double records, or has lost some, or has to wait; tells it in the log, in the health check {@code delivery}, and
 * in metrics. What must not go on is stopped until a person starts the route again.
 */
public final class DeliveryAlarm extends EventNotifierSupport {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryAlarm.class);

    private final CamelContext camel;
    private final Predicate<Route> ingests;
    private final MeterRegistry meters;
    private final AtomicReference<@Nullable String> halted = new AtomicReference<>();
    private final Map<Object, String> waiting = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> losses = new ConcurrentLinkedQueue<>();
    /** Told once for each partition, however often it is taken up before its first batch is stored. */
    private final Map<TopicPartition, String> firstReads = new ConcurrentHashMap<>();

    private final Counter deletedBefore;
    private final CopyOnWriteArrayList<Runnable> onStart = new CopyOnWriteArrayList<>();

    /** @param ingests which routes store clicks */
    public DeliveryAlarm(CamelContext camel, Predicate<Route> ingests, MeterRegistry meters) {
        this.camel = camel;
        this.ingests = ingests;
        this.meters = meters;
        Gauge.builder("clickreel.ingest.halted", () -> halted.get() == null ? 0 : 1)
                .description("1 while the route clicks-ingest is stopped because going on would lose or double records")
                .register(meters);
        this.deletedBefore = Counter.builder("clickreel.ingest.deleted.before.first.read.offsets")
                .description(
                        "Offsets that Kafka had deleted, by retention or by hand, before their partition was first read")
                .register(meters);
    }

    /** Runs whenever the route that was halted starts again. */
    public void onStart(Runnable action) {
        onStart.add(action);
    }

    /** Stops the routes that store clicks; returns at once. */
    public void halt(String reason) {
        if (halted.compareAndSet(null, reason)) {
            LOG.error("Ingestion is stopped: {}", reason);
            // Not in the caller's thread: the stop waits for it.
            new Thread(this::stopRoutes, "halt").start();
        }
    }

    /**
     * Nothing new is stored for a while, because a service does not answer: told once at the first call, and as long as it
     * lasts in the health check.
     *
     * @param who waits
     */
    public void waits(Object who, String reason) {
        if (waiting.isEmpty()) {
            LOG.warn("Clicks wait in Kafka: {}", reason);
        }
        waiting.put(who, reason);
    }

    public void goesOn(Object who) {
        if (waiting.remove(who) != null && waiting.isEmpty()) {
            LOG.info("Clicks are stored again");
        }
    }

    /** @param endOffset after the last one */
    public void lost(TopicPartition partition, long firstOffset, long endOffset) {
        String range = partition + " offsets " + firstOffset + " to " + (endOffset - 1) + " ("
                + (endOffset - firstOffset) + ") were deleted by Kafka before they were read";
        LOG.error("Lost: {}; ingestion goes on behind them, as clicks.ingest.on-lost-offsets=continue says", range);
        losses.add(range);
        meters.counter("clickreel.ingest.lost.offsets", "partition", Integer.toString(partition.partition()))
                .increment(endOffset - firstOffset);
    }

    /** A partition of which nothing is stored yet is not read from offset 0: no alarm, but nobody can tell of what was before. */
    public void firstRead(TopicPartition partition, String sentence, long deletedOffsets) {
        if (firstReads.put(partition, sentence) == null) {
            LOG.warn("{}", sentence);
            deletedBefore.increment(deletedOffsets);
        }
    }

    /** The health check, down while ingestion is halted or waits; losses since the start stand in its message, as do partitions that were not read from their first offset. */
    public AbstractHealthCheck healthCheck() {
        return new AbstractHealthCheck("clickreel", "delivery") {
            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                String reason = halted.get();
                if (reason != null) {
                    builder.down().message("ingestion is stopped: " + reason);
                    return;
                }
                if (!waiting.isEmpty()) {
                    builder.down()
                            .message("clicks wait in Kafka: " + String.join("; ", new TreeSet<>(waiting.values())));
                    return;
                }
                builder.up();
                List<String> told = new ArrayList<>();
                if (!losses.isEmpty()) {
                    told.add("lost since the start: " + String.join("; ", losses));
                }
                told.addAll(new TreeSet<>(firstReads.values()));
                if (!told.isEmpty()) {
                    builder.message(String.join("; ", told));
                }
            }

            @Override
            public boolean isLiveness() {
                // Starting the process again would change nothing.
                return false;
            }
        };
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof RouteStartedEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof RouteStartedEvent started && ingests.test(started.getRoute())) {
            if (halted.getAndSet(null) != null) {
                LOG.info("Ingestion is started again");
            }
            onStart.forEach(Runnable::run);
        }
    }

    private void stopRoutes() {
        for (Route route : camel.getRoutes()) {
            if (ingests.test(route)) {
                try {
                    camel.getRouteController().stopRoute(route.getRouteId());
                } catch (Exception e) {
                    LOG.error("Route {} could not be stopped: {}", route.getRouteId(), e.getMessage());
                }
            }
        }
    }
}
