package io.clickreel.audit;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** ClickHouse, as the audit asks it: answers of a few rows, whatever the tables hold. */
final class Store {
    /** The stream's table, in each question. */
    static final String RAW = "{rawTable:Identifier}";
    /** Its name, as a text. */
    static final String RAW_NAME = "{rawTable:String}";

    private final Client client;
    private final String table;

    /** @param table of the stream */
    Store(Client client, String table) {
        this.client = client;
        this.table = table;
    }

    String table() {
        return table;
    }

    List<GenericRecord> rows(String sql, Map<String, Object> parameters) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put("rawTable", table);
        return client.queryAll(sql, all);
    }

    List<GenericRecord> rows(String sql) {
        return rows(sql, Map.of());
    }

    GenericRecord row(String sql, Map<String, Object> parameters) {
        return rows(sql, parameters).get(0);
    }

    static OptionalLong number(GenericRecord row, String column) {
        return row.hasValue(column) ? OptionalLong.of(row.getLong(column)) : OptionalLong.empty();
    }
}
