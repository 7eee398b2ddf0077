package io.clickreel.ingest;

import io.clickreel.click.ClickKey;
import io.clickreel.click.ClickReader;
import io.clickreel.click.ContractViolation;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The two ends of a batch's way through the route clicks-ingest: out of Kafka's records, and back to Kafka as done. */
public final class ClickDelivery {
    /** Each of the consumer's threads has its own buffers: a batch does not leave the thread that polled it. */
    private final ThreadLocal<Decoder> decoders = ThreadLocal.withInitial(Decoder::new);

    private final DeliveryMeters meters;

    public ClickDelivery(MeterRegistry meters) {
        this.meters = new DeliveryMeters(meters);
    }

    /** Holds each record against the contract. The same records give the same result, whenever and wherever. */
    public ClickBatch decode(PartitionBatch batch) {
        return decoders.get().decode(batch);
    }

    /** Takes note that topic and table have all of the batch's dead letters. */
    public void deadLettersKept(ClickBatch batch) {
        batch.deadLettersKept();
    }

    /**
     * Closes the batch: its offsets are committed before the next one is handed out.
     *
     * @throws IllegalStateException if something of it was not delivered
     */
    public void acknowledge(ClickBatch batch) {
        batch.acknowledge();
        batch.report(meters);
    }

    private static final class Decoder {
        private final ClickReader reader = new ClickReader();
        private final ClickRows rows = new ClickRows();

        ClickBatch decode(PartitionBatch batch) {
            rows.block().clear();
            DeadLetters deadLetters = new DeadLetters(batch.token());
            for (ConsumerRecord<Object, Object> record : batch.records()) {
                ContractViolation violation = reader.read((byte[]) record.value());
                if (violation == null) {
                    rows.add(
                            reader.fields(),
                            record,
                            ClickKey.text((byte[]) record.key()).getBytes(StandardCharsets.UTF_8));
                } else {
                    deadLetters.add(record, violation);
                }
            }
            return new ClickBatch(batch, rows.block(), deadLetters);
        }
    }
}
