package io.clickreel.delivery.ledger;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.Row;
import io.clickreel.clickhouse.Sql;
import io.clickreel.contract.ContractViolation;
import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.stream.SourcePartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** What ClickHouse knows of the deliveries: asked by whoever takes a partition, and once a second for holds. */
public final class DeliveryLedger {
    private static final Sql STORED = new Sql(
            "SELECT (SELECT maxOrNull(end_offset) FROM deliveries WHERE" + SourcePartition.IS_THIS + ") AS closed_end,"
                    + " (SELECT maxOrNull(last_offset) + 1 FROM batches WHERE" + SourcePartition.IS_THIS
                    + ") AS inserted_end");
    private static final Sql DEAD = new Sql("SELECT _offset, reason, field, detail FROM dead_letters FINAL WHERE"
            + SourcePartition.IS_THIS + " AND _offset >= {first:UInt64} AND _offset < {end:UInt64}");
    private static final Sql HOLDS = new Sql("SELECT count() FROM ingest_holds FINAL WHERE held_until > now64(3)"
            + " AND (topic = '' OR topic IN {topics:Array(String)})");

    private final ClickHouse clickHouse;

    /** @param clickHouse fails within seconds if it does not answer: a consumer that waits for it does not poll */
    public DeliveryLedger(ClickHouse clickHouse) {
        this.clickHouse = clickHouse;
    }

    /**
     * Up to where ClickHouse has the partition.
     *
     * @throws RuntimeException if ClickHouse does not answer
     */
    public StoredRanges storedOf(TopicPartition partition, Uuid topicId) {
        Row row = clickHouse.row(STORED.with(Map.of(
                "topic", partition.topic(),
                "topicId", SourcePartition.uuid(topicId),
                "partition", partition.partition())));
        return new StoredRanges(row.optionalNumber("closed_end"), row.optionalNumber("inserted_end"));
    }

    /**
     * Why each record of a range is dead of which the dead letter is stored, by its offset.
     *
     * @param endOffset the offset after the last one
     * @throws RuntimeException if ClickHouse does not answer
     */
    public Map<Long, ContractViolation> deadOf(
            TopicPartition partition, Uuid topicId, long firstOffset, long endOffset) {
        Map<Long, ContractViolation> dead = new HashMap<>();
        for (Row row : clickHouse.rows(DEAD.with(Map.of(
                "topic", partition.topic(),
                "topicId", SourcePartition.uuid(topicId),
                "partition", partition.partition(),
                "first", firstOffset,
                "end", endOffset)))) {
            Reason.of(row.text("reason"))
                    .ifPresent(reason -> dead.put(
                            row.number("_offset"),
                            new ContractViolation(reason, row.text("field"), row.text("detail"))));
        }
        return dead;
    }

    /**
     * Whether a replay asks that no new batch of these topics begins.
     *
     * @throws RuntimeException if ClickHouse does not answer
     */
    public boolean isHeld(Collection<String> topics) {
        return clickHouse.number(HOLDS.with("topics", List.copyOf(topics))) > 0;
    }

    /**
     * Adds a row for offsets that Kafka had deleted before they were read.
     *
     * @throws RuntimeException if ClickHouse does not take it
     */
    public void addLost(
            String stream, TopicPartition partition, Uuid topicId, long firstOffset, long endOffset, String instance) {
        clickHouse.insert(
                "deliveries", LedgerRow.lost(stream, partition, topicId, firstOffset, endOffset, instance), null);
    }
}
