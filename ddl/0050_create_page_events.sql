-- The raw page events, one row for each valid record of the topic, with the record's origin.
--
-- Questions: "what happened in these minutes?" and "show me the record at this offset".
-- ORDER BY, PARTITION BY and settings as in clicks, for the reasons given there. Times are kept to microseconds, as the
-- producer writes them.
CREATE TABLE IF NOT EXISTS page_events
(
    event_ts       DateTime64(6, 'UTC') CODEC(Delta, LZ4),
    user_id        UInt64,
    session_id     String,
    page_url       String,
    event_type     LowCardinality(String),
    device         LowCardinality(String),
    country        LowCardinality(String),
    _topic         LowCardinality(String),
    _topic_id      UUID,
    _partition     UInt32,
    _offset        UInt64 CODEC(Delta, LZ4),
    _timestamp     DateTime64(3, 'UTC') CODEC(Delta, LZ4),
    _key           String COMMENT 'the key''s text; bytes that are no text as 0x and hex: unhex(substring(_key, 3))',
    _header_keys   Array(String),
    _header_values Array(String) COMMENT 'as text; bytes that are no text as 0x and hex; one without value is empty',
    _ingested_at   DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') CODEC(Delta, LZ4)
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(event_ts)
ORDER BY (_partition, event_ts)
SETTINGS min_bytes_for_wide_part = 268435456, non_replicated_deduplication_window = 10000
