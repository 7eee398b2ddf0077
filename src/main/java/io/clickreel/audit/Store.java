package io.clickreel.audit;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.Row;
import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.Table;
import io.clickreel.clickhouse.Tables;
import io.clickreel.stream.SourcePartition;
import java.util.List;
import java.util.Map;

/** The audit's questions to ClickHouse: their answers have a few rows, whatever the tables hold. */
final class Store {
    /** The stream's table, as every question names it. */
    static final String RAW = "{rawTable:Identifier}";

    private final ClickHouse clickHouse;
    private final String table;

    /** @param table of the stream */
    Store(ClickHouse clickHouse, String table) {
        this.clickHouse = clickHouse;
        this.table = table;
    }

    String table() {
        return table;
    }

    /** A name of the audited database. */
    Table.Name own(String name) {
        return new Table.Name(clickHouse.database(), name);
    }

    /** The tables and views that are there now. */
    Tables tables() {
        return Tables.read(clickHouse);
    }

    List<Row> rows(String sql, Map<String, ?> parameters) {
        return clickHouse.rows(new Sql(sql, Map.of("rawTable", table)).with(parameters));
    }

    List<Row> rows(String sql) {
        return rows(sql, Map.of());
    }

    Row row(String sql, Map<String, ?> parameters) {
        return rows(sql, parameters).get(0);
    }

    /** The partition that a row is of. */
    static SourcePartition partition(Row row) {
        return new SourcePartition(row.text("_topic"), row.uuid("_topic_id"), row.integer("_partition"));
    }
}
