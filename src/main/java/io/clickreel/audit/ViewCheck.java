package io.clickreel.audit;

import io.clickreel.clickhouse.Row;
import io.clickreel.stream.EventTime;
import io.clickreel.stream.SourcePartition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares each view with the raw rows, bucket by bucket.
 *
 * <p>Raw rows and views are inserted some milliseconds apart, and a question sees each table at its own moment. So a
 * bucket that was equal once is proved, and only the others are asked again.
 */
final class ViewCheck {
    private static final int MOST_BUCKETS = 5_000;

    private static final String IN_FLIGHT = """
            SELECT %s AS __b, count() AS __n FROM {rawTable:Identifier}
            WHERE %s AND arrayExists(
                (topic, part, first, end) -> topic = _topic_id AND part = _partition AND _offset >= first AND _offset < end,
                {topics:Array(UUID)}, {partitions:Array(UInt32)}, {firsts:Array(UInt64)}, {ends:Array(UInt64)})
            GROUP BY __b
            """;

    /** Rows of a batch that is open: which they are, and how many records it has at most. */
    record InFlight(SourcePartition partition, long first, long end) {}

    /**
     * The result for one view.
     *
     * @param raw rows when the view was first asked
     * @param total what the view counted at that time
     * @param agreedLater whether it differed at first and agreed later
     * @param suspects minutes or days in which raw rows and view still differ
     */
    record Outcome(View view, long raw, long total, boolean agreedLater, List<Finding> findings, List<Long> suspects) {
        Verdict verdict() {
            return findings.stream().map(Finding::verdict).reduce(Verdict.HOLDS, Verdict::and);
        }
    }

    private static final class Difference {
        private long raw;
        private long view;
        private long sinceNanos = System.nanoTime();
        private boolean moved;

        private Difference(long raw, long view) {
            this.raw = raw;
            this.view = view;
        }

        private void update(long newRaw, long newView) {
            if (newView - newRaw != view - raw) {
                sinceNanos = System.nanoTime();
                moved = true;
            }
            raw = newRaw;
            view = newView;
        }

        private long excess() {
            return view - raw;
        }

        private boolean isSettled(Patience patience) {
            return System.nanoTime() - sinceNanos >= patience.settled().toNanos();
        }
    }

    private final Store store;
    private final Patience patience;
    private final Supplier<List<InFlight>> inFlight;
    private final Map<View, TreeMap<Long, Difference>> pending = new LinkedHashMap<>();
    private final Map<View, long[]> totals = new HashMap<>();
    private boolean tooMany;

    /** @param inFlight the batches that are open, asked if a difference needs them */
    ViewCheck(Store store, Patience patience, Supplier<List<InFlight>> inFlight) {
        this.store = store;
        this.patience = patience;
        this.inFlight = inFlight;
    }

    List<Outcome> check(List<View> views) {
        // Those into which all streams write are compared with other rows, so they are asked by themselves.
        Map<Bucket, List<View>> byBucket = views.stream()
                .filter(view -> !view.shared())
                .collect(Collectors.groupingBy(View::bucket, () -> new EnumMap<>(Bucket.class), Collectors.toList()));
        List<List<View>> groups = new ArrayList<>(byBucket.values());
        views.stream().filter(View::shared).forEach(view -> groups.add(List.of(view)));
        groups.forEach(group -> ask(group, null, proved(group)));
        long startNanos = System.nanoTime();
        while (!isDecided() && System.nanoTime() - startNanos < patience.limit().toNanos()) {
            patience.pauseNow();
            groups.forEach(group -> {
                List<View> left = group.stream().filter(this::isPending).toList();
                if (!left.isEmpty()) {
                    TreeMap<Long, Difference> buckets = new TreeMap<>();
                    left.forEach(view -> buckets.putAll(pendingOf(view)));
                    ask(left, tooMany ? null : buckets, null);
                }
            });
        }
        return outcomes(views);
    }

    private TreeMap<Long, Difference> pendingOf(View view) {
        return pending.computeIfAbsent(view, key -> new TreeMap<>());
    }

    private boolean isPending(View view) {
        return !pendingOf(view).isEmpty();
    }

    private boolean isDecided() {
        return pending.values().stream()
                .allMatch(buckets -> buckets.values().stream().allMatch(difference -> difference.isSettled(patience)));
    }

    /**
     * A view that agrees with the raw rows in each minute, to compare longer buckets with, which are cut in the same time
     * zone; null if none does.
     */
    private @Nullable View proved(List<View> group) {
        EventTime time = store.time();
        if (time == null || group.get(0).bucket() == Bucket.ALL) {
            return null;
        }
        return pending.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .filter(view -> view.bucket() == Bucket.MINUTE && view.zone().equals(EventTime.zone(time.type())))
                .findFirst()
                .orElse(null);
    }

