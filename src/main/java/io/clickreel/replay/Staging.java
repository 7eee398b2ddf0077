package io.clickreel.replay;

import com.clickhouse.client.api.query.GenericRecord;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables that a replay fills beside the live ones: {@code clicks}, and each view with its target, so that what goes
 * into the one makes the rows of the others; {@code batches} and {@code deliveries} without their views.
 */
final class Staging {
    private static final Pattern TARGET =
            Pattern.compile("^CREATE MATERIALIZED VIEW .*? TO (?:`?([^.`\\s]+)`?\\.)?`?([^`\\s(]+)");

    private final Warehouse warehouse;

    Staging(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    boolean exists() {
        return warehouse.number("SELECT count() FROM system.tables WHERE database = '" + warehouse.stagingDatabase()
                        + "' AND name = '" + warehouse.table() + "'")
                > 0;
    }

    void create() {
        drop();
        warehouse.run("CREATE DATABASE `" + warehouse.stagingDatabase() + "`");
        createLike(warehouse.table());
        createLike("batches");
        createLike("deliveries");
        Set<String> tables = new LinkedHashSet<>(Set.of(warehouse.table()));
        for (View view : views()) {
            if (tables.add(view.target())) {
                createLike(view.target());
            }
            warehouse.run("CREATE MATERIALIZED VIEW " + warehouse.staging(view.name()) + " TO "
                    + warehouse.staging(view.target()) + " AS " + selectFromStaging(view));
        }
    }

    void drop() {
        warehouse.run("DROP DATABASE IF EXISTS `" + warehouse.stagingDatabase() + "` SYNC");
    }

    /** {@code clicks} and the targets of its views: those that are filled and swapped by the month of the event. */
    List<String> monthlyTables() {
        Set<String> tables = new LinkedHashSet<>();
        tables.add(warehouse.table());
        views().forEach(view -> tables.add(view.target()));
        return List.copyOf(tables);
    }

    /** Puts one partition of the staging table in the place of the live one, at once for readers. */
    void swap(String table, int month) {
        boolean filled = warehouse.number("SELECT count() FROM system.parts WHERE active AND database = '"
                        + warehouse.stagingDatabase() + "' AND table = '" + table + "' AND partition_id = '" + month
                        + "'")
                > 0;
        // Of nothing there is no partition to take.
        warehouse.run("ALTER TABLE " + warehouse.live(table)
                + (filled
                        ? " REPLACE PARTITION ID '" + month + "' FROM " + warehouse.staging(table)
                        : " DROP PARTITION ID '" + month + "'"));
    }

    /** @throws ReplayRefusedException if a view cannot be made again by months */
    void requireReplayable() {
        for (View view : views()) {
            String key = warehouse
                    .ask("SELECT partition_key FROM system.tables WHERE database = '" + warehouse.database()
                            + "' AND name = '" + view.target() + "'")
                    .get(0)
                    .getString(1);
            if (!key.startsWith("toYYYYMM(")) {
                throw new ReplayRefusedException("Table " + view.target() + ", which " + view.name()
                        + " feeds from " + warehouse.table() + ", has "
                        + (key.isEmpty() ? "no PARTITION BY" : "PARTITION BY " + key)
                        + ", but a replay swaps by month. Give it PARTITION BY toYYYYMM of the event's time.");
            }
            long further = warehouse.number("SELECT length(dependencies_table) FROM system.tables WHERE database = '"
                    + warehouse.database() + "' AND name = '" + view.target() + "'");
            if (further > 0) {
                throw new ReplayRefusedException("Table " + view.target() + " feeds a further view, which a replay"
                        + " would leave as it is. Drop that view and make it again after the replay.");
            }
        }
    }

    private void createLike(String table) {
        warehouse.run("CREATE TABLE " + warehouse.staging(table) + " AS " + warehouse.live(table));
    }

    private record View(String name, String target, String select) {}

    /** The views on clicks; not that of batches, whose rows are one for each batch and not for each insert. */
    private List<View> views() {
        return warehouse
                .ask("SELECT name, create_table_query, as_select FROM system.tables WHERE database = '"
                        + warehouse.database() + "' AND engine = 'MaterializedView' AND (database, name) IN (SELECT"
                        + " arrayJoin(arrayZip(dependencies_database, dependencies_table)) FROM system.tables"
                        + " WHERE database = '" + warehouse.database() + "' AND name = '" + warehouse.table()
                        + "') ORDER BY name")
                .stream()
                .map(this::view)
                .filter(view -> !view.target().equals("batches"))
                .toList();
    }

    private View view(GenericRecord row) {
        String name = row.getString("name");
        Matcher to = TARGET.matcher(row.getString("create_table_query"));
        if (!to.find() || to.group(1) != null && !to.group(1).equals(warehouse.database())) {
            throw new ReplayRefusedException(
                    "The view " + name + " keeps its rows in a table that a replay cannot swap."
                            + " Create it with TO and a table of database " + warehouse.database() + ".");
        }
        return new View(name, to.group(2), row.getString("as_select"));
    }

    /** ClickHouse gives it with the database before each table. */
    private String selectFromStaging(View view) {
        String changed = Pattern.compile("(?<![\\w.`])`?" + Pattern.quote(warehouse.database()) + "`?\\.`?"
                        + Pattern.quote(warehouse.table()) + "`?(?!\\w)")
                .matcher(view.select())
                .replaceAll(Matcher.quoteReplacement(warehouse.staging()));
        if (changed.equals(view.select())) {
            throw new ReplayRefusedException("The SELECT of view " + view.name() + " does not name the table "
                    + warehouse.table() + " in a way that is known here: " + view.select());
        }
        return changed;
    }
}
