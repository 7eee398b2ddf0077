package io.clickreel.delivery;

import io.clickreel.deadletter.DeadLetterMessages;
import io.clickreel.deadletter.DeadLetters;
import io.clickreel.deadletter.DeadTopicRefusals;
import io.clickreel.delivery.batch.PartitionBatch;
import io.clickreel.delivery.guard.DeadShare;
import io.clickreel.delivery.guard.DeliveryAlarm;
import io.clickreel.delivery.guard.FarTimes;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** The two ends of a batch's way through the route clicks-ingest: out of Kafka's records, and back to Kafka as done. */
public final class ClickDelivery {
    private final String instance;
    private final DeliveryMeters meters;
    private final DeadShare deadShare;
    private final DeliveryAlarm alarm;
    private final DeadTopicRefusals refusals;
    private final FarTimes farTimes;

    /**
     * @param instance the name under which the ledger knows who delivered
     * @param deadShare what share of dead letters is too much
     * @param alarm told when it is
     */
    public ClickDelivery(String instance, MeterRegistry meters, DeadShare deadShare, DeliveryAlarm alarm) {
        this.instance = instance;
        this.meters = new DeliveryMeters(meters);
        this.deadShare = deadShare;
        this.alarm = alarm;
        this.refusals = new DeadTopicRefusals(meters);
        this.farTimes = new FarTimes(meters);
    }

    /**
     * Begins a try to deliver the batch.
     *
     * @throws IllegalStateException if too many of the last records are dead letters; the route is stopped
     */
    public ClickBatch admit(PartitionBatch batch) {
        String tooMany = deadShare.add(batch);
        if (tooMany != null) {
            alarm.halt(tooMany);
            throw new IllegalStateException(tooMany);
        }
        return new ClickBatch(batch, instance);
    }

    /** Some dead letters as the messages of their topic. */
    public Iterable<Message> messages(DeadLetters.Chunk chunk, CamelContext camel) {
        return DeadLetterMessages.whole(chunk, camel);
    }

    /** The same for a topic that did not take them: copies that are cut, and say so. */
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
    public void deadLettersKept(ClickBatch batch) {
        batch.deadLettersKept();
    }

    /**
     * Closes the batch: its offsets are committed before the next one is handed out.
     *
     * @throws IllegalStateException if the ledger does not have it
     */
    public void acknowledge(Delivery delivery) {
        delivery.acknowledge(meters);
        farTimes.look(delivery.source(), Instant.now());
    }

    /** Tells of clicks whose event time is far from now. */
    public AbstractHealthCheck farTimesCheck() {
        return farTimes.healthCheck();
    }
}
