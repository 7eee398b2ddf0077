package io.clickreel.schema;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import io.clickreel.clickhouse.ServerErrors;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is there, by ClickHouse's own word. */
final class LiveSchema {
    private static final String HISTORY =
            "SELECT sql FROM (SELECT version, file, sha256, any(sql) AS sql FROM schema_history"
                    + " GROUP BY version, file, sha256) ORDER BY version, file, sha256";
    private static final String TABLES = "SELECT database, name, engine, sorting_key, create_table_query,"
            + " formatQuerySingleLineOrNull(as_select) AS select, toUnixTimestamp(metadata_modification_time) AS changed_at,"
            + " arrayStringConcat(arrayMap((d, t) -> concat(d, '.', t), dependencies_database, dependencies_table), '\\n')"
            + " AS readers, currentDatabase() AS own FROM system.tables"
            + " WHERE database = currentDatabase() OR engine = 'MaterializedView' ORDER BY database, name";
    private static final String COLUMNS =
            "SELECT table, name, type FROM system.columns WHERE database = currentDatabase()";
    private static final String DETACHED =
            "SELECT table FROM system.detached_tables WHERE database = currentDatabase()";
    // Its time is when the rows will be deleted.
    private static final String DROPPED = "SELECT table, toUnixTimestamp(max(table_dropped_time)) AS until FROM"
            + " system.dropped_tables WHERE database = currentDatabase() GROUP BY table";
    private static final Pattern TARGET =
            Pattern.compile("^CREATE MATERIALIZED VIEW \\S+ (?:REFRESH .*? )?TO (?:`?([^.`\\s]+)`?\\.)?`?([^`\\s(]+)");

    /**
     * A table or view.
     *
     * @param target the table that a materialized view fills, with its database; empty if it has one of its own
     * @param select of a view, in ClickHouse's own form; null if it has none
     * @param readers the views that an insert into it passes through, each with its database
     */
    record Table(
            String database,
            String name,
            String engine,
            String sortingKey,
            String target,
            @Nullable String select,
            Set<String> readers,
            Instant changedAt) {
        boolean isMaterializedView() {
            return engine.equals(SchemaObject.MATERIALIZED_VIEW);
        }

        String qualified() {
            return database + "." + name;
        }
    }

    private final Client client;

    LiveSchema(Client client) {
        this.client = client;
    }

    /** The statements that were applied, in their order; empty if nothing says which. */
    List<String> history() {
        try {
            return client.queryAll(HISTORY).stream()
                    .map(row -> row.getString("sql"))
                    .toList();
        } catch (RuntimeException e) {
            if (ServerErrors.isMissing(e)) {
                return List.of();
            }
            throw e;
        }
    }

    String database() {
        return client.queryAll("SELECT currentDatabase() AS own").get(0).getString("own");
    }

    /** All of this database, and all materialized views of the server. */
    List<Table> tables() {
        return client.queryAll(TABLES).stream().map(LiveSchema::table).toList();
    }

    private static Table table(GenericRecord row) {
        Matcher to = TARGET.matcher(row.getString("create_table_query"));
        String database = row.getString("database");
        String readers = row.getString("readers");
        return new Table(
                database,
                row.getString("name"),
                row.getString("engine"),
                row.getString("sorting_key"),
                to.find() ? (to.group(1) == null ? database : to.group(1)) + "." + to.group(2) : "",
                row.hasValue("select") ? row.getString("select") : null,
                readers.isEmpty() ? Set.of() : Set.of(readers.split("\n", -1)),
                Instant.ofEpochSecond(row.getLong("changed_at")));
    }

    /** The types of the columns of this database's tables. */
    Map<String, Map<String, String>> columns() {
        Map<String, Map<String, String>> columns = new HashMap<>();
        for (GenericRecord row : client.queryAll(COLUMNS)) {
            columns.computeIfAbsent(row.getString("table"), table -> new LinkedHashMap<>())
                    .put(row.getString("name"), row.getString("type"));
        }
        return columns;
    }

    /** Texts of SELECT as ClickHouse itself writes them; one that it cannot read lacks. */
    Map<String, String> formatted(Collection<String> selects) {
        if (selects.isEmpty()) {
            return Map.of();
        }
        String list = selects.stream()
                .map(select -> "'" + select.replace("\\", "\\\\").replace("'", "\\'") + "'")
                .collect(Collectors.joining(", "));
        Map<String, String> formatted = new HashMap<>();
        for (GenericRecord row : client.queryAll(
                "SELECT arrayJoin([" + list + "]) AS given, formatQuerySingleLineOrNull(given) AS formatted")) {
            if (row.hasValue("formatted")) {
                formatted.put(row.getString("given"), row.getString("formatted"));
            }
        }
        return formatted;
    }

    /** Tables and views of this database that were detached; none if this server does not tell. */
    Set<String> detached() {
        try {
            return client.queryAll(DETACHED).stream()
                    .map(row -> row.getString("table"))
                    .collect(Collectors.toCollection(HashSet::new));
        } catch (RuntimeException e) {
            if (ServerErrors.isRefusal(e)) {
                return Set.of();
            }
            throw e;
        }
    }

    /** Tables that were dropped and can be had back, each with the time until which; none if this server does not tell. */
    Map<String, Instant> dropped() {
        try {
            Map<String, Instant> dropped = new TreeMap<>();
            client.queryAll(DROPPED)
                    .forEach(row -> dropped.put(row.getString("table"), Instant.ofEpochSecond(row.getLong("until"))));
            return dropped;
        } catch (RuntimeException e) {
            if (ServerErrors.isRefusal(e)) {
                return Map.of();
            }
            throw e;
        }
    }
}
