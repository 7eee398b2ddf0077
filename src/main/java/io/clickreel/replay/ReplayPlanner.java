package io.clickreel.replay;

import com.clickhouse.client.api.query.GenericRecord;
import io.clickreel.replay.ReplayPlan.Range;
import io.clickreel.replay.ReplayRequest.Bound;
import io.clickreel.replay.ReplayStep.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds what a request means: ranges of the ledger, where their records come from, and the steps of the work. */
final class ReplayPlanner {
    /** Offsets of one step that reads: few enough for memory, many enough for the engine. */
    private static final long READ_OFFSETS = 100_000;
    /** Rows of one step that copies: it is one block, with its views. */
    private static final long COPY_ROWS = 250_000;

    private final Warehouse warehouse;
    private final TopicLog log;

    ReplayPlanner(Warehouse warehouse, TopicLog log) {
        this.warehouse = warehouse;
        this.log = log;
    }

    /** @throws ReplayRefusedException if the request means nothing here */
    ReplayPlan plan(ReplayRequest request) {
        ReplayPlan topic = new ReplayPlan(request.toString(), log.id().toString(), request.to() == null, List.of());
        Map<Integer, Long> ends = ledgerEnds(topic);
        Map<Integer, Long> starts = log.starts();
        List<Range> ranges = new ArrayList<>();
        for (int partition : partitions(request)) {
            long end = ends.getOrDefault(partition, 0L);
            Long first = first(topic, partition, request.from(), end);
            Long last = request.to() == null ? Long.valueOf(end) : end(topic, partition, request.to(), end);
            if (first == null || last == null || first >= last) {
                continue;
            }
            long wholeFirst = widened(topic, partition, first, false);
            long wholeEnd = widened(topic, partition, last, true);
            long kafka = Math.max(wholeFirst, starts.getOrDefault(partition, 0L));
            ranges.add(new Range(
                    partition,
                    wholeFirst,
                    wholeEnd,
                    kafka == wholeFirst ? kafka : Math.min(wholeEnd, widened(topic, partition, kafka, true))));
        }
        return new ReplayPlan(topic.request(), topic.topicId(), topic.toLedgerEnd(), ranges);
    }

    /** By partition: all before it is delivered. */
    Map<Integer, Long> ledgerEnds(ReplayPlan plan) {
        return byPartition("SELECT _partition, max(end_offset) FROM " + warehouse.live("deliveries") + " WHERE "
                + plan.ofTopic() + " GROUP BY _partition");
    }

    /** By partition: the offset after the last one that an insert has stored, whether the ledger knows of it or not. */
    Map<Integer, Long> insertedEnds(ReplayPlan plan) {
        return byPartition("SELECT _partition, max(last_offset) + 1 FROM " + warehouse.live("batches") + " WHERE "
                + plan.ofTopic() + " GROUP BY _partition");
    }

    /** What makes the range's rows. */
    List<ReplayStep> readSteps(ReplayPlan plan) {
        List<ReplayStep> steps = new ArrayList<>();
        for (Range range : plan.ranges()) {
            if (range.first() < range.kafkaFirst()) {
                keepSteps(plan, range, steps);
            }
            for (long first = range.kafkaFirst(); first < range.end(); first += READ_OFFSETS) {
                long end = Math.min(range.end(), first + READ_OFFSETS);
                steps.add(new ReplayStep(0, Kind.READ, "", range.partition(), first, end, end - first));
            }
        }
        return steps;
    }

    /** The months whose partitions the range touches, by the rows that the live table has of it. */
    List<Integer> liveMonths(ReplayPlan plan) {
        String beyond = plan.toLedgerEnd() ? " OR " + plan.atOrBehind("_offset", ledgerEnds(plan)) : "";
        return months(warehouse.live(), plan.inRange("_offset") + beyond);
    }

    /** Those of the rows that were made again. */
    List<Integer> stagedMonths() {
        return months(warehouse.staging(), "1");
    }

    /** Rows of the live table that stand beside the range and before the ledger's ends, in these months. */
    String beside(ReplayPlan plan, List<Integer> months, Map<Integer, Long> ends) {
        return "toYYYYMM(event_ts) IN (" + list(months) + ") AND NOT " + plan.inRange("_offset") + " AND NOT "
                + plan.atOrBehind("_offset", ends);
    }

    /** What copies rows, in chunks of time, because the table is in the order of time. */
    List<ReplayStep> copySteps(String condition) {
        List<ReplayStep> steps = new ArrayList<>();
        for (GenericRecord chunk : warehouse.ask(
                "SELECT toString(min(second)) AS first, toString(max(second)) AS last, sum(n) AS total FROM"
                        + " (SELECT second, n, toYYYYMM(second) AS month, intDiv(sum(n) OVER (PARTITION BY month ORDER BY second) -"
                        + " 1, " + COPY_ROWS
                        + ") AS chunk FROM (SELECT toStartOfSecond(event_ts) AS second, count() AS n FROM "
                        + warehouse.live() + " WHERE " + condition
                        + " GROUP BY second)) GROUP BY month, chunk ORDER BY"
                        + " month, chunk")) {
            steps.add(new ReplayStep(
                    0,
                    Kind.COPY,
                    "event_ts >= '" + chunk.getString("first") + "' AND event_ts < toDateTime64('"
                            + chunk.getString("last") + "', 3, 'UTC') + 1 AND " + condition,
                    0,
                    0,
                    0,
                    chunk.getLong("total")));
        }
        return steps;
    }

