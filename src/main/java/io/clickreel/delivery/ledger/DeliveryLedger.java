package io.clickreel.delivery.ledger;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.data.ClickHouseFormat;
import io.clickreel.clickhouse.Inserts;
import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.stream.SourcePartition;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** What ClickHouse knows of the deliveries: asked by whoever takes a partition, and once a second for holds. */
public final class DeliveryLedger {
    private static final String OF_PARTITION =
            " WHERE _topic = {topic:String} AND _topic_id = {topicId:UUID} AND _partition = {partition:UInt32}";
    private static final String STORED = "SELECT (SELECT maxOrNull(end_offset) FROM deliveries" + OF_PARTITION
            + ") AS closed_end, (SELECT maxOrNull(last_offset) + 1 FROM batches" + OF_PARTITION + ") AS inserted_end";
    private static final String HOLDS = "SELECT count() AS holds FROM ingest_holds FINAL WHERE held_until > now64(3)";

    private final Client client;

    /** @param client fails within seconds if ClickHouse does not answer: a consumer that waits for it does not poll */
    public DeliveryLedger(Client client) {
        this.client = client;
    }

    /** @throws RuntimeException if ClickHouse does not answer */
    public StoredRanges storedOf(TopicPartition partition, Uuid topicId) {
        Map<String, Object> parameters = Map.of(
                "topic",
                partition.topic(),
                "topicId",
                SourcePartition.uuid(topicId).toString(),
                "partition",
                partition.partition());
        GenericRecord row = client.queryAll(STORED, parameters).get(0);
        return new StoredRanges(number(row, "closed_end"), number(row, "inserted_end"));
    }

    /**
     * Whether somebody asks that no new batch begins.
     *
     * @throws RuntimeException if ClickHouse does not answer
     */
    public boolean isHeld() {
        return client.queryAll(HOLDS).get(0).getLong("holds") > 0;
    }

    /**
     * Notes a range that was gone before it was read.
     *
     * @throws RuntimeException if ClickHouse does not take it
     */
    public void addLost(TopicPartition partition, Uuid topicId, long firstOffset, long endOffset, String instance) {
        NativeBlock lost = LedgerRow.lost(partition, topicId, firstOffset, endOffset, instance);
        try {
            client.insert("deliveries", lost.columnNames(), lost::writeTo, ClickHouseFormat.Native, Inserts.settings())
                    .get()
                    .close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the ledger did not take a row: " + e.getMessage(), e);
        }
    }

    private static OptionalLong number(GenericRecord row, String column) {
        return row.hasValue(column) ? OptionalLong.of(row.getLong(column)) : OptionalLong.empty();
    }
}
