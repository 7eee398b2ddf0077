package io.clickreel.delivery;

import io.clickreel.deadletter.DeadLetterMessages;
import io.clickreel.deadletter.DeadLetters;
import io.clickreel.deadletter.DeadTopicRefusals;
import io.clickreel.delivery.batch.Batch;
import io.clickreel.delivery.batch.Delivery;
import io.clickreel.delivery.guard.DeadShare;
import io.clickreel.delivery.guard.DeliveryAlarm;
import io.clickreel.delivery.guard.FarTimes;
import io.clickreel.health.DegradedCheck;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * The steps of a route that stores a stream, as a bean: a batch is admitted, its dead letters become messages of their
 * topic, and it is acknowledged to Kafka. Counts and limits are kept for each stream.
 */
public final class BatchDelivery {
    private final String instance;
    private final MeterRegistry meters;
    private final DeadShare.Limits limits;
    private final DeliveryAlarm alarm;
    private final DeadTopicRefusals refusals;
    private final Map<String, OfStream> streams = new ConcurrentSkipListMap<>();

    private record OfStream(DeliveryMeters meters, DeadShare deadShare, FarTimes farTimes) {}

    /**
     * @param instance the name under which the ledger knows who delivered
     * @param limits of the share of dead letters
     * @param alarm halts a stream that has more
     */
    public BatchDelivery(String instance, MeterRegistry meters, DeadShare.Limits limits, DeliveryAlarm alarm) {
        this.instance = instance;
        this.meters = meters;
        this.limits = limits;
        this.alarm = alarm;
        this.refusals = new DeadTopicRefusals(meters);
        // This makes the stream's metrics too, so that they are there before its first batch.
        alarm.onStart(stream -> of(stream).deadShare().clear());
    }

    /**
     * Begins a try to deliver the batch.
     *
     * @throws IllegalStateException if too many of the last records are dead letters; the stream is halted
     */
    public Batch admit(Batch batch, Exchange exchange) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onFailure(Exchange failed) {
                batch.failed(failed.getException());
                of(batch.stream().name()).meters().failed(failed.getException());
            }

            @Override
            public void onComplete(Exchange completed) {
                if (!batch.isAcknowledged()) {
                    of(batch.stream().name()).meters().failed(null);
                }
            }
        });
        return begin(batch);
    }

    Batch begin(Batch batch) {
        String tooMany = of(batch.stream().name()).deadShare().add(batch);
        if (tooMany != null) {
            alarm.halt(batch.stream().name(), tooMany);
            throw new IllegalStateException(tooMany);
        }
        batch.begin(instance);
        return batch;
    }

    /** The dead letters of a chunk as messages for their topic. */
    public Iterable<Message> messages(DeadLetters.Chunk chunk, CamelContext camel) {
        return DeadLetterMessages.whole(chunk, camel);
    }

    /** Cut copies of dead letters, for a topic that did not take the letters themselves; each says that it is cut. */
    public Iterable<Message> cutMessages(
            @ExchangeProperty("chunk") DeadLetters.Chunk chunk,
            @ExchangeException Throwable refusal,
            CamelContext camel) {
        refusals.cut(chunk, refusal);
        return DeadLetterMessages.cut(chunk, camel);
    }

    /** Takes note that the topic takes no copies either; the table alone has the letters. */
    public void leftOutOfTopic(
            @ExchangeProperty("chunk") DeadLetters.Chunk chunk, @ExchangeException Throwable refusal) {
        refusals.leftOut(chunk, refusal);
    }

    /** Takes note that topic and table have all of the batch's dead letters. */
    public void deadLettersKept(Batch batch) {
        batch.deadLettersKept();
    }

    /**
     * Closes the batch: its end is committed before the next one is handed out.
     *
     * @throws IllegalStateException if the ledger does not have it
     */
    public void acknowledge(Delivery delivery) {
        Batch batch = delivery.acknowledge();
        OfStream stream = of(batch.stream().name());
        stream.meters().delivered(batch);
        stream.farTimes().look(batch, Instant.now());
    }

    /** Degraded while a stream has too many dead letters, or clicks whose event time is far from now. */
    public List<HealthCheck> healthChecks() {
        return List.of(
                new DegradedCheck(
                        "dead-letters",
                        () -> sentences(stream -> stream.deadShare().sentence())),
                new DegradedCheck(
                        "event-times",
                        () -> sentences(stream -> stream.farTimes().sentence(Instant.now()))));
    }

    private String sentences(Function<OfStream, String> each) {
        return streams.values().stream().map(each).filter(one -> !one.isEmpty()).collect(Collectors.joining(" "));
    }

    private OfStream of(String stream) {
        return streams.computeIfAbsent(
                stream,
                name -> new OfStream(
                        new DeliveryMeters(name, meters),
                        new DeadShare(name, limits, meters),
                        new FarTimes(name, meters)));
    }
}
