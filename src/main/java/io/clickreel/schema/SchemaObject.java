package io.clickreel.schema;

import io.clickreel.clickhouse.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table or view that the steps of the schema have made.
 *
 * @param engine the table's engine; {@code MaterializedView} or {@code View} for a view
 * @param target the table that a materialized view fills; null if it is no such view, or makes its target itself
 * @param select the SELECT of a materialized view
 * @param statements that make it, in their order, each on one line
 */
record SchemaObject(
        String name,
        String engine,
        @Nullable String target,
        @Nullable String select,
        List<String> statements) {
    private static final Pattern SOURCE = Pattern.compile("(?i)\\b(FROM|JOIN) (`?)(\\w+)\\2(?![\\w.(`])");
    private static final Pattern SORTING_KEY = Pattern.compile("(?i) ORDER BY (\\((?<list>[^()]*)\\)|(?<one>\\w+))");
    private static final Pattern COLUMN = Pattern.compile("`?(?<name>\\w+)`? (?<definition>.+)");
    private static final Pattern NO_COLUMN = Pattern.compile("(?i)(INDEX|PROJECTION|CONSTRAINT|PRIMARY KEY) .*");
    private static final Pattern ADDED = Pattern.compile("(?i).*?\\bADD COLUMN (IF NOT EXISTS )?(?<column>.+)");
    private static final Pattern TAKEN = Pattern.compile("(?i).*?\\bDROP COLUMN (IF EXISTS )?`?(?<name>\\w+)`?");
    private static final Pattern MODIFIED =
            Pattern.compile("(?i).*?\\bMODIFY COLUMN (IF EXISTS )?(?<column>`?\\w+`? [A-Z].+)");

    SchemaObject {
        statements = List.copyOf(statements);
    }

    boolean isMaterializedView() {
        return engine.equals(Table.MATERIALIZED_VIEW);
    }

    /** Its sorting key as ClickHouse shows it; null if the statements do not tell. */
    @Nullable
    String sortingKey() {
        Matcher key = SORTING_KEY.matcher(statements.get(0));
        if (isMaterializedView() || statements.toString().contains("MODIFY ORDER BY") || !key.find()) {
            return null;
        }
        return key.group("list") == null ? key.group("one") : key.group("list").strip();
    }

    /** The columns that a table has by its statements, each with its definition. */
    Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        if (engine.endsWith("View")) {
            return columns;
        }
        SqlOutline.firstList(statements.get(0)).forEach(item -> put(columns, item));
        for (String statement : statements.subList(1, statements.size())) {
            // firstList reads what is in parentheses.
            for (String command : SqlOutline.firstList("(" + statement + ")")) {
                Matcher added = ADDED.matcher(command);
                Matcher modified = MODIFIED.matcher(command);
                Matcher taken = TAKEN.matcher(command);
                if (added.matches()) {
                    put(columns, added.group("column"));
                } else if (modified.matches()) {
                    put(columns, modified.group("column"));
                } else if (taken.matches()) {
                    columns.remove(taken.group("name"));
                } else if (command.toUpperCase(Locale.ROOT).contains("RENAME COLUMN")) {
                    return Map.of();
                }
            }
        }
        return columns;
    }

    private static void put(Map<String, String> columns, String item) {
        Matcher column = COLUMN.matcher(item);
        if (!NO_COLUMN.matcher(item).matches() && column.matches()) {
            columns.put(
                    column.group("name"), column.group("definition").replaceFirst("(?i) (AFTER `?\\w+`?|FIRST)$", ""));
        }
    }

    /** The tables that a materialized view reads, as far as they are in its own database. */
    Set<String> sources(Set<String> known) {
        Set<String> sources = new TreeSet<>();
        if (select != null) {
            SOURCE.matcher(select)
                    .results()
                    .map(found -> found.group(3))
                    .filter(known::contains)
                    .forEach(sources::add);
        }
        return sources;
    }

    /** The statements in a form that runs in any current database. */
    List<String> create(String database, Set<String> known) {
        return statements.stream()
                .map(statement -> qualified(statement, database, known))
                .toList();
    }

    private String qualified(String statement, String database, Set<String> known) {
        String named = statement
                .replaceFirst("(?i)^(CREATE .*?)IF NOT EXISTS ", "$1")
                .replaceFirst("(?<![\\w.`])`?" + Pattern.quote(name) + "`?(?!\\w)", database + "." + name);
        if (target != null) {
            named = named.replaceFirst(
                    "(?i) TO `?" + Pattern.quote(target) + "`?(?!\\w)",
                    Matcher.quoteReplacement(" TO " + database + "." + target));
        }
        return isMaterializedView()
                ? SOURCE.matcher(named)
                        .replaceAll(found -> Matcher.quoteReplacement(
                                known.contains(found.group(3))
                                        ? found.group(1) + " " + database + "." + found.group(3)
                                        : found.group()))
                : named;
    }
}
