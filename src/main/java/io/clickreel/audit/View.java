package io.clickreel.audit;

import io.clickreel.clickhouse.Table;
import io.clickreel.clickhouse.Tables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table that ClickHouse fills from each insert into {@code clicks} and that counts them.
 *
 * @param table with its database, quoted
 */
record View(String name, String table, Bucket bucket) {
    private static final String COLUMNS = """
            SELECT name FROM system.columns
            WHERE database = {db:String} AND table = {table:String} AND name IN ('clicks', 'minute', 'hour', 'day')
            ORDER BY position
            """;

    /** The views on clicks that count them. */
    static List<View> find(Store store) {
        Tables tables = store.tables();
        return tables.viewsOn(tables.own(store.table())).stream()
                .map(Table::target)
                .filter(Objects::nonNull)
                .distinct()
                .sorted(Comparator.comparing(Table.Name::name))
                .flatMap(target -> of(store, target).stream())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** What a table of the audited database counts, whether or not a view fills it. */
    static Optional<View> ofTarget(Store store, String table) {
        return of(store, store.own(table));
    }

    private static Optional<View> of(Store store, Table.Name table) {
        List<String> columns = store.rows(COLUMNS, Map.of("db", table.database(), "table", table.name())).stream()
                .map(column -> column.text("name"))
                .toList();
        if (!columns.contains("clicks")) {
            return Optional.empty();
        }
        Optional<String> time =
                columns.stream().filter(column -> !column.equals("clicks")).findFirst();
        return Optional.of(new View(table.name(), table.quoted(), Bucket.ofColumn(time)));
    }

    @Override
    public String toString() {
        return name;
    }
}
