package io.clickreel.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A second stream for tests, with a table, a time and views of its own. */
public final class OrdersStream {
    public static final List<String> TABLES = List.of("orders", "orders_per_day", "orders_per_hour", "orders_by_item");

    public static final String PER_DAY_VIEW =
            "CREATE MATERIALIZED VIEW IF NOT EXISTS orders_per_day_mv TO orders_per_day"
                    + " AS SELECT toDate(placed_at) AS day, count() AS n FROM orders GROUP BY day";

    private static final String CONTRACT = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "urn:test:orders:1",
              "type": "object",
              "properties": {
                "id": {"type": "integer", "minimum": 0},
                "item": {"type": "string"},
                "placed_at": {"type": "string", "format": "date-time"}
              },
              "required": ["id", "item", "placed_at"]
            }
            """;

    private OrdersStream() {}

    /** The shipped steps of the schema, and behind them those of the orders. */
    public static Path ddl(Path folder) throws IOException {
        try (var shipped = Files.newDirectoryStream(Services.home().resolve("ddl"), "*.sql")) {
            for (Path file : shipped) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        String engine = ") ENGINE = %s PARTITION BY toYYYYMM(%s) ORDER BY %s"
                + " SETTINGS non_replicated_deduplication_window = 10000";
        List<String> steps = new ArrayList<>();
        steps.add("CREATE TABLE IF NOT EXISTS orders (id UInt64, item String, placed_at DateTime64(6, 'UTC'),"
                + " _topic LowCardinality(String), _topic_id UUID, _partition UInt32, _offset UInt64,"
                + " _timestamp DateTime64(3, 'UTC'), _key String, _header_keys Array(String),"
                + " _header_values Array(String), _ingested_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')"
                + engine.formatted("MergeTree", "placed_at", "(_partition, placed_at)"));
        steps.add("CREATE MATERIALIZED VIEW IF NOT EXISTS orders_batches_mv TO batches AS SELECT _topic, _topic_id,"
                + " _partition, min(_offset) AS first_offset, max(_offset) AS last_offset, count() AS rows,"
                + " min(_timestamp) AS first_timestamp, max(_timestamp) AS last_timestamp, min(placed_at) AS first_event_ts,"
                + " max(placed_at) AS last_event_ts, max(_ingested_at) AS ingested_at FROM orders GROUP BY _topic,"
                + " _topic_id, _partition");
        steps.add("CREATE TABLE IF NOT EXISTS orders_per_day (day Date, n UInt64 COMMENT 'rows'"
                + engine.formatted("SummingMergeTree", "day", "day"));
        steps.add(PER_DAY_VIEW);
        steps.add("CREATE TABLE IF NOT EXISTS orders_per_hour (hour DateTime('UTC'), n UInt64 COMMENT 'rows'"
                + engine.formatted("SummingMergeTree", "hour", "hour"));
        steps.add("CREATE MATERIALIZED VIEW IF NOT EXISTS orders_per_hour_mv TO orders_per_hour AS SELECT"
                + " toStartOfHour(placed_at) AS hour, count() AS n FROM orders GROUP BY hour");
        steps.add("CREATE TABLE IF NOT EXISTS orders_by_item (day Date, item String, n UInt64"
                + engine.formatted("SummingMergeTree", "day", "(day, item)"));
        steps.add("CREATE MATERIALIZED VIEW IF NOT EXISTS orders_by_item_mv TO orders_by_item AS SELECT"
                + " toDate(placed_at) AS day, item, count() AS n FROM orders GROUP BY day, item");
        for (int i = 0; i < steps.size(); i++) {
            Files.writeString(folder.resolve("09%02d_create_orders.sql".formatted(i)), steps.get(i) + "\n");
        }
        return folder;
    }

    /** The file of the contract. */
    public static Path contract(Path folder) throws IOException {
        return Files.writeString(folder.resolve("orders.schema.json"), CONTRACT);
    }

    /** A valid order. */
    public static String order(long id) {
        return "{\"id\": %d, \"item\": \"item %d\", \"placed_at\": \"2026-%02d-03T10:%02d:01.%06dZ\"}"
                .formatted(id, id % 7, 1 + id % 2, id % 60, id % 1_000_000);
    }

    /** A statement that stores an order for each offset, ten a second. */
    public static String insert(String table, String topic, UUID topicId, long first, long end) {
        return "INSERT INTO " + table + " (id, item, placed_at, _topic, _topic_id, _partition, _offset, _timestamp)"
                + " SELECT number, concat('item ', toString(number % 7)),"
                + " toDateTime64('2026-01-31 23:59:50', 6, 'UTC') + toIntervalMicrosecond(number * 100000 + 777), '"
                + topic + "', '" + topicId
                + "', 0, number, toDateTime64('2026-01-31 23:59:50', 3, 'UTC') + number / 10 FROM numbers(" + first
                + ", "
                + (end - first)
                // A token of its own: a view whose rows are those of an earlier test would take them for a repeat.
                + ") SETTINGS deduplicate_blocks_in_dependent_materialized_views = 1, insert_deduplication_token = '"
                + UUID.randomUUID() + "'";
    }
}
