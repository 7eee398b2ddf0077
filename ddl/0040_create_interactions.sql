-- The raw interactions, one row for each valid record of the topic, with the record's origin.
--
-- Questions: "what happened in this time?" and "show me the record at this offset". The rest is asked of the daily views.
-- ORDER BY and PARTITION BY as in clicks, for the reasons given there. Its producers send events of the last 30 days: a
-- batch falls into two months, and ORDER BY (_partition, event_ts) puts its days behind each other.
-- The experiment's columns are empty for producers that send no metadata.
CREATE TABLE IF NOT EXISTS interactions
(
    event_ts             DateTime64(3, 'UTC') CODEC(Delta, LZ4),
    user_id              String,
    item_id              String,
    interaction_type     LowCardinality(String),
    experiment_name      LowCardinality(String),
    experiment_variation LowCardinality(String),
    session_id           String,
    device_name          LowCardinality(String),
    _topic               LowCardinality(String),
    _topic_id            UUID,
    _partition           UInt32,
    _offset              UInt64 CODEC(Delta, LZ4),
    _timestamp           DateTime64(3, 'UTC') CODEC(Delta, LZ4),
    _key                 String COMMENT 'the key''s text; bytes that are no text as 0x and hex: unhex(substring(_key, 3))',
    _header_keys         Array(String),
    _header_values       Array(String) COMMENT 'as text; bytes that are no text as 0x and hex; one without value is empty',
    _ingested_at         DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') CODEC(Delta, LZ4)
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(event_ts)
ORDER BY (_partition, event_ts)
SETTINGS min_bytes_for_wide_part = 268435456, non_replicated_deduplication_window = 10000
