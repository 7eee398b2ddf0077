package io.clickreel.replay;

import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.Table;
import io.clickreel.clickhouse.Tables;
import io.clickreel.stream.EventTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables that a replay fills beside the live ones: the stream's table, and each view with its target, so that what goes
 * into the one makes the rows of the others; {@code batches} and {@code deliveries} without their views.
 */
final class Staging {
    private static final Sql PARTS = new Sql("SELECT count() FROM system.parts WHERE active"
            + " AND database = {staging:String} AND table = {of:String} AND partition_id = {month:String}");
    /** An earlier Clickreel may have made them with fewer columns. */
    private static final Sql SAME_COLUMNS = new Sql("SELECT countIf(database = {staging:String}) > 0"
            + " AND countIf(database = {staging:String}) = countIf(database != {staging:String})"
            + " FROM system.columns WHERE database IN (currentDatabase(), {staging:String})"
            + " AND table IN ('batches', 'deliveries', {of:String})");

    /** What ClickHouse cuts a time to without leaving its month. */
    private static final Set<String> WITHIN_A_MONTH = Set.of(
            "",
            "toDate",
            "toDate32",
            "toDateTime",
            "toStartOfSecond",
            "toStartOfMinute",
            "toStartOfFiveMinutes",
            "toStartOfTenMinutes",
            "toStartOfFifteenMinutes",
            "toStartOfHour",
            "toStartOfDay",
            "toStartOfMonth");

    private final Warehouse warehouse;

    Staging(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    /** Whether the tables of an unfinished replay are there, and as this version makes them. */
    boolean isUsable() {
        return warehouse.number(SAME_COLUMNS.with("of", warehouse.table())) > 0;
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

    /** The stream's table and the targets of its views: the tables that are swapped by the month of the event. */
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

    /**
     * Fails unless each month of the stream's table makes just this month of each target.
     *
     * @throws ReplayRefusedException if a table cannot be swapped by months, is filled from elsewhere too, or feeds a
     *     further view
     */
    void requireReplayable(Tables tables) {
        EventTime time = warehouse.time();
        requireMonths(tables.find(warehouse.table()).orElseThrow(), Set.of(time.column()), "");
        List<Table> views = views(tables);
        for (Table view : views) {
            Table target = tables.find(target(view)).orElseThrow();
            Set<String> months = new TreeSet<>();
            time.cuts(String.valueOf(view.select())).forEach((column, function) -> {
                if (WITHIN_A_MONTH.contains(function)) {
                    months.add(column);
                }
            });
            requireMonths(target, months, ", which " + view.name().name() + " feeds from " + warehouse.table() + ",");
            tables.all().stream()
                    .filter(other -> tables.own(target(view)).equals(other.target()) && !views.contains(other))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new ReplayRefusedException("Table " + target(view) + " is filled by the view "
                                + other.name().name() + " too, from elsewhere than " + warehouse.table()
                                + ", and a replay would take those rows out. Give that view a target of its own.");
                    });
            if (!target.readers().isEmpty()) {
                throw new ReplayRefusedException("Table " + target(view) + " feeds a further view, which a replay"
                        + " would leave as it is. Drop that view and make it again after the replay.");
            }
        }
    }

    private static void requireMonths(Table table, Set<String> columns, String which) {
        String key = table.partitionKey();
        if (columns.stream().noneMatch(column -> key.equals("toYYYYMM(" + column + ")"))) {
            throw new ReplayRefusedException(
                    "Table " + table.name().name() + which + " has "
                            + (key.isEmpty() ? "no PARTITION BY" : "PARTITION BY " + key)
                            + ", but a replay swaps by the month of the event. Give it PARTITION BY toYYYYMM of the event's time.");
        }
    }

    private void createLike(String table) {
        warehouse.run("CREATE TABLE " + warehouse.staging(table).quoted() + " AS "
                + warehouse.live(table).quoted());
    }

    /** The views on the stream's table; not that of batches, whose rows are one for each batch and not for each insert. */
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
