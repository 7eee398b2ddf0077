package io.clickreel.dashboard.streams;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.Tables;
import io.clickreel.dashboard.streams.StreamTable.Column;
import io.clickreel.stream.EventTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the tables of streams from ClickHouse. */
final class StreamTables {
    private static final Sql COLUMNS = new Sql("""
            SELECT table, name, type
            FROM system.columns
            WHERE database = currentDatabase() AND table IN {tables:Array(String)} AND default_kind != 'EPHEMERAL'
                AND NOT startsWith(type, 'AggregateFunction')
            ORDER BY table, position
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
        for (Tables.Summary table : Tables.summaries(clickHouse, tables)) {
            List<Column> own = columns.getOrDefault(table.name(), List.of());
            Map<String, String> types = new LinkedHashMap<>();
            own.forEach(column -> types.put(column.name(), column.type()));
            found.put(
                    table.name(),
                    new StreamTable(
                            table.name(),
                            table.rows().isPresent() ? table.rows().getAsLong() : null,
                            List.copyOf(own),
                            EventTime.among(types, table.partitionKey()).filter(time -> !time.isDate())));
        }
        return found;
    }
}
