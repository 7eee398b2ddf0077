package io.clickreel.delivery.guard;

import io.clickreel.StartupException;
import io.clickreel.clickhouse.Inserts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** Whether ClickHouse is set up so that a batch that is tried again counts once. */
public final class GuaranteeCheck {
    /**
     * Inserts that each table has to remember: a request may hang for a minute and a half while others go on, and there
     * are some ten batches a second at most.
     */
    private static final long LEAST_WINDOW = 1_000;

    private static final List<String> WRITTEN_BY_ROUTES = List.of("dead_letters", "deliveries");
    private static final Pattern TARGET =
            Pattern.compile("^CREATE MATERIALIZED VIEW .*? TO (?:`?([^.`\\s]+)`?\\.)?`?([^`\\s(]+)");
    private static final Pattern WINDOW = Pattern.compile("\\b(non_)?replicated_deduplication_window = (\\d+)");

    /** What a profile may have that an insert cannot take back, because not each server knows it. */
    private static final String HARMFUL = "SELECT name, value FROM system.settings WHERE"
            + " name = 'deduplicate_insert' AND value = 'disable'"
            + " OR name = 'use_strict_insert_block_limits' AND value NOT IN ('0', 'false')"
            + " OR name IN ('additional_table_filters', 'additional_result_filter') AND value NOT IN ('', '{}')"
            + " ORDER BY name";

    private record Table(String database, String name) {
        @Override
        public String toString() {
            return database + "." + name;
        }
    }

    private GuaranteeCheck() {}

    /**
     * @param user under whose name the routes insert
     * @param streamTables those of the streams
     * @throws StartupException with the table and the statement that mends it
     * @throws SQLException if ClickHouse does not answer
     */
    public static void check(DataSource clickHouse, String database, String user, Collection<String> streamTables)
            throws SQLException {
        try (Connection connection = clickHouse.getConnection()) {
            requireSettings(connection, user);
            requireHarmless(connection, user);
            List<Table> tables = new ArrayList<>();
            streamTables.forEach(name -> tables.add(new Table(database, name)));
            WRITTEN_BY_ROUTES.forEach(name -> tables.add(new Table(database, name)));
            // Views of targets as well: a repeat passes through all of them.
            for (int i = 0; i < tables.size(); i++) {
                tables.addAll(targetsOfViewsOn(connection, tables.get(i)));
                requireWindow(connection, tables.get(i));
            }
        }
    }

    /**
     * Whether each stream's table is there and its inserts are counted: else rows go where nothing counts them, and after a
     * crash nobody can tell what of a batch is stored.
     *
     * @throws StartupException with the table
     * @throws SQLException if ClickHouse does not answer
     */
    public static void requireCounted(DataSource clickHouse, String database, Collection<String> streamTables)
            throws SQLException {
        Table batches = new Table(database, "batches");
        try (Connection connection = clickHouse.getConnection()) {
            for (String name : streamTables) {
                Table table = new Table(database, name);
                if (!targetsOfViewsOn(connection, table).contains(batches)) {
                    throw new StartupException(
                            "Table " + table + ", in which a route stores its stream, is not there or feeds"
                                    + " no materialized view into " + batches
                                    + ": no view counts what it gets, and after a crash nobody"
                                    + " can tell what of a batch is stored. Correct the table in the route, or make the table and its"
                                    + " views by files in ddl/, as 0001 to 0011 make those of clicks.");
                }
            }
        }
    }

    /** The inserts ask for these settings; a profile may forbid it. */
    private static void requireSettings(Connection connection, String user) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT 1 SETTINGS " + Inserts.clause());
        } catch (SQLException e) {
            String message = String.valueOf(e.getMessage());
            if (Inserts.names().noneMatch(message::contains)) {
                throw e;
            }
            throw new StartupException("ClickHouse's user " + user + " may not set " + Inserts.clause()
                    + " for its inserts, without which clicks could be lost, doubled or refused (" + message
                    + "). Lift the constraint from its settings profile, or set clickhouse.user to another user.");
        }
    }

    private static void requireHarmless(Connection connection, String user) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet setting = statement.executeQuery(HARMFUL)) {
            if (setting.next()) {
                String name = setting.getString(1);
                throw new StartupException("ClickHouse's user " + user + " has " + name + " = " + setting.getString(2)
                        + " by its settings profile: with it clicks would be doubled, or lacking in views and answers. Take it out"
                        + " of the profile (ALTER SETTINGS PROFILE ... DROP SETTINGS " + name
                        + "), or set clickhouse.user to another user.");
            }
        }
    }

    private static List<Table> targetsOfViewsOn(Connection connection, Table source) throws SQLException {
        List<Table> targets = new ArrayList<>();
        String sql =
                "SELECT v.database, v.create_table_query, toString(v.uuid) FROM system.tables AS v WHERE v.engine ="
                        + " 'MaterializedView' AND (v.database, v.name) IN (SELECT arrayJoin(arrayZip("
                        + "dependencies_database, dependencies_table)) FROM system.tables WHERE database = ? AND name = ?)"
                        + " ORDER BY v.name";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, source.database());
            statement.setString(2, source.name());
            try (ResultSet view = statement.executeQuery()) {
                while (view.next()) {
                    Matcher to = TARGET.matcher(view.getString(2));
                    if (!to.find()) {
                        targets.add(new Table(view.getString(1), ".inner_id." + view.getString(3)));
                    } else {
                        targets.add(new Table(to.group(1) == null ? view.getString(1) : to.group(1), to.group(2)));
                    }
                }
            }
        }
        return targets;
    }

    private static void requireWindow(Connection connection, Table table) throws SQLException {
        String sql = "SELECT engine, engine_full, (SELECT any(value) FROM system.merge_tree_settings WHERE name ="
                + " 'non_replicated_deduplication_window') FROM system.tables WHERE database = ? AND name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.database());
            statement.setString(2, table.name());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || row.getString(1).equals("Null")) {
                    return;
                }
                requireWindow(table, row.getString(1), row.getString(2), row.getString(3));
            }
        }
    }

    private static void requireWindow(Table table, String engine, String definition, String serverDefault) {
        if (!engine.endsWith("MergeTree")) {
            throw new StartupException(
                    "Table " + table + " has the engine " + engine + ", which does not know a repeated"
                            + " insert: a batch that is tried again would count twice there. Use a MergeTree engine with"
                            + " non_replicated_deduplication_window = 10000.");
        }
        boolean replicated = engine.startsWith("Replicated") || engine.startsWith("Shared");
        Matcher matcher = WINDOW.matcher(definition);
        long window = replicated ? LEAST_WINDOW : Long.parseLong(serverDefault);
        while (matcher.find()) {
            if ((matcher.group(1) == null) == replicated) {
                window = Long.parseLong(matcher.group(2));
            }
        }
        if (window < LEAST_WINDOW) {
            String setting = replicated ? "replicated_deduplication_window" : "non_replicated_deduplication_window";
            throw new StartupException("Table " + table + " remembers its last " + window + " inserts (" + setting
                    + "), and at least " + LEAST_WINDOW + " are needed: a batch that is tried again would count twice"
                    + " there. Run ALTER TABLE " + table + " MODIFY SETTING " + setting + " = 10000.");
        }
    }
}
