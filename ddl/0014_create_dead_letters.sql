-- Records that could not be stored as clicks: why, which field, and the record itself, byte for byte.
--
-- Questions: what is refused, how much of it and why; give me these records back, to send them again.
-- ORDER BY (_topic, _topic_id, _partition, _offset) with ReplacingMergeTree: a record that is refused again, by another attempt
-- or another instance, counts once. Read it with FINAL.
-- Key, value and the values of headers are bytes that need not be text; one that is missing is null.
CREATE TABLE IF NOT EXISTS dead_letters
(
    _topic           LowCardinality(String),
    _topic_id        UUID,
    _partition       UInt32,
    _offset          UInt64,
    _timestamp       DateTime64(3, 'UTC'),
    reason           LowCardinality(String),
    field            LowCardinality(String),
    detail           String,
    contract_version LowCardinality(String),
    key              Nullable(String),
    value            Nullable(String),
    _header_keys     Array(String),
    _header_values   Array(Nullable(String)),
    dead_at          DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (_topic, _topic_id, _partition, _offset)
SETTINGS non_replicated_deduplication_window = 10000
