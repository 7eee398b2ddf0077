package io.clickreel.stream;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.Row;
import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.Table;
import io.clickreel.contract.column.ColumnType;
import io.clickreel.contract.column.ColumnType.Kind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The column by whose time a stream's table is partitioned: the time of its events.
 *
 * @param type as in DDL
 */
public record EventTime(String column, String type) {
    /** The column in a statement, as a parameter. */
    public static final String COLUMN = "{time:Identifier}";

    private static final Sql COLUMNS = new Sql("SELECT name, type FROM system.columns"
            + " WHERE database = currentDatabase() AND table = {table:String} ORDER BY position");
    private static final Pattern ZONE = Pattern.compile("'([^']*)'");

    /** The time of a table of the database; empty if it is partitioned by none. */
    public static Optional<EventTime> of(ClickHouse clickHouse, Table table) {
        Map<String, String> types = new LinkedHashMap<>();
        for (Row column : clickHouse.rows(COLUMNS.with("table", table.name().name()))) {
            types.put(column.text("name"), column.text("type"));
        }
        return among(types, table.partitionKey());
    }

    /**
     * The time of a table with these columns; empty if it is partitioned by none.
     *
     * @param types by the columns' names, in their order
     */
    public static Optional<EventTime> among(Map<String, String> types, String partitionKey) {
        return types.entrySet().stream()
                .map(column -> new EventTime(column.getKey(), column.getValue()))
                .filter(time -> time.kind().isPresent() && time.isIn(partitionKey))
                .findFirst();
    }

    private boolean isIn(String expression) {
        return Pattern.compile("\\b" + Pattern.quote(column) + "\\b")
                .matcher(expression)
                .find();
    }

    private Optional<Kind> kind() {
        return Optional.ofNullable(ColumnType.parse(type)).map(ColumnType::kind).filter(Kind::isTime);
    }

    /** Whether it has no time of day. */
    public boolean isDate() {
        return kind().filter(kind -> kind == Kind.DATE || kind == Kind.DATE32).isPresent();
    }

    /** The time zone in which days and hours are cut; empty: that of the server. */
    public static String zone(String type) {
        Matcher zone = ZONE.matcher(type);
        return zone.find() ? zone.group(1) : "";
    }

    /** Whether its days are those of UTC, as far as its type says so. */
    public boolean isUtc() {
        return isDate() || zone(type).equals("UTC");
    }

    /** The condition for rows at a time or later; the time is an expression of type DateTime64. */
    public String since(String time) {
        return COLUMN + " >= " + (isDate() ? "toDate32(" + time + ")" : time);
    }

    /** The condition for rows before a time, which is an expression of type DateTime64. */
    public String before(String time) {
        return isDate() ? COLUMN + " <= toDate32(" + time + " - toIntervalMillisecond(1))" : COLUMN + " < " + time;
    }

    /**
     * The columns of a view that are this time, or that a function has cut to a minute, a day and so on.
     *
     * @param select of the view, as ClickHouse formats it
     * @return the function of each column, by the column's name; an empty text for the time as it is
     */
    public Map<String, String> cuts(String select) {
        Matcher found = Pattern.compile(
                        "(?<=[ (])(?:(?<function>to\\w+)\\(COLUMN\\)|COLUMN)(?: AS `?(?<alias>\\w+)`?)?(?=,| FROM )"
                                .replace("COLUMN", "(?:`?\\w+`?\\.){0,2}`?" + Pattern.quote(column) + "`?"))
                .matcher(select);
        Map<String, String> cuts = new HashMap<>();
        while (found.find()) {
            String function = found.group("function");
            String alias = found.group("alias");
            if (alias != null || function == null) {
                cuts.put(alias == null ? column : alias, function == null ? "" : function);
            }
        }
        return cuts;
    }
}
