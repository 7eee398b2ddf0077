package io.clickreel.delivery.batch;

import io.clickreel.contract.ClickKey;
import io.clickreel.contract.ClickReader;
import io.clickreel.contract.ContractViolation;
import io.clickreel.kafka.BoundedConsumer;
import io.clickreel.kafka.Cut;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Makes rows of table {@code clicks} from Kafka's records; for one thread. The same records make the same rows. */
public final class ClickDecoder {
    private final ClickReader reader = new ClickReader();
    private final ClickKey key = new ClickKey();
    private final ClicksByTime rows = new ClicksByTime();

    /**
     * Adds the record as one more row.
     *
     * @return null, or why it is no click and was not added
     */
    public @Nullable ContractViolation add(ConsumerRecord<ByteBuffer, ByteBuffer> record, Uuid topicId) {
        Cut cut = Cut.of(record);
        if (cut != null) {
            return ContractViolation.cut(cut.recordBytes(), BoundedConsumer.MAX_RECORD_BYTES, Cut.KEPT_BYTES);
        }
        ContractViolation violation = reader.read(record.value());
        if (violation == null) {
            key.read(record.key());
            rows.at(reader.fields().eventTimeMs()).add(reader.fields(), record, topicId, key);
            key.clear();
        }
        return violation;
    }

    /** How many fields that the contract does not know were ignored since this decoder was made. */
    long unknownFields() {
        return reader.unknownFields();
    }

    /** The rows so far; when they are cleared, their buffers are kept. */
    public ClicksByTime rows() {
        return rows;
    }
}
