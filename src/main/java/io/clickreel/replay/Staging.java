package io.clickreel.replay;

import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.Table;
import io.clickreel.clickhouse.Tables;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables that a replay fills beside the live ones: {@code clicks}, and each view with its target, so that what goes
 * into the one makes the rows of the others; {@code batches} and {@code deliveries} without their views.
 */
final class Staging {
    private static final Sql PARTS = new Sql("SELECT count() FROM system.parts WHERE active"
            + " AND database = {staging:String} AND table = {of:String} AND partition_id = {month:String}");
    private static final Sql EXISTS = new Sql("EXISTS TABLE {staging:Identifier}.{table:Identifier}");

    private final Warehouse warehouse;

    Staging(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    boolean exists() {
        return warehouse.number(EXISTS) > 0;
    }

    void create() {
        drop();
        warehouse.run("CREATE DATABASE {staging:Identifier}");
        createLike(warehouse.table());
        createLike("batches");
        createLike("deliveries");
        Set<String> tables = new LinkedHashSet<>(Set.of(warehouse.table()));
        for (Table view : views(warehouse.tables())) {
            String target = target(view);
            if (tables.add(target)) {
                createLike(target);
            }
            warehouse.run("CREATE MATERIALIZED VIEW "
                    + warehouse.staging(view.name().name()).quoted() + " TO "
                    + warehouse.staging(target).quoted() + " AS " + selectFromStaging(view));
        }
    }

    void drop() {
        warehouse.run("DROP DATABASE IF EXISTS {staging:Identifier} SYNC");
    }

    /** {@code clicks} and the targets of its views: the tables that are swapped by the month of the event. */
    List<String> monthlyTables() {
        Set<String> tables = new LinkedHashSet<>();
        tables.add(warehouse.table());
        views(warehouse.tables()).forEach(view -> tables.add(target(view)));
        return List.copyOf(tables);
    }

    /** Puts one partition of the staging table in the place of the live one; readers see it in one moment. */
    void swap(String table, int month) {
        Map<String, Object> partition = Map.of("of", table, "month", String.valueOf(month));
        String live = "ALTER TABLE " + warehouse.live(table).quoted();
        // Nothing was staged for this month, so the live partition is dropped.
        warehouse.run(new Sql(
                warehouse.number(PARTS.with(partition)) > 0
                        ? live + " REPLACE PARTITION ID {month:String} FROM "
                                + warehouse.staging(table).quoted()
                        : live + " DROP PARTITION ID {month:String}",
                partition));
    }

    /** @throws ReplayRefusedException if a view's target cannot be swapped by months, or feeds a further view */
    void requireReplayable(Tables tables) {
        for (Table view : views(tables)) {
            Table target = tables.find(target(view)).orElseThrow();
            String key = target.partitionKey();
            if (!key.startsWith("toYYYYMM(")) {
                throw new ReplayRefusedException("Table " + target(view) + ", which "
                        + view.name().name()
                        + " feeds from " + warehouse.table() + ", has "
                        + (key.isEmpty() ? "no PARTITION BY" : "PARTITION BY " + key)
                        + ", but a replay swaps by month. Give it PARTITION BY toYYYYMM of the event's time.");
            }
            if (!target.readers().isEmpty()) {
                throw new ReplayRefusedException("Table " + target(view) + " feeds a further view, which a replay"
                        + " would leave as it is. Drop that view and make it again after the replay.");
            }
        }
    }

    private void createLike(String table) {
        warehouse.run("CREATE TABLE " + warehouse.staging(table).quoted() + " AS "
                + warehouse.live(table).quoted());
    }

    /** The views on clicks; not that of batches, whose rows are one for each batch and not for each insert. */
    private List<Table> views(Tables tables) {
        List<Table> views = tables.viewsOn(tables.own(warehouse.table())).stream()
                .filter(view -> view.name().database().equals(warehouse.database()))
                .filter(view -> !tables.own("batches").equals(view.target()))
                .toList();
        for (Table view : views) {
            if (view.hasOwnTarget() || !tables.own(target(view)).equals(view.target())) {
                throw new ReplayRefusedException("The view " + view.name().name()
                        + " keeps its rows in a table that a replay cannot swap."
                        + " Create it with TO and a table of database " + warehouse.database() + ".");
            }
        }
        return views;
    }

    private static String target(Table view) {
        return Objects.requireNonNull(view.target()).name();
    }

    /** The view's SELECT on the staging tables; ClickHouse gives it with the database before each table. */
    private String selectFromStaging(Table view) {
        String select = Objects.requireNonNull(view.select());
        String changed = Pattern.compile("(?<![\\w.`])`?" + Pattern.quote(warehouse.database()) + "`?\\.`?"
                        + Pattern.quote(warehouse.table()) + "`?(?!\\w)")
                .matcher(select)
                .replaceAll(Matcher.quoteReplacement(
                        warehouse.staging(warehouse.table()).quoted()));
        if (changed.equals(select)) {
            throw new ReplayRefusedException("The SELECT of view " + view.name().name() + " does not name the table "
                    + warehouse.table() + " in a way that is known here: " + select);
        }
        return changed;
    }
}
