package io.clickreel.ingest;

import io.clickreel.click.ContractViolation;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The two ends of a batch's way through the route clicks-ingest: out of Kafka's records, and back to Kafka as done. */
public final class ClickDelivery {
    /** Each of the consumer's threads has its own buffers: a batch does not leave the thread that polled it. */
    private final ThreadLocal<ClickDecoder> decoders = ThreadLocal.withInitial(ClickDecoder::new);

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
     * Holds each record against the contract. The same records give the same result, whenever and wherever.
     *
     * @throws IllegalStateException if too many of the last records are dead letters; the route is stopped
     */
    public ClickBatch decode(PartitionBatch batch) {
        ClickBatch decoded = decode(decoders.get(), batch, instance);
        String tooMany = deadShare.add(batch, decoded.getDeadLetters().size());
        if (tooMany != null) {
            alarm.halt(tooMany);
            throw new IllegalStateException(tooMany);
        }
        return decoded;
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

    private static ClickBatch decode(ClickDecoder decoder, PartitionBatch batch, String instance) {
        decoder.rows().clear();
        DeadLetters deadLetters = new DeadLetters(batch);
        for (ConsumerRecord<Object, Object> record : batch.records()) {
            ContractViolation violation = decoder.add(record, batch.topicId());
            if (violation != null) {
                deadLetters.add(record, violation);
            }
        }
        return new ClickBatch(batch, decoder.rows(), deadLetters, instance);
    }
}
