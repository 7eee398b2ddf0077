package io.clickreel.infer;

import java.util.Locale;
import java.util.Set;

/** Words that a column or a table cannot have as its name where names stand without quotes. */
public final class SqlWords {
    private static final Set<String> OF_SQL = Set.of(
            "all",
            "and",
            "anti",
            "any",
            "array",
            "as",
            "asc",
            "asof",
            "between",
            "by",
            "case",
            "cast",
            "collate",
            "constraint",
            "create",
            "cross",
            "cube",
            "desc",
            "distinct",
            "div",
            "else",
            "end",
            "except",
            "exists",
            "extract",
            "false",
            "fetch",
            "final",
            "first",
            "foreign",
            "format",
            "from",
            "full",
            "global",
            "group",
            "grouping",
            "having",
            "if",
            "ilike",
            "in",
            "index",
            "inf",
            "inner",
            "insert",
            "intersect",
            "interval",
            "into",
            "is",
            "join",
            "left",
            "like",
            "limit",
            "materialized",
            "mod",
            "nan",
            "not",
            "null",
            "nulls",
            "offset",
            "on",
            "or",
            "order",
            "outer",
            "over",
            "paste",
            "prewhere",
            "primary",
            "projection",
            "qualify",
            "recursive",
            "right",
            "rollup",
            "rows",
            "sample",
            "select",
            "semi",
            "set",
            "settings",
            "table",
            "then",
            "ties",
            "to",
            "top",
            "totals",
            "trim",
            "true",
            "union",
            "using",
            "values",
            "view",
            "when",
            "where",
            "window",
            "with");
    /** Names that the view into batches gives to what it computes: a column of such a name would be taken for them. */
    private static final Set<String> OF_BATCHES = Set.of(
            "first_offset",
            "last_offset",
            "first_timestamp",
            "last_timestamp",
            "first_event_ts",
            "last_event_ts",
            "ingested_at");

    private SqlWords() {}

    static boolean areReserved(String name) {
        return isOfSql(name) || OF_BATCHES.contains(name);
    }

    /** Whether ClickHouse reads it as a part of the statement, in upper case or lower. */
    public static boolean isOfSql(String name) {
        return OF_SQL.contains(name.toLowerCase(Locale.ROOT));
    }
}
