package io.clickreel.delivery;

import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.clickhouse.StreamedBody;
import io.clickreel.delivery.batch.PartitionBatch;
import io.clickreel.delivery.ledger.LedgerRow;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** A batch whose clicks and dead letters are stored, as its row of the ledger, table {@code deliveries}. */
public final class Delivery implements StreamedBody {
    private final PartitionBatch source;
    private final ClickBatch batch;
    private final NativeBlock row;
    private boolean recorded;

    Delivery(PartitionBatch source, ClickBatch batch, String instance) {
        this.source = source;
        this.batch = batch;
        this.row = LedgerRow.delivered(
                source.partition(),
                source.topicId(),
                source.firstOffset(),
                source.endOffset(),
                source.counts(),
                instance);
    }

    /**
     * Closes the batch in Kafka.
     *
     * @throws IllegalStateException if ClickHouse did not say that the ledger has the row
     */
    void acknowledge(DeliveryMeters meters) {
        if (!recorded) {
            throw batch.undelivered("the table deliveries has no row of it");
        }
        source.acknowledge();
        batch.report(meters);
    }

    PartitionBatch source() {
        return source;
    }

    @Override
    public List<String> columnNames() {
        return row.columnNames();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        row.writeTo(out);
    }

    @Override
    public void acknowledged() {
        recorded = true;
    }

    @Override
    public String toString() {
        return "delivery of " + batch;
    }
}
