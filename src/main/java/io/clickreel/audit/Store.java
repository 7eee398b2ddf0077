package io.clickreel.audit;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** ClickHouse, as the audit asks it: answers of a few rows, whatever the tables hold. */
final class Store {
    private final Client client;

    Store(Client client) {
        this.client = client;
    }

    List<GenericRecord> rows(String sql, Map<String, Object> parameters) {
        return client.queryAll(sql, parameters);
    }

    List<GenericRecord> rows(String sql) {
        return client.queryAll(sql);
    }

    GenericRecord row(String sql, Map<String, Object> parameters) {
        return client.queryAll(sql, parameters).get(0);
    }

    static OptionalLong number(GenericRecord row, String column) {
        return row.hasValue(column) ? OptionalLong.of(row.getLong(column)) : OptionalLong.empty();
    }
}