    /**
     * Asks once.
     *
     * @param only the buckets to be asked again; null: everything
     * @param proved is read instead of the raw rows; null: they are read
     */
    private void ask(List<View> views, @Nullable TreeMap<Long, Difference> only, @Nullable View proved) {
        Bucket bucket = views.get(0).bucket();
        Row row = store.row(
                BucketSums.sql(store, bucket, views, only != null, proved, MOST_BUCKETS),
                only == null ? Map.of() : bucket.range(only.firstKey(), only.lastKey()));
        if (only == null) {
            tooMany |= row.number("differing") > MOST_BUCKETS;
        }
        Map<Long, long[]> differing = new TreeMap<>();
        for (String line : row.text("buckets").lines().toList()) {
            String[] numbers = line.split(" ", -1);
            long[] values = new long[views.size() + 1];
            for (int i = 0; i < values.length; i++) {
                values[i] = Long.parseLong(numbers[i + 1]);
            }
            differing.put(Long.parseLong(numbers[0]), values);
        }
        for (int i = 0; i < views.size(); i++) {
            View view = views.get(i);
            boolean first = totals.putIfAbsent(view, new long[] {row.number("r"), row.number("t" + i)}) == null;
            TreeMap<Long, Difference> left = pendingOf(view);
            int column = i + 1;
            left.keySet().removeIf(start -> {
                long[] values = differing.get(start);
                return values == null || values[0] == values[column];
            });
            differing.forEach((start, values) -> {
                Difference known = left.get(start);
                if (known != null) {
                    known.update(values[0], values[column]);
                } else if (first && values[0] != values[column]) {
                    left.put(start, new Difference(values[0], values[column]));
                }
            });
        }
    }

    private List<Outcome> outcomes(List<View> views) {
        boolean anyLeft = views.stream().anyMatch(this::isPending);
        List<InFlight> open = anyLeft ? inFlight.get() : List.of();
        List<Outcome> outcomes = new ArrayList<>();
        for (View view : views) {
            long[] numbers = totals.getOrDefault(view, new long[2]);
            TreeMap<Long, Difference> left = pendingOf(view);
            List<Finding> findings = new ArrayList<>();
            List<Long> suspects = new ArrayList<>();
            boolean agreedLater = left.isEmpty() && numbers[0] != numbers[1];
            if (!left.isEmpty()) {
                judge(view, left, open, findings, suspects);
            }
            outcomes.add(new Outcome(view, numbers[0], numbers[1], agreedLater, findings, suspects));
        }
        return outcomes;
    }

    private void judge(
            View view,
            TreeMap<Long, Difference> left,
            List<InFlight> open,
            List<Finding> findings,
            List<Long> suspects) {
        long before = left.values().stream().mapToLong(Difference::excess).sum();
        left.keySet().removeAll(explained(view, left, open));
        if (left.isEmpty()) {
            findings.add(
                    Finding.remark("View " + view + " is " + (before < 0 ? "short by " + -before : "ahead by " + before)
                            + ": within the batch that is open; the insert that is tried again when the pipeline goes on repairs"
                            + " it."));
            return;
        }
        boolean moving =
                left.values().stream().anyMatch(difference -> difference.moved && !difference.isSettled(patience));
        String where = view.bucket().text(left.firstKey(), left.lastKey());
        if (moving) {
            findings.add(Finding.undecided("View " + view + " and the raw rows did not agree in " + where
                    + " at any moment within " + patience.limit().toSeconds()
                    + " s, because records arrive all the time. Ask again at a quieter moment, or stop the pipeline."));
            return;
        }
        suspects.addAll(left.keySet());
        long excess = left.values().stream().mapToLong(Difference::excess).sum();
        long raw =
                left.values().stream().mapToLong(difference -> difference.raw).sum();
        String differ = view.bucket() == Bucket.ALL
                ? ""
                : (tooMany ? "at least " : "") + left.size() + (left.size() == 1 ? " differs" : " differ") + " in "
                        + where + ", where ";
        findings.add(Finding.violation("View " + view + " is not the sum of the raw rows: " + differ
                + store.table() + " has " + raw
                + " and the view " + (raw + excess) + " ("
                + (excess < 0 ? -excess + " short" : excess + " too many")
                + "). Run: " + store.replay()
                + new ReplayRange(store).of(view.bucket(), left.firstKey(), left.lastKey())
                + " (it makes the views agree with " + store.table() + ")."));
    }

    /** The buckets whose difference is no larger than what the batches that are open have stored there. */
    private List<Long> explained(View view, TreeMap<Long, Difference> left, List<InFlight> open) {
        if (open.isEmpty()) {
            return List.of();
        }
        Bucket bucket = view.bucket();
        Map<String, Object> parameters = new HashMap<>(bucket.range(left.firstKey(), left.lastKey()));
        parameters.put(
                "topics",
                open.stream().map(batch -> batch.partition().topicId()).toList());
        parameters.put(
                "partitions",
                open.stream().map(batch -> batch.partition().partition()).toList());
        parameters.put("firsts", open.stream().map(InFlight::first).toList());
        parameters.put("ends", open.stream().map(InFlight::end).toList());
        Map<Long, Long> stored = new HashMap<>();
        long all = 0;
        for (Row row : store.rows(
                IN_FLIGHT.formatted(bucket.cut(EventTime.COLUMN), bucket.rowsBetween(store.time())), parameters)) {
            stored.put(row.number("__b"), row.number("__n"));
            all += row.number("__n");
        }
        // The view is ahead: rows of the same batch whose insert into the table did not arrive, at unknown minutes.
        long spare =
                open.stream().mapToLong(batch -> batch.end() - batch.first()).sum() - all;
        List<Long> explained = new ArrayList<>();
        for (Map.Entry<Long, Difference> entry : left.entrySet()) {
            long excess = entry.getValue().excess();
            if (excess < 0 ? -excess <= stored.getOrDefault(entry.getKey(), 0L) : excess <= spare) {
                explained.add(entry.getKey());
                spare -= Math.max(0, excess);
            }
        }
        return explained;
    }
}
