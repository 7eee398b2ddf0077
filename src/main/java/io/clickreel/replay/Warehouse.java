package io.clickreel.replay;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseConnection;
import io.clickreel.clickhouse.Inserts;
import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.clickhouse.Row;
import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.StreamedBody;
import io.clickreel.clickhouse.Table;
import io.clickreel.clickhouse.Tables;
import io.clickreel.contract.Plan;
import io.clickreel.contract.ValueReader;
import io.clickreel.stream.Contracts;
import io.clickreel.stream.EventTime;
import io.clickreel.stream.Stream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The live database and the replay's staging database beside it, whose tables have the same names.
 *
 * <p>In each statement {@code {table:Identifier}} is the stream's table, {@code {time:Identifier}} its column with the
 * time of the event, and {@code {staging:Identifier}} the replay's database.
 */
final class Warehouse implements AutoCloseable {
    /** Time for a chunk with all of its views, on a busy machine. */
    private static final long STATEMENT_LIMIT_MS = 600_000;

    private final ClickHouse live;
    private final ClickHouse staging;
    private final String table;
    private @Nullable EventTime time;

    /** @param table the stream's table */
    Warehouse(ClickHouseConnection connection, String table) {
        this.table = table;
        this.live = connection.withTimeout(STATEMENT_LIMIT_MS).open();
        this.staging = live.in(connection.database() + "_replay");
    }

    /** The name of the stream's table. */
    String table() {
        return table;
    }

    /**
     * The time of the stream's events.
     *
     * @throws ReplayRefusedException if the table is partitioned by none
     */
    EventTime time() {
        EventTime known = time;
        if (known == null) {
            known = tables().find(table)
                    .flatMap(found -> EventTime.of(live, found))
                    .orElseThrow(() -> new ReplayRefusedException("Table " + table
                            + " is partitioned by no time, but a replay swaps by the month of the event. Make it with"
                            + " PARTITION BY toYYYYMM of a column of type Date, DateTime or DateTime64."));
            time = known;
        }
        return known;
    }

    /**
     * What the stream's records have to keep to now.
     *
     * @param values how those are read that have a schema registry's prefix
     */
    Plan contractOf(Stream stream, ValueReader values) {
        return new Contracts(live, values).compile(stream);
    }

    /** The live database's name. */
    String database() {
        return live.database();
    }

    /** The staging database. It is a database, so that the text of a view's SELECT is valid there, too. */
    String stagingDatabase() {
        return staging.database();
    }

    Table.Name live(String name) {
        return new Table.Name(database(), name);
    }

    /** The staging table of this name, which the replay fills. */
    Table.Name staging(String name) {
        return new Table.Name(stagingDatabase(), name);
    }

    /** The tables and views that are there now. */
    Tables tables() {
        return Tables.read(live);
    }

    List<Row> rows(Sql sql) {
        return live.rows(named(sql));
    }

    long number(Sql sql) {
        return live.number(named(sql));
    }

    void run(Sql sql) {
        live.run(named(sql));
    }

    void run(String sql) {
        run(new Sql(sql));
    }

    /** Inserts rows into a live table. */
    void note(String name, List<Map<String, Object>> rows) {
        live.insert(name, rows);
    }

    /** @param token names exactly these rows, so that a repeat changes nothing */
    void insert(String name, NativeBlock rows, String token) {
        live.insert(name, rows, token);
    }

    void stage(String name, NativeBlock rows, String token) {
        staging.insert(name, rows, token);
    }

    void stage(String name, List<String> columns, StreamedBody.Writer rows, String token) {
        staging.insert(name, columns, rows, token);
    }

    /** Copies rows into the stream's staging table, as one block, so that the same token names the same rows. */
    void copy(Sql condition, String token) {
        Map<String, String> settings = new HashMap<>(Inserts.all());
        settings.put("insert_deduplication_token", token);
        settings.put("max_insert_threads", "1");
        settings.put("min_insert_block_size_rows", "100000000");
        settings.put("min_insert_block_size_bytes", "0");
        live.with(settings)
                .run(named(new Sql(
                                "INSERT INTO {staging:Identifier}.{table:Identifier} SELECT * FROM {table:Identifier} WHERE ")
                        .plus(condition)));
    }

    @Override
    public void close() {
        live.close();
    }

    private Sql named(Sql sql) {
        Sql named = sql.with(Map.of("table", table, "staging", stagingDatabase()));
        return sql.text().contains(EventTime.COLUMN) ? named.with("time", time().column()) : named;
    }
}
