-- What inserts into clicks have really stored: one row for each, counted by ClickHouse, with its range of offsets.
--
-- Questions: is what the ledger (deliveries) says really there, and once; how long did a record take from Kafka to ClickHouse (_timestamp to ingested_at), or an event (event_ts to ingested_at).
-- ORDER BY (_topic, _topic_id, _partition, first_offset): the last batch of a partition is the end of one range of the key.
-- PARTITION BY what belongs to the records, not to the attempt, for the reason given at clicks.
CREATE TABLE IF NOT EXISTS batches
(
    _topic          LowCardinality(String),
    _topic_id       UUID,
    _partition      UInt32,
    first_offset    UInt64,
    last_offset     UInt64,
    rows            UInt64,
    clicks          UInt64 ALIAS rows,
    first_timestamp DateTime64(3, 'UTC'),
    last_timestamp  DateTime64(3, 'UTC'),
    first_event_ts  DateTime64(3, 'UTC'),
    last_event_ts   DateTime64(3, 'UTC'),
    ingested_at     DateTime64(3, 'UTC'),
    INDEX ingested_at_range ingested_at TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(last_timestamp)
ORDER BY (_topic, _topic_id, _partition, first_offset)
SETTINGS non_replicated_deduplication_window = 10000
