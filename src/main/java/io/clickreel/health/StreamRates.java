package io.clickreel.health;

import io.clickreel.health.StreamState.Delay;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How fast streams are stored: their counts are noted every five seconds, and compared with those of now. */
final class StreamRates {
    private static final long RATE_OVER_NS = TimeUnit.SECONDS.toNanos(10);
    /** A minute of notes. */
    private static final int MOST = 12;

    private final MeterRegistry meters;
    private final Map<String, Deque<StreamCounts>> noted = new ConcurrentHashMap<>();

    StreamRates(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Takes note of the counts of these streams, and forgets all others. */
    void note(Collection<String> streams) {
        noted.keySet().retainAll(streams);
        for (String stream : streams) {
            Deque<StreamCounts> counts = noted.computeIfAbsent(stream, first -> new ArrayDeque<>());
            synchronized (counts) {
                counts.addLast(StreamCounts.of(meters, stream));
                if (counts.size() > MOST) {
                    counts.removeFirst();
                }
            }
        }
    }

    /** Rows stored in a second, over the last ten to fifteen; 0 before the first note. */
    double rowsPerSecond(String stream, StreamCounts now) {
        StreamCounts before = null;
        Deque<StreamCounts> counts = noted.getOrDefault(stream, new ArrayDeque<>());
        synchronized (counts) {
            for (Iterator<StreamCounts> newest = counts.descendingIterator(); newest.hasNext(); ) {
                before = newest.next();
                if (now.atNs() - before.atNs() >= RATE_OVER_NS) {
                    break;
                }
            }
        }
        return before == null ? 0 : now.rowsPerSecondSince(before);
    }

    /** The delay of the batches of the last minute; null: there were none. */
    @Nullable
    Delay delay(String stream, StreamCounts now) {
        Deque<StreamCounts> counts = noted.getOrDefault(stream, new ArrayDeque<>());
        synchronized (counts) {
            StreamCounts first = counts.peekFirst();
            return first == null ? null : now.delaySince(first);
        }
    }
}
