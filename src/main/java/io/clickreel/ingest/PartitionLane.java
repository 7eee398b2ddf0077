package io.clickreel.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What one consumer holds of one partition: the batch that is handed out, and behind it the records of the next ones.
 *
 * <p>Times are milliseconds of any clock that only moves forward.
 */
final class PartitionLane {
    private final TopicPartition partition;
    private final String topicId;
    private final BatchLimits limits;
    private final ArrayDeque<ConsumerRecord<Object, Object>> waiting = new ArrayDeque<>();
    private final ArrayDeque<Arrival> arrivals = new ArrayDeque<>();
    private long waitingBytes;
    private @Nullable PartitionBatch open;
    private int failures;
    private long retryAtMs;
    private boolean handedOut;

    /** When the records up to this offset arrived. */
    private record Arrival(long lastOffset, long atMs) {}

    PartitionLane(TopicPartition partition, String topicId, BatchLimits limits) {
        this.partition = partition;
        this.topicId = topicId;
        this.limits = limits;
    }

    /** The same lane with nothing in it. */
    PartitionLane emptied() {
        return new PartitionLane(partition, topicId, limits);
    }

    void add(List<? extends ConsumerRecord<Object, Object>> records, long nowMs) {
        for (ConsumerRecord<Object, Object> record : records) {
            waiting.add(record);
            waitingBytes += bytes(record);
        }
        if (!records.isEmpty()) {
            arrivals.add(new Arrival(waiting.getLast().offset(), nowMs));
        }
    }

    /** Whether it holds as much as it may, so that no more is to be fetched for it. */
    boolean isFull() {
        return waiting.size() >= limits.rows() || waitingBytes >= limits.bytes();
    }

    /** When the next batch can be handed out: now or earlier means at once. */
    long readyAtMs() {
        if (open != null) {
            return retryAtMs;
        }
        if (waiting.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long oldestArrivalMs = arrivals.element().atMs();
        return isFull() ? oldestArrivalMs : oldestArrivalMs + limits.waitMs();
    }

    /** The batch to store now: the one that failed before, or the next. */
    PartitionBatch handOut() {
        if (open == null) {
            open = new PartitionBatch(partition, topicId, takeWaiting());
        }
        handedOut = true;
        return open;
    }

    /** Takes note of what became of the batch that was handed out last. */
    void settle(long nowMs) {
        if (!handedOut) {
            return;
        }
        handedOut = false;
        if (open != null && !open.isAcknowledged()) {
            failures++;
            retryAtMs = nowMs + limits.pauseMs(failures);
        }
    }

    /** The batch whose end is still to be committed; null if there is none. */
    @Nullable
    PartitionBatch acknowledged() {
        return open != null && open.isAcknowledged() ? open : null;
    }

    void committed() {
        open = null;
        failures = 0;
    }

    private List<ConsumerRecord<Object, Object>> takeWaiting() {
        List<ConsumerRecord<Object, Object>> taken = new ArrayList<>(Math.min(waiting.size(), limits.rows()));
        long bytes = 0;
        while (!waiting.isEmpty() && taken.size() < limits.rows()) {
            long next = bytes(waiting.element());
            if (bytes + next > limits.bytes() && !taken.isEmpty()) {
                break;
            }
            bytes += next;
            taken.add(waiting.remove());
        }
        waitingBytes -= bytes;
        long lastTaken = taken.get(taken.size() - 1).offset();
        while (!arrivals.isEmpty() && arrivals.element().lastOffset() <= lastTaken) {
            arrivals.remove();
        }
        return taken;
    }

    private static long bytes(ConsumerRecord<Object, Object> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }
}
