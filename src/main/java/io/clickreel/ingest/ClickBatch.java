package io.clickreel.ingest;

import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.clickhouse.StreamedBody;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * A batch after its records were held against the contract: the rows to store, the records that are dead letters, and
 * what has been delivered of both.
 */
public final class ClickBatch implements StreamedBody {
    private final PartitionBatch source;
    private final NativeBlock clicks;
    private final DeadLetters deadLetters;
    private boolean clicksStored;
    private boolean deadLettersKept;

    ClickBatch(PartitionBatch source, NativeBlock clicks, DeadLetters deadLetters) {
        this.source = source;
        this.clicks = clicks;
        this.deadLetters = deadLetters;
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

    void deadLettersKept() {
        deadLettersKept = true;
    }

    /** Closes the batch in Kafka, unless something of it was not delivered. */
    void acknowledge() {
        if (!clicksStored || !deadLettersKept) {
            throw new IllegalStateException(source + " would be closed although "
                    + (clicksStored ? "its dead letters were not kept" : "ClickHouse did not acknowledge its rows")
                    + ". In routes/clicks-ingest.camel.yaml, \"acknowledge\" has to come after both, and no step may"
                    + " swallow their errors.");
        }
        source.acknowledge();
    }

    void report(DeliveryMeters meters) {
        source.records().stream().findFirst().ifPresent(first -> meters.delivered(clicks.rows(), first.timestamp()));
        for (DeadLetters.Chunk chunk : deadLetters) {
            chunk.letters()
                    .forEach(letter -> meters.deadLetter(letter.violation().reason()));
        }
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
    public void acknowledged() {
        clicksStored = true;
    }

    @Override
    public String toString() {
        return source + ": " + clicks.rows() + " clicks, " + deadLetters.size() + " dead letters";
    }
}
