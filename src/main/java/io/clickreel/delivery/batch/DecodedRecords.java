package io.clickreel.delivery.batch;

import io.clickreel.contract.ContractViolation;
import io.clickreel.deadletter.DeadLetter;
import io.clickreel.kafka.Cut;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of one partition, decoded as they arrive: clicks as rows of columns, the others as dead letters.
 *
 * <p>A click thus is no object for longer than it takes to read it. For one thread.
 */
public final class DecodedRecords {
    private static final Logger LOG = LoggerFactory.getLogger(DecodedRecords.class);
    /** What a record that is kept as an object takes beside its bytes, roughly. */
    private static final int OBJECT_BYTES = 400;

    private final Uuid topicId;
    private final ClickDecoder decoder;
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final long arrivedAtMs;
    private final long unknownFieldsBefore;
    private int size;
    private long bytes;
    private long deadLetterBytes;
    private long firstOffset;
    private long lastOffset;
    private long firstTimestamp;
    private long lastTimestamp;
    /** One sentence for a batch of them. */
    private boolean toldCut;

    /**
     * @param decoder whose rows are empty, and which nobody else uses meanwhile
     * @param arrivedAtMs when the first record came, by any clock that only moves forward
     */
    public DecodedRecords(Uuid topicId, ClickDecoder decoder, long arrivedAtMs) {
        this.topicId = topicId;
        this.decoder = decoder;
        this.arrivedAtMs = arrivedAtMs;
        this.unknownFieldsBefore = decoder.unknownFields();
    }

    public void add(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        if (size++ == 0) {
            firstOffset = record.offset();
            firstTimestamp = record.timestamp();
        }
        lastOffset = record.offset();
        lastTimestamp = record.timestamp();
        bytes += bytes(record);
        ContractViolation violation = decoder.add(record, topicId);
        if (violation != null) {
            if (!toldCut && Cut.of(record) != null) {
                toldCut = true;
                LOG.warn(
                        "{}-{} offset {}: {}", record.topic(), record.partition(), record.offset(), violation.detail());
            }
            deadLetters.add(DeadLetter.of(record, topicId, violation));
            deadLetterBytes +=
                    OBJECT_BYTES + bytes(record) + 2L * violation.detail().length();
        }
    }

    /** Size of key and value, in bytes. */
    public static long bytes(ConsumerRecord<?, ?> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    /** Clicks and dead letters. */
    public int size() {
        return size;
    }

    /** Size of keys and values as they came, in bytes. */
    public long bytes() {
        return bytes;
    }

    /** What it takes in memory, roughly. */
    public long heldBytes() {
        return decoder.rows().allocatedBytes() + deadLetterBytes;
    }

    public long firstOffset() {
        return firstOffset;
    }

    public long lastOffset() {
        return lastOffset;
    }

    /** Kafka's, in milliseconds since 1970; 0 if there is no record. */
    public long firstTimestamp() {
        return firstTimestamp;
    }

    public long lastTimestamp() {
        return lastTimestamp;
    }

    public long arrivedAtMs() {
        return arrivedAtMs;
    }

    /** How many fields that the contract does not know its records have. */
    public long unknownFields() {
        return decoder.unknownFields() - unknownFieldsBefore;
    }

    public ClicksByTime clicks() {
        return decoder.rows();
    }

    public List<DeadLetter> deadLetters() {
        return Collections.unmodifiableList(deadLetters);
    }

    public ClickDecoder decoder() {
        return decoder;
    }
}
