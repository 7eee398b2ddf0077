package io.clickreel.contract.column;

import org.jspecify.annotations.Nullable;

/**
 * A column of a stream's table.
 *
 * @param type as in DDL
 * @param defaultKind of ClickHouse: empty, {@code DEFAULT}, {@code MATERIALIZED}, {@code ALIAS} or {@code EPHEMERAL}
 */
public record TableColumn(String name, String type, String defaultKind) {
    /** Whether an insert may name it. */
    public boolean takesValues() {
        return defaultKind.isEmpty() || defaultKind.equals("DEFAULT");
    }

    public boolean hasDefault() {
        return defaultKind.equals("DEFAULT");
    }

    /** @return null if values of its type cannot be stored from JSON */
    public @Nullable ColumnType parsedType() {
        return ColumnType.parse(type);
    }
}
