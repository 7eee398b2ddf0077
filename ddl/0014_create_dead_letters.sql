-- Records that could not be stored as clicks: why, which field, and the record itself, byte for byte.
--
-- Questions: what is refused, how much of it and why; give me these records back, to send them again.
-- ORDER BY (_topic, _topic_id, _partition, _offset) with ReplacingMergeTree: a record that is refused again, by another attempt
-- or another instance, counts once. Read it with FINAL.
-- Key, value and the values of headers are sent as base64 (key_base64 and so on), because they need not be text, and
-- stored as bytes; one that is missing keeps its null.
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
    key_base64       Nullable(String) EPHEMERAL,
    key              Nullable(String) DEFAULT base64Decode(key_base64),
    value_base64     Nullable(String) EPHEMERAL,
    value            Nullable(String) DEFAULT base64Decode(value_base64),
    _header_keys     Array(String),
    _header_values_base64 Array(Nullable(String)) EPHEMERAL,
    _header_values   Array(Nullable(String)) DEFAULT arrayMap(v -> base64Decode(v), _header_values_base64),
    dead_at          DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (_topic, _topic_id, _partition, _offset)
SETTINGS non_replicated_deduplication_window = 10000
