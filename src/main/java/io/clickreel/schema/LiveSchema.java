package io.clickreel.schema;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseFailure;
import io.clickreel.clickhouse.Row;
import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.Tables;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Reads the schema as it is from ClickHouse's system tables. */
final class LiveSchema {
    private static final Sql COLUMNS =
            new Sql("SELECT table, name, type FROM system.columns WHERE database = currentDatabase()");
    private static final Sql FORMATTED = new Sql(
            "SELECT arrayJoin({selects:Array(String)}) AS given, formatQuerySingleLineOrNull(given) AS formatted");
    private static final Sql DETACHED =
            new Sql("SELECT table FROM system.detached_tables WHERE database = currentDatabase()");
    // table_dropped_time is when ClickHouse will delete the rows, not when the table was dropped.
    private static final Sql DROPPED = new Sql("""
            SELECT table, toUnixTimestamp(max(table_dropped_time)) AS until
            FROM system.dropped_tables
            WHERE database = currentDatabase()
            GROUP BY table
            """);

    private final ClickHouse clickHouse;

    LiveSchema(ClickHouse clickHouse) {
        this.clickHouse = clickHouse;
    }

    /** The statements that were applied, in their order; empty if nothing says which. */
    List<String> history() {
        try {
            return new SchemaHistory(clickHouse)
                    .read().stream().map(SchemaHistory.Entry::sql).toList();
        } catch (ClickHouseFailure e) {
            return noneIf(ClickHouseFailure::isMissing, e);
        }
    }

    String database() {
        return clickHouse.database();
    }

    /** The tables and views of this database, and all views of the server that write to a table. */
    Tables tables() {
        return Tables.read(clickHouse);
    }

    /** The types of the columns of this database's tables. */
    Map<String, Map<String, String>> columns() {
        Map<String, Map<String, String>> columns = new HashMap<>();
        for (Row row : clickHouse.rows(COLUMNS)) {
            columns.computeIfAbsent(row.text("table"), table -> new LinkedHashMap<>())
                    .put(row.text("name"), row.text("type"));
        }
        return columns;
    }

    /** The texts of SELECT as ClickHouse formats them; without those that it cannot read. */
    Map<String, String> formatted(Collection<String> selects) {
        return clickHouse.rows(FORMATTED.with("selects", selects)).stream()
                .filter(row -> row.has("formatted"))
                .collect(Collectors.toMap(row -> row.text("given"), row -> row.text("formatted"), (one, same) -> one));
    }

    /** The tables and views of this database that were detached; none if this server does not tell. */
    Set<String> detached() {
        return told(DETACHED).stream().map(row -> row.text("table")).collect(Collectors.toSet());
    }

    /** Dropped tables that can be had back, each with the time until then; none if this server does not tell. */
    Map<String, Instant> dropped() {
        Map<String, Instant> dropped = new TreeMap<>();
        told(DROPPED).forEach(row -> dropped.put(row.text("table"), Instant.ofEpochSecond(row.number("until"))));
        return dropped;
    }

    private List<Row> told(Sql sql) {
        try {
            return clickHouse.rows(sql);
        } catch (ClickHouseFailure e) {
            return noneIf(ClickHouseFailure::isRefusal, e);
        }
    }

    private static <T> List<T> noneIf(Predicate<ClickHouseFailure> expected, ClickHouseFailure failure) {
        if (expected.test(failure)) {
            return List.of();
        }
        throw failure;
    }
}
