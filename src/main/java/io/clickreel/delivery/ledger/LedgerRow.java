package io.clickreel.delivery.ledger;

import io.clickreel.clickhouse.NativeBlock;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** One row of the ledger, table {@code deliveries}: a range of offsets and what became of it. */
public final class LedgerRow {
    /**
     * What a range of offsets held.
     *
     * @param firstTimestamp Kafka's time of the first record; 0 if there is none
     */
    public record Counts(long records, long rows, long firstTimestamp, long lastTimestamp) {}

    private final NativeBlock row = new NativeBlock();

    private LedgerRow(
            String stream, TopicPartition partition, Uuid topicId, long firstOffset, long endOffset, String instance) {
        text("_topic", partition.topic());
        row.column("_topic_id", "UUID").addUuid(topicId.getMostSignificantBits(), topicId.getLeastSignificantBits());
        row.column("_partition", "UInt32").addUInt32(partition.partition());
        number("first_offset", firstOffset);
        number("end_offset", endOffset);
        text("instance", instance);
        text("stream", stream);
        row.endRow();
    }

    /**
     * A range whose records are stored, as rows or as dead letters.
     *
     * @param stream its name
     * @param contract hash of the one that all of them were read under; empty if there is no such
     */
    public static NativeBlock delivered(
            String stream,
            TopicPartition partition,
            Uuid topicId,
            long firstOffset,
            long endOffset,
            Counts counts,
            String instance,
            String contract) {
        LedgerRow ledger = new LedgerRow(stream, partition, topicId, firstOffset, endOffset, instance);
        ledger.number("records", counts.records());
        ledger.number("clicks", counts.rows());
        ledger.number("dead_letters", counts.records() - counts.rows());
        ledger.text("contract", contract);
        ledger.time("first_timestamp", counts.firstTimestamp());
        ledger.time("last_timestamp", counts.lastTimestamp());
        return ledger.row;
    }

    /** Offsets that Kafka had deleted before they were read. */
    static NativeBlock lost(
            String stream, TopicPartition partition, Uuid topicId, long firstOffset, long endOffset, String instance) {
        LedgerRow ledger = new LedgerRow(stream, partition, topicId, firstOffset, endOffset, instance);
        ledger.number("lost_offsets", endOffset - firstOffset);
        return ledger.row;
    }

    private void number(String name, long value) {
        row.column(name, "UInt64").addUInt64(value);
    }

    private void time(String name, long ms) {
        row.column(name, "DateTime64(3, 'UTC')").addUInt64(Math.max(0, ms));
    }

    private void text(String name, String value) {
        row.column(name, "String").addString(value.getBytes(StandardCharsets.UTF_8));
    }
}
