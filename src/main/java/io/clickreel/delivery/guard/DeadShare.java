package io.clickreel.delivery.guard;

import io.clickreel.delivery.batch.PartitionBatch;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The share of dead letters among the last {@value #WINDOW_RECORDS} records of this instance, and its cap. */
public final class DeadShare {
    private static final int WINDOW_RECORDS = 20_000;
    /** A handful of bad records is no bad deployment. */
    private static final int LEAST_RECORDS = 1_000;

    private final double most;
    private final CopyOnWriteArrayList<Consumer<PartitionBatch>> onNewBatch = new CopyOnWriteArrayList<>();
    private final ArrayDeque<Entry> window = new ArrayDeque<>();
    private long records;
    private long dead;

    private record Entry(String token, int records, int dead) {}

    /** @param most the largest share that is let through; 1: any */
    public DeadShare(double most) {
        this.most = most;
    }

    /** Told of each batch when it is tried for the first time. */
    public void onNewBatch(Consumer<PartitionBatch> action) {
        onNewBatch.add(action);
    }

    /**
     * Counts a batch, once however often it is tried.
     *
     * @return the sentence that says why the batch is not to be delivered; null if it is
     */
    public synchronized @Nullable String add(PartitionBatch batch) {
        int deadLetters = batch.records().deadLetters().size();
        String token = batch.token();
        if (window.stream().noneMatch(entry -> entry.token().equals(token))) {
            onNewBatch.forEach(action -> action.accept(batch));
            int size = batch.records().size();
            window.add(new Entry(token, size, deadLetters));
            records += size;
            dead += deadLetters;
            while (records - window.element().records() >= WINDOW_RECORDS) {
                Entry oldest = window.remove();
                records -= oldest.records();
                dead -= oldest.dead();
            }
        }
        if (deadLetters == 0 || records < LEAST_RECORDS || dead <= most * records) {
            return null;
        }
        return String.format(
                Locale.ROOT,
                "%d of the last %d records break the contract (%.1f %%); clicks.ingest.dead-share-max allows %.1f %%. %s"
                        + " and what follows wait in Kafka. Mend the producer or the contract and start the route again, or"
                        + " raise the setting (1 lets all of them become dead letters, which can be re-driven later).",
                dead,
                records,
                100.0 * dead / records,
                100 * most,
                batch);
    }

    /** Forgets what was counted: the route begins again. */
    public synchronized void clear() {
        window.clear();
        records = 0;
        dead = 0;
    }
}
