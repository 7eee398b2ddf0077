package io.clickreel.delivery.guard;

import io.clickreel.RootCause;
import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseFailure;
import io.clickreel.clickhouse.Inserts;
import io.clickreel.clickhouse.Row;
import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.Table;
import io.clickreel.clickhouse.Tables;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether ClickHouse is set up so that a batch that is tried again counts once. */
public final class GuaranteeCheck {
    /**
     * Inserts that each table has to remember: a request may hang for a minute and a half while others proceed, and
     * there are some ten batches a second at most.
     */
    private static final long LEAST_WINDOW = 1_000;

    private static final List<String> WRITTEN_BY_ROUTES = List.of("dead_letters", "deliveries");
    private static final Pattern WINDOW = Pattern.compile("\\b(non_)?replicated_deduplication_window = (\\d+)");

    /** Settings of a profile that an insert cannot override, because not every server knows them. */
    private static final Sql HARMFUL = new Sql("""
            SELECT name, value FROM system.settings
            WHERE name = 'deduplicate_insert' AND value = 'disable'
                OR name = 'use_strict_insert_block_limits' AND value NOT IN ('0', 'false')
                OR name IN ('additional_table_filters', 'additional_result_filter') AND value NOT IN ('', '{}')
            ORDER BY name
            """);
    /** What a table has that says nothing of it. */
    private static final Sql DEFAULT_WINDOW = new Sql("SELECT toUInt64(any(value)) FROM system.merge_tree_settings"
            + " WHERE name = 'non_replicated_deduplication_window'");

    private GuaranteeCheck() {}

    /**
     * @param user under whose name the routes insert
     * @param streamTables the tables in which the streams are stored
     * @throws StartupException with each table and the statement that mends it
     * @throws ClickHouseFailure if ClickHouse does not answer
     */
    public static void check(ClickHouse clickHouse, String user, Collection<String> streamTables) {
        requireNone(problems(clickHouse, user, streamTables));
    }

    /**
     * What would let a repeated batch count twice: a sentence for each table, with the statement that mends it, so that what
     * is wrong with one stream does not hide what is wrong with another.
     *
     * @throws ClickHouseFailure if ClickHouse does not answer
     */
    public static List<String> problems(ClickHouse clickHouse, String user, Collection<String> streamTables) {
        List<String> problems = new ArrayList<>();
        collect(problems, () -> requireSettings(clickHouse, user));
        collect(problems, () -> requireHarmless(clickHouse, user));
        if (!problems.isEmpty()) {
            // With such settings the answers about tables are not to be trusted either.
            return problems;
        }
        long defaultWindow = clickHouse.number(DEFAULT_WINDOW);
        Tables tables = Tables.read(clickHouse);
        Set<Table.Name> seen = new LinkedHashSet<>();
        Deque<Table.Name> names = new ArrayDeque<>();
        streamTables.forEach(name -> names.add(tables.own(name)));
        WRITTEN_BY_ROUTES.forEach(name -> names.add(tables.own(name)));
        // Views of targets as well: a repeat passes through all of them.
        while (!names.isEmpty()) {
            Table.Name name = names.remove();
            if (seen.add(name)) {
                names.addAll(targetsOfViewsOn(tables, name));
                tables.find(name)
                        .filter(table -> !table.engine().equals("Null"))
                        .ifPresent(table -> collect(problems, () -> requireWindow(table, defaultWindow)));
            }
        }
        return problems;
    }

    /**
     * Which streams' tables are not there, or have no view that counts their inserts: without that, after a crash nobody can
     * tell what of a batch is stored.
     *
     * @throws ClickHouseFailure if ClickHouse does not answer
     */
    public static List<String> uncounted(ClickHouse clickHouse, Collection<String> streamTables) {
        List<String> problems = new ArrayList<>();
        Tables tables = Tables.read(clickHouse);
        Table.Name batches = tables.own("batches");
        for (String name : streamTables) {
            Table.Name table = tables.own(name);
            if (!targetsOfViewsOn(tables, table).contains(batches)) {
                problems.add("Table " + table + ", in which a route stores its stream, is not there or feeds"
                        + " no materialized view into " + batches
                        + ": no view counts what it gets, and after a crash nobody"
                        + " can tell what of a batch is stored. Correct the table in the route, or make the table and its"
                        + " views by files in ddl/, as 0001 to 0011 make those of clicks.");
            }
        }
        return problems;
    }

    private static void requireNone(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new StartupException(String.join(" ", problems));
        }
    }

    private static void collect(List<String> problems, Runnable check) {
        try {
            check.run();
        } catch (StartupException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    /** The inserts ask for these settings; a profile may forbid it. */
    private static void requireSettings(ClickHouse clickHouse, String user) {
        try {
            clickHouse.run("SELECT 1 SETTINGS " + Inserts.clause());
        } catch (ClickHouseFailure e) {
            String message = RootCause.of(e);
            if (Inserts.all().keySet().stream().noneMatch(message::contains)) {
                throw e;
            }
            throw new StartupException("ClickHouse's user " + user + " may not set " + Inserts.clause()
                    + " for its inserts, without which rows could be lost, doubled or refused (" + message
                    + "). Lift the constraint from its settings profile, or set clickhouse.user to another user.");
        }
    }

    private static void requireHarmless(ClickHouse clickHouse, String user) {
        for (Row setting : clickHouse.rows(HARMFUL)) {
            String name = setting.text("name");
            throw new StartupException("ClickHouse's user " + user + " has " + name + " = " + setting.text("value")
                    + " by its settings profile: with it rows would be doubled, or lacking in views and answers. Take it out"
                    + " of the profile (ALTER SETTINGS PROFILE ... DROP SETTINGS " + name
                    + "), or set clickhouse.user to another user.");
        }
    }

    private static List<Table.Name> targetsOfViewsOn(Tables tables, Table.Name source) {
        return tables.viewsOn(source).stream()
                .map(Table::target)
                .filter(Objects::nonNull)
                .toList();
    }

    private static void requireWindow(Table table, long defaultWindow) {
        String engine = table.engine();
        if (!engine.endsWith("MergeTree")) {
            throw new StartupException(
                    "Table " + table.name() + " has the engine " + engine + ", which does not know a repeated"
                            + " insert: a batch that is tried again would count twice there. Use a MergeTree engine with"
                            + " non_replicated_deduplication_window = 10000.");
        }
        boolean replicated = engine.startsWith("Replicated") || engine.startsWith("Shared");
        Matcher matcher = WINDOW.matcher(table.definition());
        long window = replicated ? LEAST_WINDOW : defaultWindow;
        while (matcher.find()) {
            if ((matcher.group(1) == null) == replicated) {
                window = Long.parseLong(matcher.group(2));
            }
        }
        if (window < LEAST_WINDOW) {
            String setting = replicated ? "replicated_deduplication_window" : "non_replicated_deduplication_window";
            throw new StartupException("Table " + table.name() + " remembers its last " + window + " inserts ("
                    + setting
                    + "), and at least " + LEAST_WINDOW + " are needed: a batch that is tried again would count twice"
                    + " there. Run ALTER TABLE " + table.name() + " MODIFY SETTING " + setting + " = 10000.");
        }
    }
}
