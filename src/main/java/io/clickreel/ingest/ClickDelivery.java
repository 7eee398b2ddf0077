package io.clickreel.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;

/** The two ends of a batch's way through the route clicks-ingest: out of Kafka's records, and back to Kafka as done. */
public final class ClickDelivery {
    private final String instance;
    private final DeliveryMeters meters;
    private final DeadShare deadShare;
    private final DeliveryAlarm alarm;

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
        return new DeadLetterMessages(chunk, camel);
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
    }
}
