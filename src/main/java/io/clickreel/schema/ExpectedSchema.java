package io.clickreel.schema;

import io.clickreel.clickhouse.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The schema as it should be: the tables and views as the last of the steps in {@code schema_history} left them. */
final class ExpectedSchema {
    private static final Pattern CREATE = Pattern.compile(
            "(?i)CREATE (OR REPLACE )?(?<kind>TABLE|VIEW|MATERIALIZED VIEW) (IF NOT EXISTS )?`?(?<name>\\w+)`?(?![\\w.`])(?<rest>.*)");
    private static final Pattern TARGET = Pattern.compile("(?i) (REFRESH .*? )?TO `?(?<target>\\w+)`?(?![\\w.`]).*");
    private static final Pattern SELECT = Pattern.compile("(?i).*? AS (?<select>(SELECT|WITH) .*)");
    private static final Pattern ENGINE = Pattern.compile("(?i).*\\) ENGINE ?= ?(?<engine>\\w+).*");
    private static final Pattern DROP =
            Pattern.compile("(?i)DROP (TABLE|VIEW) (IF EXISTS )?`?(?<name>\\w+)`?(?![\\w.`]).*");
    private static final Pattern ALTER = Pattern.compile("(?i)ALTER TABLE `?(?<name>\\w+)`?(?![\\w.`])(?<rest> .*)");
    private static final Pattern NEW_QUERY = Pattern.compile("(?i) MODIFY QUERY (?<select>.*)");

    private ExpectedSchema() {}

    /** @param steps the statements that were applied, in their order */
    static Map<String, SchemaObject> after(List<String> steps) {
        Map<String, SchemaObject> objects = new LinkedHashMap<>();
        for (String step : steps) {
            String line = SqlOutline.line(step);
            Matcher create = CREATE.matcher(line);
            Matcher drop = DROP.matcher(line);
            Matcher alter = ALTER.matcher(line);
            if (create.matches()) {
                objects.put(create.group("name"), made(create, line));
            } else if (drop.matches()) {
                objects.remove(drop.group("name"));
            } else if (alter.matches()) {
                objects.computeIfPresent(
                        alter.group("name"), (name, before) -> altered(before, line, alter.group("rest")));
            }
        }
        return objects;
    }

    private static SchemaObject made(Matcher create, String line) {
        String name = create.group("name");
        String rest = create.group("rest");
        if (create.group("kind").equalsIgnoreCase("TABLE")) {
            Matcher engine = ENGINE.matcher(rest);
            return new SchemaObject(name, engine.matches() ? engine.group("engine") : "", null, null, List.of(line));
        }
        if (create.group("kind").equalsIgnoreCase("VIEW")) {
            return new SchemaObject(name, "View", null, null, List.of(line));
        }
        Matcher target = TARGET.matcher(rest);
        Matcher select = SELECT.matcher(rest);
        return new SchemaObject(
                name,
                Table.MATERIALIZED_VIEW,
                target.matches() ? target.group("target") : null,
                select.matches() ? select.group("select") : null,
                List.of(line));
    }

    private static SchemaObject altered(SchemaObject before, String line, String rest) {
        List<String> statements = new ArrayList<>(before.statements());
        Matcher query = NEW_QUERY.matcher(rest);
        if (before.select() == null || !query.matches()) {
            statements.add(line);
            return new SchemaObject(before.name(), before.engine(), before.target(), before.select(), statements);
        }
        // Now one statement makes the view as it is.
        String select = query.group("select");
        String create = before.statements().get(0);
        statements.set(0, create.substring(0, create.length() - before.select().length()) + select);
        return new SchemaObject(before.name(), before.engine(), before.target(), select, statements);
    }
}
