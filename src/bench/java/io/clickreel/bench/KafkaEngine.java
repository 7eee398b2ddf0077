package io.clickreel.bench;

import java.util.Map;

/**
 * ClickHouse's own Kafka table engine: a table that reads the topic, and a view that moves what is read into clicks.
 *
 * @param settings of the table, beside those that say where the topic is
 * @param tuned whether what costs time and gives nothing is off: the tables' window of deduplication, which cannot protect
 *     an insert of the engine, whose blocks differ at a second try, and takes a hash of all values in the table and in each
 *     view; and the search for equal keys in what the views have grouped
 */
record KafkaEngine(String name, String settings, boolean tuned) implements Contender {
    @Override
    public Map<String, String> profile() {
        return tuned ? Map.of("optimize_on_insert", "0") : Map.of();
    }

    @Override
    public Running prepare(ClickTopic topic, FreshClickHouse clickHouse) throws Exception {
        if (tuned) {
            clickHouse.execute("ALTER TABLE clicks MODIFY SETTING non_replicated_deduplication_window = 0");
            for (String view : IngestRace.VIEWS) {
                clickHouse.execute("ALTER TABLE " + view + " MODIFY SETTING non_replicated_deduplication_window = 0");
            }
        }
        // No LowCardinality here: each message is a block of its own at first, and its dictionaries doubled the CPU
        // time.
        clickHouse.execute("""
                CREATE TABLE clicks_kafka
                (
                    event_id   UUID,
                    event_ts   DateTime64(3, 'UTC'),
                    user_id    String,
                    session_id String,
                    film_id    UInt32,
                    event_type String,
                    page       String,
                    position   UInt16,
                    device     String,
                    referrer   String
                )
                ENGINE = Kafka
                SETTINGS kafka_broker_list = '%s', kafka_topic_list = '%s', kafka_group_name = '%s',
                    kafka_format = 'JSONEachRow', date_time_input_format = 'basic'%s
                """.formatted(topic.broker(), topic.name(), name + "-" + System.nanoTime(), settings));
        return new Tables(clickHouse, """
                CREATE MATERIALIZED VIEW clicks_kafka_mv TO clicks AS
                SELECT
                    event_id, event_ts, user_id, session_id, film_id, event_type, page, position, device, referrer,
                    _topic, toUUID('%s') AS _topic_id, _partition, _offset,
                    ifNull(_timestamp_ms, toDateTime64(0, 3, 'UTC')) AS _timestamp,
                    trim(BOTH '"' FROM _key) AS _key,
                    `_headers.name` AS _header_keys, `_headers.value` AS _header_values
                FROM clicks_kafka
                """.formatted(uuid(topic)));
    }

    private static java.util.UUID uuid(ClickTopic topic) {
        return new java.util.UUID(
                topic.id().getMostSignificantBits(), topic.id().getLeastSignificantBits());
    }

    private record Tables(FreshClickHouse clickHouse, String view) implements Running {
        @Override
        public void go() throws Exception {
            clickHouse.execute(view);
        }

        @Override
        public void requireAlive() {
            // It lives in ClickHouse.
        }

        @Override
        public double cpuSeconds() {
            return 0;
        }

        @Override
        public long peakMb() {
            return 0;
        }

        @Override
        public void close() throws Exception {
            clickHouse.execute("DROP VIEW clicks_kafka_mv");
            clickHouse.execute("DROP TABLE clicks_kafka");
        }
    }
}
