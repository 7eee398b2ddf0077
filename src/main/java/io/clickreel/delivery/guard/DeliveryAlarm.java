package io.clickreel.delivery.guard;

import io.clickreel.stream.Stream;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.RouteStartedEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports that a stream was halted because it would lose or double records, that records were lost, or that ingestion
 * waits: in the log, in the health check {@code delivery}, and in metrics. A halted stream stays stopped until a person
 * starts its route again; the others keep running.
 */
public final class DeliveryAlarm extends EventNotifierSupport {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryAlarm.class);

    private final CamelContext camel;
    private final Predicate<Route> ingests;
    private final MeterRegistry meters;
    /** The halted streams, and why. */
    private final Map<String, String> halted = new ConcurrentSkipListMap<>();

    private final Map<Object, String> waiting = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> losses = new ConcurrentLinkedQueue<>();
    /** Each is logged once, even if its partition is opened many times before the first batch is stored. */
    private final Map<TopicPartition, String> firstReads = new ConcurrentHashMap<>();

    private final Counter deletedBefore;
    private final CopyOnWriteArrayList<Consumer<String>> onStart = new CopyOnWriteArrayList<>();

    /** @param ingests which routes store a stream */
    public DeliveryAlarm(CamelContext camel, Predicate<Route> ingests, MeterRegistry meters) {
        this.camel = camel;
        this.ingests = ingests;
        this.meters = meters;
        this.deletedBefore = Counter.builder("clickreel.ingest.deleted.before.first.read.offsets")
                .description(
                        "Offsets that Kafka had deleted, by retention or by hand, before their partition was first read")
                .register(meters);
    }

    /** @param action told the stream whose route starts, or starts again */
    public void onStart(Consumer<String> action) {
        onStart.add(action);
    }

    /** Stops the stream's route; returns at once. */
    public void halt(String stream, String reason) {
        if (halted.putIfAbsent(stream, reason) == null) {
            LOG.error("Ingestion of {} is stopped: {}", stream, reason);
            // Not in the caller's thread: the stop waits for it.
            new Thread(() -> stopRoutesOf(stream), "halt").start();
        }
    }

    /**
     * Reports that nothing new is stored because a service does not answer: in the log at the first call, and in the
     * health check until {@link #goesOn}.
     *
     * @param who the consumer that waits
     */
    public void waits(Object who, String reason) {
        if (waiting.isEmpty()) {
            LOG.warn("Records wait in Kafka: {}", reason);
        }
        waiting.put(who, reason);
    }

    /** Takes note that the consumer waits no more. */
    public void goesOn(Object who) {
        if (waiting.remove(who) != null && waiting.isEmpty()) {
            LOG.info("Records are stored again");
        }
    }

    /**
     * Reports offsets that Kafka had deleted before they were read.
     *
     * @param endOffset the offset after the last one
     */
    public void lost(String stream, TopicPartition partition, long firstOffset, long endOffset) {
        String range = partition + " offsets " + firstOffset + " to " + (endOffset - 1) + " ("
                + (endOffset - firstOffset) + ") were deleted by Kafka before they were read";
        LOG.error("Lost: {}; ingestion continues after them, as ingest.on-lost-offsets=continue says", range);
        losses.add(range);
        lostOffsets(stream).increment(endOffset - firstOffset);
    }

    /**
     * Reports, once for each partition, that its first read does not begin at offset 0: no alarm, but nobody can tell
     * what was there before.
     */
    public void firstRead(TopicPartition partition, String sentence, long deletedOffsets) {
        if (firstReads.put(partition, sentence) == null) {
            LOG.warn("{}", sentence);
            deletedBefore.increment(deletedOffsets);
        }
    }

    /**
     * The health check, down while a stream is halted or waits. Its message also has the losses since the start, and
     * the partitions that were not read from their first offset.
     */
    public AbstractHealthCheck healthCheck() {
        return new AbstractHealthCheck("clickreel", "delivery") {
            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                if (!halted.isEmpty()) {
                    builder.down()
                            .message(halted.entrySet().stream()
                                    .map(each -> "ingestion of " + each.getKey() + " is stopped: " + each.getValue())
                                    .collect(Collectors.joining(" ")));
                    return;
                }
                if (!waiting.isEmpty()) {
                    builder.down()
                            .message("records wait in Kafka: " + String.join("; ", new TreeSet<>(waiting.values())));
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
            String stream = Stream.nameOf(started.getRoute().getRouteId());
            // A gauge that exists already is not made again.
            Gauge.builder("clickreel.ingest.halted", () -> halted.containsKey(stream) ? 1 : 0)
                    .description("1 while the stream's route is stopped because it would lose or double records")
                    .tag("stream", stream)
                    .register(meters);
            // There from the start, at 0: one that is made by the first loss would show no increase.
            lostOffsets(stream).increment(0);
            if (halted.remove(stream) != null) {
                LOG.info("Ingestion of {} is started again", stream);
            }
            // The streams of routes that were renamed or removed are not halted any more.
            halted.keySet().retainAll(streams());
            onStart.forEach(action -> action.accept(stream));
        }
    }

    private Counter lostOffsets(String stream) {
        return Counter.builder("clickreel.ingest.lost.offsets")
                .description("Offsets that Kafka had deleted before they were read; the log names each range")
                .tag("stream", stream)
                .register(meters);
    }

    private Set<String> streams() {
        return camel.getRoutes().stream()
                .filter(ingests)
                .map(route -> Stream.nameOf(route.getRouteId()))
                .collect(Collectors.toSet());
    }

    private void stopRoutesOf(String stream) {
        for (Route route : camel.getRoutes()) {
            if (ingests.test(route) && Stream.nameOf(route.getRouteId()).equals(stream)) {
                try {
                    camel.getRouteController().stopRoute(route.getRouteId());
                } catch (Exception e) {
                    LOG.error("Route {} could not be stopped: {}", route.getRouteId(), e.getMessage());
                }
            }
        }
    }
}
