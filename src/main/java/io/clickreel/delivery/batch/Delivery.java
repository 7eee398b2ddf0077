package io.clickreel.delivery.batch;

import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.clickhouse.RowsBody;

/** A batch whose clicks and dead letters are stored, as its row of the ledger, table {@code deliveries}. */
public final class Delivery implements RowsBody {
    private final Batch batch;
    private final NativeBlock row;
    private boolean isRecorded;

    Delivery(Batch batch, NativeBlock row) {
        this.batch = batch;
        this.row = row;
    }

    /**
     * Lets the consumer commit the end of the batch.
     *
     * @throws IllegalStateException if ClickHouse did not say that the ledger has the row
     */
    public Batch acknowledge() {
        if (!isRecorded) {
            throw batch.outOfOrder("the table deliveries has no row of it");
        }
        batch.acknowledge();
        return batch;
    }

    @Override
    public NativeBlock rows() {
        return row;
    }

    @Override
    public Destination destination() {
        return new Destination("deliveries", batch.getToken());
    }

    @Override
    public void acknowledged() {
        isRecorded = true;
    }

    @Override
    public String toString() {
        return "delivery of " + batch;
    }
}