    private void keepSteps(ReplayPlan plan, Range range, List<ReplayStep> steps) {
        String rows = plan.ofTopic() + " AND _partition = " + range.partition();
        for (GenericRecord chunk : warehouse.ask("SELECT greatest(intDiv(_offset, " + READ_OFFSETS + ") * "
                + READ_OFFSETS
                + ", " + range.first()
                + ") AS first, toString(min(event_ts)) AS earliest, toString(max(event_ts)) AS latest, count() AS n FROM "
                + warehouse.live() + " WHERE " + rows + " AND _offset >= " + range.first()
                + " AND _offset < "
                + range.kafkaFirst() + " GROUP BY first ORDER BY first")) {
            long first = chunk.getLong("first");
            long end = Math.min(range.kafkaFirst(), (first / READ_OFFSETS + 1) * READ_OFFSETS);
            steps.add(new ReplayStep(
                    0,
                    Kind.KEEP,
                    // The table is in the order of time: without it each chunk would read all of the table.
                    "event_ts >= '" + chunk.getString("earliest") + "' AND event_ts <= '" + chunk.getString("latest")
                            + "' AND " + rows + " AND _offset >= " + first + " AND _offset < " + end,
                    range.partition(),
                    first,
                    end,
                    chunk.getLong("n")));
        }
    }

    private List<Integer> partitions(ReplayRequest request) {
        List<Integer> all = log.partitions();
        Integer asked = request.partition();
        if (asked != null && !all.contains(asked)) {
            throw new ReplayRefusedException(
                    "--partition " + asked + " is not there: the topic has the partitions " + list(all) + ".");
        }
        if (asked == null && request.needsPartition() && all.size() > 1) {
            throw new ReplayRefusedException("An offset counts in one partition, and the topic has " + all.size()
                    + ". Add --partition, or give a time.");
        }
        return asked == null ? all : List.of(asked);
    }

    private @Nullable Long first(ReplayPlan topic, int partition, Bound from, long end) {
        if (from instanceof Bound.Offset given) {
            if (given.offset() > end) {
                throw new ReplayRefusedException(
                        "--from " + given.offset() + " is behind the end of what is delivered: "
                                + "by the ledger (table deliveries) offset " + end + " of partition " + partition
                                + " is the next.");
            }
            return given.offset();
        }
        return ledger(topic, partition, "minOrNull(first_offset)", "last_timestamp >= " + time(from));
    }

    private @Nullable Long end(ReplayPlan topic, int partition, Bound to, long end) {
        return to instanceof Bound.Offset given
                ? Long.valueOf(Math.min(given.offset(), end))
                : ledger(topic, partition, "maxOrNull(end_offset)", "records > 0 AND first_timestamp < " + time(to));
    }

    /** Moves an offset out of any range of the ledger or batch in whose middle it lies: forward, or back. */
    private long widened(ReplayPlan topic, int partition, long offset, boolean forward) {
        long moved = offset;
        while (true) {
            String aggregate = forward ? "max(end)" : "min(first)";
            long next = warehouse.number("SELECT if(count() = 0, " + moved + ", " + aggregate + ") FROM (SELECT"
                    + " first_offset AS first, end_offset AS end FROM " + warehouse.live("deliveries") + " WHERE "
                    + topic.ofTopic() + " AND _partition = " + partition
                    + " UNION ALL SELECT first_offset, last_offset + 1 FROM " + warehouse.live("batches") + " WHERE "
                    + topic.ofTopic() + " AND _partition = " + partition + ") WHERE first < " + moved + " AND end > "
                    + moved);
            if (next == moved) {
                return moved;
            }
            moved = next;
        }
    }

    private @Nullable Long ledger(ReplayPlan topic, int partition, String asked, String condition) {
        GenericRecord row = warehouse
                .ask("SELECT " + asked + " AS asked FROM " + warehouse.live("deliveries") + " WHERE " + topic.ofTopic()
                        + " AND _partition = " + partition + " AND " + condition)
                .get(0);
        return row.hasValue("asked") ? Long.valueOf(row.getLong("asked")) : null;
    }

    private List<Integer> months(String table, String condition) {
        return warehouse
                .ask("SELECT DISTINCT toYYYYMM(event_ts) AS month FROM " + table + " WHERE " + condition
                        + " ORDER BY month")
                .stream()
                .map(row -> row.getInteger("month"))
                .toList();
    }

    private Map<Integer, Long> byPartition(String sql) {
        Map<Integer, Long> values = new HashMap<>();
        warehouse.ask(sql).forEach(row -> values.put(row.getInteger(1), row.getLong(2)));
        return values;
    }

    private static String time(Bound bound) {
        return "fromUnixTimestamp64Milli(" + ((Bound.Time) bound).at().toEpochMilli() + ", 'UTC')";
    }

    private static String list(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
