package io.clickreel.delivery.batch;

import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.clickhouse.StreamedBody;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The events of one batch as columns, in one block for each two years of event time, so that no insert touches more
 * than 25 months.
 *
 * <p>A stream's table and the targets of its views are mostly partitioned by the event's month, and an insert makes a part in
 * each of them for each month: a batch whose times are spread over a century makes thousands of parts, which takes
 * minutes. In blocks of two years no insert runs into its time limit. Nearly always there is one block. How events fall
 * into blocks depends on their times alone, so that a batch that is tried again makes the same inserts. For one thread.
 */
public final class RowsByTime implements StreamedBody {
    /** Event times are counted in slots of about a month: a calendar would be slow, and each event passes here. */
    private static final long SLOT_MS = 30L * 24 * 60 * 60 * 1000;

    private static final int SLOTS_PER_BLOCK = 24;

    private final TreeMap<Long, EventRows> blocks = new TreeMap<>();
    /** Number of events by slot, without the last ones of the current slot, which {@link #inSlot} counts. */
    private final TreeMap<Long, Integer> counts = new TreeMap<>();

    private final Supplier<EventRows> more;
    private EventRows current;
    private long slot;
    private long slotFromMs = Long.MAX_VALUE;
    private long slotToMs = Long.MIN_VALUE;
    private int inSlot;

    /** @param more makes empty rows */
    RowsByTime(Supplier<EventRows> more) {
        this.more = more;
        this.current = more.get();
    }

    /**
     * The rows that the next event belongs to.
     *
     * @param eventTimeMs its time, in milliseconds since 1970
     */
    EventRows at(long eventTimeMs) {
        if (eventTimeMs < slotFromMs || eventTimeMs >= slotToMs) {
            turnTo(Math.floorDiv(eventTimeMs, SLOT_MS));
        }
        inSlot++;
        return current;
    }

    public int rows() {
        return blocks.values().stream().mapToInt(rows -> rows.block().rows()).sum();
    }

    /** The size of the values, in bytes. */
    public long byteCount() {
        return blocks.values().stream()
                .mapToLong(rows -> rows.block().byteCount())
                .sum();
    }

    /** What the buffers take in memory, in bytes. */
    long allocatedBytes() {
        return blocks.isEmpty()
                ? current.block().allocatedBytes()
                : blocks.values().stream()
                        .mapToLong(rows -> rows.block().allocatedBytes())
                        .sum();
    }

    /**
     * How many months the events touch, roughly, and so how many entries of a table's deduplication window they take.
     */
    public int months() {
        endSlot();
        return counts.size();
    }

    /**
     * How many events are more than some months before a time, or more than some months after it. The month of that
     * time does not count.
     */
    public long farFrom(long timeMs, int monthsBefore, int monthsAfter) {
        endSlot();
        long now = Math.floorDiv(timeMs, SLOT_MS);
        return counts.headMap(now - monthsBefore).values().stream()
                        .mapToLong(Integer::longValue)
                        .sum()
                + counts.tailMap(now + monthsAfter, false).values().stream()
                        .mapToLong(Integer::longValue)
                        .sum();
    }

    /** The month of the earliest event, roughly; there must be one. */
    public YearMonth firstMonth() {
        return month(counts.firstKey());
    }

    public YearMonth lastMonth() {
        return month(counts.lastKey());
    }

    /** One part for each block, in the order of time. If there is only one, its name is empty. */
    @Override
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        blocks.forEach((number, rows) -> {
            NativeBlock block = rows.block();
            parts.add(new Part(blocks.size() == 1 ? "" : ":time" + number, block::writeTo));
        });
        return parts;
    }

    @Override
    public List<String> columnNames() {
        return current.block().columnNames();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        for (Part part : parts()) {
            part.writer().writeTo(out);
        }
    }

    /** Forgets the rows; keeps the buffers of one block. */
    public void clear() {
        current.block().clear();
        blocks.clear();
        counts.clear();
        inSlot = 0;
        slotFromMs = Long.MAX_VALUE;
        slotToMs = Long.MIN_VALUE;
    }

    private static YearMonth month(long slot) {
        return YearMonth.from(Instant.ofEpochMilli(slot * SLOT_MS + SLOT_MS / 2).atOffset(ZoneOffset.UTC));
    }

    private void turnTo(long nextSlot) {
        endSlot();
        long number = Math.floorDiv(nextSlot, SLOTS_PER_BLOCK);
        boolean unused = blocks.isEmpty();
        current = blocks.computeIfAbsent(number, missing -> unused ? current : more.get());
        slot = nextSlot;
        slotFromMs = nextSlot * SLOT_MS;
        slotToMs = slotFromMs + SLOT_MS;
    }

    private void endSlot() {
        if (inSlot > 0) {
            counts.merge(slot, inSlot, Integer::sum);
            inSlot = 0;
        }
    }
}
