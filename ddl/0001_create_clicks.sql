-- The raw clicks, one row for each valid record of the topic, with the record's origin.
--
-- Questions: "what happened in these minutes?" and "show me the record at this offset".
-- ORDER BY event_ts: every question has a range of time; the aggregates answer the rest. A second key
-- column cost a third more engine time at insert and made no question faster.
-- PARTITION BY the event's month, never the time of ingestion: a batch that is tried again after midnight has
-- to fall into the same partitions, because the repeat is recognised in each partition by itself.
-- _topic_id is Kafka's: a topic that was deleted and made anew under its name starts again at offset 0.
-- non_replicated_deduplication_window: how many inserts the table remembers by their token. Without it an
-- insert that is tried again counts twice.
CREATE TABLE IF NOT EXISTS clicks
(
    event_id       UUID,
    event_ts       DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    user_id        String,
    session_id     String,
    film_id        UInt32,
    event_type     LowCardinality(String),
    page           LowCardinality(String),
    position       UInt16,
    device         LowCardinality(String),
    referrer       LowCardinality(String),
    _topic         LowCardinality(String),
    _topic_id      UUID CODEC(ZSTD(1)),
    _partition     UInt32 CODEC(ZSTD(1)),
    _offset        UInt64 CODEC(Delta, ZSTD(1)),
    _timestamp     DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    _key           String,
    _header_keys   Array(String),
    _header_values Array(String),
    _ingested_at   DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(event_ts)
ORDER BY event_ts
SETTINGS non_replicated_deduplication_window = 10000
