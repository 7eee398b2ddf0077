package io.clickreel.replay;

import io.clickreel.clickhouse.Row;
import io.clickreel.clickhouse.Sql;
import io.clickreel.replay.ReplayPlan.Range;
import io.clickreel.replay.ReplayRequest.Bound;
import io.clickreel.replay.ReplayStep.Kind;
import io.clickreel.stream.EventTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Plans a replay: the ranges of the ledger that a request means, the sources of their records, and the steps. */
final class ReplayPlanner {
    /** The offsets of one step that reads: few enough for memory, many enough for the engine. */
    private static final long READ_OFFSETS = 100_000;
    /** The rows of one step that copies: it is one block, with its views. */
    private static final long COPY_ROWS = 250_000;

    private static final String BY_PARTITION = " GROUP BY _partition";
    private static final Sql LEDGER_ENDS = new Sql("SELECT _partition, max(end_offset) AS end FROM deliveries WHERE ");
    private static final Sql INSERTED_ENDS =
            new Sql("SELECT _partition, max(last_offset) + 1 AS end FROM batches WHERE ");
    /** Chunks of whole seconds of the table, each as many rows as a step copies; no chunk spans two months. */
    private static final Sql COPY_CHUNKS = new Sql("""
            SELECT toString(min(second)) AS earliest, toString(max(second)) AS latest, sum(n) AS total
            FROM
            (
                SELECT second, n, toYYYYMM(second) AS month,
                    intDiv(sum(n) OVER (PARTITION BY month ORDER BY second) - 1, {copyRows:UInt64}) AS chunk
                FROM
                (
                    SELECT toStartOfSecond(toDateTime64({time:Identifier}, 3, 'UTC')) AS second, count() AS n FROM {table:Identifier} WHERE
            """);

    private static final Sql KEEP_CHUNKS = new Sql("""
            SELECT greatest(intDiv(_offset, {readOffsets:UInt64}) * {readOffsets:UInt64}, {rangeFirst:UInt64}) AS first,
                toString(toDateTime64(min({time:Identifier}), 3, 'UTC')) AS earliest,
                toString(toDateTime64(max({time:Identifier}), 3, 'UTC')) AS latest, count() AS n
            FROM {table:Identifier} WHERE
            """);
    private static final String AROUND = """
            SELECT if(count() = 0, {at:UInt64}, %s) FROM
            (
                SELECT first_offset AS first, end_offset AS end FROM deliveries WHERE %s
                UNION ALL SELECT first_offset, last_offset + 1 FROM batches WHERE %s
            )
            WHERE first < {at:UInt64} AND end > {at:UInt64}
            """;
    private static final String EARLIEST = "toDateTime64({earliest:String}, 3, 'UTC')";
    private static final String LATEST = "toDateTime64({latest:String}, 3, 'UTC')";
    /** A part of a chunk that one step cannot copy, because all of it has the same time. */
    private static final String PART = " AND _offset % {parts:UInt64} = {part:UInt64}";

    private final Warehouse warehouse;
    private final TopicLog log;
    private final String stream;

    /** @param stream its name */
    ReplayPlanner(Warehouse warehouse, TopicLog log, String stream) {
        this.stream = stream;
        this.warehouse = warehouse;
        this.log = log;
    }

    /** @throws ReplayRefusedException if the request matches nothing here */
    ReplayPlan plan(ReplayRequest request) {
        ReplayPlan topic =
                new ReplayPlan(request.toString(), stream, log.id().toString(), request.to() == null, List.of());
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
        return new ReplayPlan(topic.request(), stream, topic.topicId(), topic.toLedgerEnd(), ranges);
    }

    /** The end of the ledger by partition: everything before it is delivered. */
    Map<Integer, Long> ledgerEnds(ReplayPlan plan) {
        return ledgerEnds(Uuid.fromString(plan.topicId()));
    }

    Map<Integer, Long> ledgerEnds(Uuid topicId) {
        return ends(LEDGER_ENDS, topicId);
    }

    /** The offset after the last one that an insert has stored, by partition, whether the ledger has it or not. */
    Map<Integer, Long> insertedEnds(Uuid topicId) {
        return ends(INSERTED_ENDS, topicId);
    }

    /** The steps that make the range's rows. */
    List<ReplayStep> readSteps(ReplayPlan plan) {
        List<ReplayStep> steps = new ArrayList<>();
        for (Range range : plan.ranges()) {
            if (range.first() < range.kafkaFirst()) {
                keepSteps(plan, range, steps);
            }
            for (long first = range.kafkaFirst(); first < range.end(); first += READ_OFFSETS) {
                long end = Math.min(range.end(), first + READ_OFFSETS);
                steps.add(new ReplayStep(0, Kind.READ, new Sql(""), range.partition(), first, end, end - first));
            }
        }
        return steps;
    }

    /** The months of the live rows that the replay replaces or takes out. */
    List<Integer> liveMonths(ReplayPlan plan) {
        Sql live = new Sql("SELECT DISTINCT toYYYYMM({time:Identifier}) AS month FROM {table:Identifier} WHERE ")
                .plus(plan.inRange("_offset"));
        return months(plan.toLedgerEnd() ? live.plus(" OR ").plus(behind(plan, ledgerEnds(plan))) : live);
    }

    /** Months of the rows that the replay has made again. */
    List<Integer> stagedMonths() {
        return months(new Sql(
                "SELECT DISTINCT toYYYYMM({time:Identifier}) AS month FROM {staging:Identifier}.{table:Identifier}"));
    }

