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
    public record Counts(long records, long clicks, long firstTimestamp, long lastTimestamp) {}

    private final NativeBlock row = new NativeBlock();

    private LedgerRow(TopicPartition partition, Uuid topicId, long firstOffset, long endOffset, String instance) {
        text("_topic", partition.topic());
        row.column("_topic_id", "UUID").addUuid(topicId.getMostSignificantBits(), topicId.getLeastSignificantBits());
        row.column("_partition", "UInt32").addUInt32(partition.partition());
        number("first_offset", firstOffset);
        number("end_offset", endOffset);
        text("instance", instance);
        row.endRow();
    }

    /** A range whose records are stored, as clicks or as dead letters. */
    public static NativeBlock delivered(
            TopicPartition partition, Uuid topicId, long firstOffset, long endOffset, Counts counts, String instance) {
        LedgerRow ledger = new LedgerRow(partition, topicId, firstOffset, endOffset, instance);
        ledger.number("records", counts.records());
        ledger.number("clicks", counts.clicks());
        ledger.number("dead_letters", counts.records() - counts.clicks());
        ledger.time("first_timestamp", counts.firstTimestamp());
        ledger.time("last_timestamp", counts.lastTimestamp());
        return ledger.row;
    }

    /** Offsets that Kafka had deleted before they were read. */
    static NativeBlock lost(TopicPartition partition, Uuid topicId, long firstOffset, long endOffset, String instance) {
        LedgerRow ledger = new LedgerRow(partition, topicId, firstOffset, endOffset, instance);
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
