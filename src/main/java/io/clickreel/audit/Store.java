package io.clickreel.audit;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.Row;
import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.Table;
import io.clickreel.clickhouse.Tables;
import io.clickreel.stream.EventTime;
import io.clickreel.stream.SourcePartition;
import io.clickreel.stream.Stream;
import io.clickreel.stream.StreamTopics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The audit's questions to ClickHouse about one stream: their answers have a few rows, whatever the tables hold. */
final class Store {
    /** The stream's table, as every question names it. */
    static final String RAW = "{rawTable:Identifier}";
    /** Picks the stream's rows in a table that all streams share. */
    static final String OF_STREAM = " _topic IN {streamTopics:Array(String)} ";

    private final ClickHouse clickHouse;
    private final Stream stream;
    private final List<Stream> streams;
    private final Tables tables;
    private final @Nullable EventTime time;
    private final boolean timesOfBatches;
    private final StreamTopics topics;
    private final Map<String, Object> always = new HashMap<>();

    /**
     * @param tables those that are there when the audit begins; the stream's table among them
     * @param streams all that the routes store
     */
    Store(ClickHouse clickHouse, Tables tables, Stream stream, List<Stream> streams) {
        this.clickHouse = clickHouse;
        this.tables = tables;
        this.stream = stream;
        this.streams = streams;
        this.topics = StreamTopics.read(clickHouse, tables, streams);
        Optional<EventTime> found = EventTime.of(clickHouse, raw());
        this.time = found.orElse(null);
        this.timesOfBatches = found.isPresent()
                && tables.viewsOn(own(table())).stream()
                        .anyMatch(view -> own("batches").equals(view.target()) && tellsTimes(view, found.get()));
        always.put("rawTable", table());
        always.put("streamTopics", topics.of(stream));
        always.put("unknownTopics", List.copyOf(topics.unknown().keySet()));
        found.ifPresent(column -> always.put("time", column.column()));
    }

    /** Whether the view into {@code batches} notes the earliest and the latest event of each insert. */
    private static boolean tellsTimes(Table view, EventTime time) {
        String select = String.valueOf(view.select()).replace("`", "");
        return select.contains("min(" + time.column() + ") AS first_event_ts")
                && select.contains("max(" + time.column() + ") AS last_event_ts");
    }

    Stream stream() {
        return stream;
    }

    /** All streams that the routes store. */
    List<Stream> streams() {
        return streams;
    }

    String table() {
        return stream.table();
    }

    Table raw() {
        return tables.find(table()).orElseThrow();
    }

    /** The time of the stream's events; null if its table is partitioned by none. */
    @Nullable
    EventTime time() {
        return time;
    }

    /** The time whose first and last of each insert {@code batches} has; null if it has none of this stream. */
    @Nullable
    EventTime timeOfBatches() {
        return timesOfBatches ? time : null;
    }

    /** Picks the rows of the stream's table that the ledger's rows of the stream tell of. */
    String judgedRows() {
        return topics.unknown().isEmpty() ? "1" : "_topic NOT IN {unknownTopics:Array(String)}";
    }

    /** The command that makes rows of the stream again, up to its range. */
    String replay() {
        return "./clickreel replay" + streamOption();
    }

    /** What a command needs to mean this stream. */
    String streamOption() {
        return streams.stream().filter(Stream::enabled).count() == 1 && stream.enabled()
                ? ""
                : " --stream " + stream.name();
    }

    /** A name of the audited database. */
    Table.Name own(String name) {
        return new Table.Name(clickHouse.database(), name);
    }

    /** The tables and views that were there when the audit began. */
    Tables tables() {
        return tables;
    }

    List<Row> rows(String sql, Map<String, ?> parameters) {
        return clickHouse.rows(new Sql(sql, always).with(parameters));
    }

    List<Row> rows(String sql) {
        return rows(sql, Map.of());
    }

    Row row(String sql, Map<String, ?> parameters) {
        return rows(sql, parameters).get(0);
    }

    /** The partition that a row is of. */
    static SourcePartition partition(Row row) {
        return new SourcePartition(row.text("_topic"), row.uuid("_topic_id"), row.integer("_partition"));
    }
}
