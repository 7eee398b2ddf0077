package io.clickreel.delivery;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.clickreel.clickhouse.StreamedBody;
import io.clickreel.deadletter.DeadLetters;
import io.clickreel.delivery.batch.ClicksByTime;
import io.clickreel.delivery.batch.PartitionBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * One try to deliver a batch: the rows to store, the records that are dead letters, and what has been delivered of
 * both.
 */
public final class ClickBatch implements StreamedBody {
    private final PartitionBatch source;
    private final ClicksByTime clicks;
    private final DeadLetters deadLetters;
    private final String instance;
    private boolean clicksStored;
    private boolean deadLettersKept;

    ClickBatch(PartitionBatch source, String instance) {
        this.source = source;
        this.clicks = source.records().clicks();
        this.deadLetters = new DeadLetters(source.partition(), source.topicId(), source.token());
        source.records().deadLetters().forEach(deadLetters::add);
        this.instance = instance;
        this.clicksStored = clicks.rows() == 0;
        this.deadLettersKept = deadLetters.isEmpty();
    }

    public int getClicks() {
        return clicks.rows();
    }

    public DeadLetters getDeadLetters() {
        return deadLetters;
    }

    /** Names exactly these rows, so that a repeated insert of them changes nothing. */
    public String getToken() {
        return source.token();
    }

    /**
     * The batch's row of the ledger, which says that all of it is delivered.
     *
     * @throws IllegalStateException if it is not
     */
    public Delivery getDelivery() {
        if (!clicksStored) {
            throw undelivered("ClickHouse did not acknowledge its rows");
        }
        if (!deadLettersKept) {
            throw undelivered("its dead letters were not kept");
        }
        return new Delivery(source, this, instance);
    }

    void deadLettersKept() {
        deadLettersKept = true;
    }

    IllegalStateException undelivered(String what) {
        return new IllegalStateException(source + " would be closed although " + what
                + ". In routes/clicks-ingest.camel.yaml, the dead letters, the clicks, the row of deliveries and"
                + " \"acknowledge\" have to follow each other in this order, and no step may swallow an error.");
    }

    void report(DeliveryMeters meters) {
        if (source.records().size() > 0) {
            meters.delivered(source);
        }
        source.records().deadLetters().stream()
                .collect(groupingBy(letter -> letter.violation().reason(), counting()))
                .forEach(meters::deadLetters);
    }

    @Override
    public List<String> columnNames() {
        return clicks.columnNames();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        clicks.writeTo(out);
    }

    @Override
    public List<Part> parts() {
        return clicks.parts();
    }

    @Override
    public void acknowledged() {
        clicksStored = true;
    }

    @Override
    public String toString() {
        return source + ": " + clicks.rows() + " clicks, " + deadLetters.size() + " dead letters";
    }
}
