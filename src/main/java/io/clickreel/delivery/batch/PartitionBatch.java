package io.clickreel.delivery.batch;

import io.clickreel.delivery.ledger.LedgerRow;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Consecutive records of one partition that are stored together or not at all.
 *
 * <p>Made and read by the consumer's own thread only.
 */
public final class PartitionBatch {
    private final TopicPartition partition;
    private final Uuid topicId;
    private final long firstOffset;
    private final long endOffset;
    private final DecodedRecords records;
    private boolean acknowledged;

    /**
     * @param topicId Kafka's id of the topic: a topic made again under the same name has another
     * @param endOffset the offset after the last one
     * @param records all that the topic has in this range, which may have gaps
     */
    public PartitionBatch(
            TopicPartition partition, Uuid topicId, long firstOffset, long endOffset, DecodedRecords records) {
        this.partition = partition;
        this.topicId = topicId;
        this.firstOffset = firstOffset;
        this.endOffset = endOffset;
        this.records = records;
    }

    public TopicPartition partition() {
        return partition;
    }

    public Uuid topicId() {
        return topicId;
    }

    public DecodedRecords records() {
        return records;
    }

    public long firstOffset() {
        return firstOffset;
    }

    /** The offset after the last one. */
    public long endOffset() {
        return endOffset;
    }

    /** Names exactly these records, so that ClickHouse knows a repeated insert of them. */
    public String token() {
        return topicId + ":" + partition.partition() + ":" + firstOffset + "-" + endOffset;
    }

    /** What the ledger says of it. */
    public LedgerRow.Counts counts() {
        return new LedgerRow.Counts(
                records.size(), records.clicks().rows(), records.firstTimestamp(), records.lastTimestamp());
    }

    /** Says that all of it is stored. Without this the batch is handed out again. */
    public void acknowledge() {
        acknowledged = true;
    }

    public boolean isAcknowledged() {
        return acknowledged;
    }

    @Override
    public String toString() {
        return partition + " offsets " + firstOffset + " to " + (endOffset - 1);
    }
}