    /** Live rows of these months that are outside the range and before the ledger's ends. */
    Sql beside(ReplayPlan plan, List<Integer> months, Map<Integer, Long> ends) {
        return new Sql("toYYYYMM({time:Identifier}) IN {months:Array(UInt32)} AND NOT ", Map.of("months", months))
                .plus(plan.inRange("_offset"))
                .plus(" AND NOT ")
                .plus(behind(plan, ends));
    }

    /** Rows of the table at or behind the ledger's ends. */
    static Sql behind(ReplayPlan plan, Map<Integer, Long> ends) {
        return plan.atOrBehind("_offset", "ledger", ends);
    }

    /** The steps that copy rows, in chunks of time, because the table is sorted by time. */
    List<ReplayStep> copySteps(Sql condition) {
        Sql chunks = COPY_CHUNKS
                .plus(condition)
                .plus(" GROUP BY second)) GROUP BY month, chunk ORDER BY month, chunk")
                .with("copyRows", COPY_ROWS);
        List<ReplayStep> steps = new ArrayList<>();
        for (Row chunk : warehouse.rows(chunks)) {
            Sql rows = during(chunk, LATEST + " + 1").plus(condition);
            long parts = Math.max(1, chunk.number("total") / COPY_ROWS);
            for (long part = 0; part < parts; part++) {
                Sql some = parts == 1 ? rows : rows.plus(PART).with(Map.of("parts", parts, "part", part));
                steps.add(new ReplayStep(0, Kind.COPY, some, 0, 0, 0, chunk.number("total") / parts));
            }
        }
        return steps;
    }

    private void keepSteps(ReplayPlan plan, Range range, List<ReplayStep> steps) {
        Sql chunks = KEEP_CHUNKS
                .plus(ofOffsets(plan, range.partition(), range.first(), range.kafkaFirst()))
                .plus(" GROUP BY first ORDER BY first")
                .with(Map.of("readOffsets", READ_OFFSETS, "rangeFirst", range.first()));
        for (Row chunk : warehouse.rows(chunks)) {
            long first = chunk.number("first");
            long end = Math.min(range.kafkaFirst(), (first / READ_OFFSETS + 1) * READ_OFFSETS);
            Sql condition = during(chunk, LATEST + " + toIntervalMillisecond(1)")
                    .plus(ofOffsets(plan, range.partition(), first, end));
            steps.add(new ReplayStep(0, Kind.KEEP, condition, range.partition(), first, end, chunk.number("n")));
        }
    }

    /** The table is sorted by time: without this condition each chunk would read all of it. */
    private Sql during(Row chunk, String end) {
        EventTime time = warehouse.time();
        return new Sql(
                time.since(EARLIEST) + " AND " + time.before(end) + " AND ",
                Map.of("earliest", chunk.text("earliest"), "latest", chunk.text("latest")));
    }

    private static Sql ofPartition(ReplayPlan plan, int partition) {
        return plan.ofTopic().plus(" AND _partition = {partition:UInt32}").with("partition", partition);
    }

    private static Sql ofOffsets(ReplayPlan plan, int partition, long first, long end) {
        return ofPartition(plan, partition)
                .plus(" AND _offset >= {first:UInt64} AND _offset < {end:UInt64}")
                .with(Map.of("first", first, "end", end));
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
        return ledger(topic, partition, "minOrNull(first_offset)", "last_timestamp >= ", from);
    }

    private @Nullable Long end(ReplayPlan topic, int partition, Bound to, long end) {
        return to instanceof Bound.Offset given
                ? Long.valueOf(Math.min(given.offset(), end))
                : ledger(topic, partition, "maxOrNull(end_offset)", "records > 0 AND first_timestamp < ", to);
    }

    /** Moves an offset that is inside a range of the ledger or a batch to its end, or to its start. */
    private long widened(ReplayPlan topic, int partition, long offset, boolean forward) {
        Sql rows = ofPartition(topic, partition);
        Sql around = new Sql(AROUND.formatted(forward ? "max(end)" : "min(first)", rows.text(), rows.text()))
                .with(rows.parameters());
        long moved = offset;
        while (true) {
            long next = warehouse.number(around.with("at", moved));
            if (next == moved) {
                return moved;
            }
            moved = next;
        }
    }

    private @Nullable Long ledger(ReplayPlan topic, int partition, String asked, String condition, Bound time) {
        Row row = warehouse
                .rows(new Sql("SELECT " + asked + " AS asked FROM deliveries WHERE ")
                        .plus(ofPartition(topic, partition))
                        .plus(" AND " + condition + "fromUnixTimestamp64Milli({atMs:Int64}, 'UTC')")
                        .with("atMs", ((Bound.Time) time).at().toEpochMilli()))
                .get(0);
        return row.has("asked") ? Long.valueOf(row.number("asked")) : null;
    }

    private List<Integer> months(Sql sql) {
        return warehouse.rows(sql.plus(" ORDER BY month")).stream()
                .map(row -> row.integer("month"))
                .toList();
    }

    private Map<Integer, Long> ends(Sql sql, Uuid topicId) {
        return warehouse.rows(sql.plus(ReplayPlan.ofTopic(topicId)).plus(BY_PARTITION)).stream()
                .collect(Collectors.toMap(row -> row.integer("_partition"), row -> row.number("end")));
    }

    private static String list(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
