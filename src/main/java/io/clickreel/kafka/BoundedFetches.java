package io.clickreel.kafka;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.internals.AbstractFetch;
import org.apache.kafka.clients.consumer.internals.ClassicKafkaConsumer;
import org.apache.kafka.clients.consumer.internals.CompletedFetch;
import org.apache.kafka.clients.consumer.internals.FetchBuffer;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * What a consumer has fetched and not unpacked yet: it replaces each batch by one that unpacks with a limit.
 *
 * <p>Kafka's client has no setting for this: it makes room for a whole record before any code of ours sees the record,
 * and running out of memory there could hit any thread. So this class reaches for four private fields of the client. If
 * a newer client has changed them, the first consumer is refused, and each test that reads from Kafka shows it.
 */
final class BoundedFetches extends ConcurrentLinkedQueue<CompletedFetch> {
    private static final long serialVersionUID = 1;

    private static final Field BATCHES = field(CompletedFetch.class, "batches");

    private final transient BoundedUnpacking unpacking;

    private BoundedFetches(BoundedUnpacking unpacking) {
        this.unpacking = unpacking;
    }

    /** Bounds a consumer that has fetched nothing yet. */
    static void guard(KafkaConsumer<?, ?> consumer, int maxRecordBytes, PollBudget budget) {
        Object delegate = get(field(KafkaConsumer.class, "delegate"), consumer);
        if (!(delegate instanceof ClassicKafkaConsumer)) {
            throw new IllegalArgumentException("The consumer has group.protocol=consumer. Only the classic protocol is"
                    + " supported: leave group.protocol out.");
        }
        Object fetcher = get(field(ClassicKafkaConsumer.class, "fetcher"), delegate);
        Object buffer = get(field(AbstractFetch.class, "fetchBuffer"), fetcher);
        set(
                field(FetchBuffer.class, "completedFetches"),
                buffer,
                new BoundedFetches(new BoundedUnpacking(maxRecordBytes, budget)));
    }

    /** All fetches come in here: those that were just fetched, and those of paused partitions again. */
    @Override
    public boolean addAll(Collection<? extends CompletedFetch> fetches) {
        for (CompletedFetch fetch : fetches) {
            if (get(BATCHES, fetch) instanceof Iterator<?> batches && !(batches instanceof BoundedBatches)) {
                set(BATCHES, fetch, new BoundedBatches(batches, unpacking));
            }
        }
        return super.addAll(fetches);
    }

    private record BoundedBatches(Iterator<?> batches, BoundedUnpacking unpacking) implements Iterator<RecordBatch> {
        @Override
        public boolean hasNext() {
            return batches.hasNext();
        }

        @Override
        public RecordBatch next() {
            RecordBatch batch = (RecordBatch) batches.next();
            // This client supports no broker that has older formats.
            return batch instanceof DefaultRecordBatch known ? new BoundedBatch(known, unpacking) : batch;
        }
    }

    private static Field field(Class<?> of, String name) {
        try {
            Field field = of.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException e) {
            throw changed(e);
        }
    }

    private static Object get(Field field, Object of) {
        try {
            return field.get(of);
        } catch (ReflectiveOperationException e) {
            throw changed(e);
        }
    }

    private static void set(Field field, Object of, Object value) {
        try {
            field.set(of, value);
        } catch (ReflectiveOperationException e) {
            throw changed(e);
        }
    }

    private static IllegalStateException changed(ReflectiveOperationException e) {
        return new IllegalStateException(
                "This version of kafka-clients keeps what it has fetched elsewhere (" + e.getMessage()
                        + "), so that what it unpacks cannot be bounded. Use the version that pom.xml names.",
                e);
    }
}
