package io.clickreel.embedded.clickhouse;

/** Quotes what goes into SQL text. */
final class SqlText {
    private SqlText() {}

    static String literal(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    static String identifier(String name) {
        return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }
}
