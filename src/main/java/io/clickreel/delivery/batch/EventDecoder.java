package io.clickreel.delivery.batch;

import io.clickreel.contract.ContractViolation;
import io.clickreel.contract.Plan;
import io.clickreel.contract.RecordKey;
import io.clickreel.contract.RowDecoder;
import io.clickreel.kafka.BoundedConsumer;
import io.clickreel.kafka.Cut;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of a stream's table from Kafka's records, under one contract; for one thread. The same records make the same
 * rows.
 */
public final class EventDecoder {
    private final Plan plan;
    private final RowDecoder decoder;
    private final RecordKey key = new RecordKey();
    private final RowsByTime rows;

    public EventDecoder(Plan plan) {
        this.plan = plan;
        this.decoder = new RowDecoder(plan);
        this.rows = new RowsByTime(() -> new EventRows(decoder));
    }

    /** What it decodes by. */
    public Plan plan() {
        return plan;
    }

    /**
     * Adds the record as one more row.
     *
     * @return null, or why it breaks the contract and was not added
     * @throws io.clickreel.contract.SchemaAwayException if nobody can say now whether it does
     */
    public @Nullable ContractViolation add(ConsumerRecord<ByteBuffer, ByteBuffer> record, Uuid topicId) {
        Cut cut = Cut.of(record);
        if (cut != null) {
            return ContractViolation.cut(cut.recordBytes(), BoundedConsumer.MAX_RECORD_BYTES, Cut.KEPT_BYTES);
        }
        ContractViolation violation = decoder.read(record.value());
        if (violation == null) {
            key.read(record.key());
            rows.at(decoder.eventTimeMs(record.timestamp())).add(record, topicId, key);
            key.clear();
        }
        return violation;
    }

    /** How many fields that the contract does not know were ignored since this decoder was made. */
    long unknownFields() {
        return decoder.unknownFields();
    }

    /** The rows so far; when they are cleared, their buffers are kept. */
    public RowsByTime rows() {
        return rows;
    }
}
