package io.clickreel.dashboard.streams;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.Sql;
import io.clickreel.dashboard.streams.StreamTable.Column;
import io.clickreel.stream.EventTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Reads the tables of streams from ClickHouse. */
final class StreamTables {
    private static final Sql COLUMNS = new Sql("""
            SELECT table, name, type
            FROM system.columns
            WHERE database = currentDatabase() AND table IN {tables:Array(String)} AND default_kind != 'EPHEMERAL'
                AND NOT startsWith(type, 'AggregateFunction')
            ORDER BY table, position
            """);
    private static final Sql TABLES = new Sql("""
            SELECT name, partition_key, total_rows
            FROM system.tables
            WHERE database = currentDatabase() AND name IN {tables:Array(String)}
            """);

    private StreamTables() {}

    /**
     * Those of these names that there are, by name.
     *
     * @throws io.clickreel.clickhouse.ClickHouseFailure if ClickHouse does not answer
     */
    static Map<String, StreamTable> read(ClickHouse clickHouse, Collection<String> names) {
        List<String> tables = List.copyOf(names);
        Map<String, List<Column>> columns = new LinkedHashMap<>();
        clickHouse.read(COLUMNS.with("tables", tables), row -> columns.computeIfAbsent(
                        row.text("table"), table -> new ArrayList<>())
                .add(new Column(row.text("name"), row.text("type"))));
        Map<String, StreamTable> found = new LinkedHashMap<>();
        clickHouse.read(TABLES.with("tables", tables), row -> {
            String name = row.text("name");
            List<Column> own = columns.getOrDefault(name, List.of());
            Map<String, String> types = new LinkedHashMap<>();
            own.forEach(column -> types.put(column.name(), column.type()));
            OptionalLong rows = row.optionalNumber("total_rows");
            found.put(
                    name,
                    new StreamTable(
                            name,
                            rows.isPresent() ? rows.getAsLong() : null,
                            List.copyOf(own),
                            EventTime.among(types, row.text("partition_key")).filter(time -> !time.isDate())));
        });
        return found;
    }
}
