-- The ledger of delivery: one row for each range of offsets that the pipeline has closed, and what became of it.
--
-- Questions: up to where is each partition delivered; is a range missing or closed twice; what was lost, and when.
-- It is written after the batch's clicks and dead letters and before Kafka is told that the batch is done. The audit
-- compares it with what is really stored; a partition's next owner compares it with the offset that Kafka has.
-- records is less than end_offset - first_offset where the topic has offsets without records: those of transaction
-- markers, and of records that compaction took. lost_offsets were deleted by retention before they were read.
-- ReplacingMergeTree by the range: a range that is closed again, by another attempt or another instance, counts once.
-- Read it with FINAL.
CREATE TABLE IF NOT EXISTS deliveries
(
    _topic          LowCardinality(String),
    _topic_id       UUID,
    _partition      UInt32,
    first_offset    UInt64,
    end_offset      UInt64 COMMENT 'the offset after the last one',
    records         UInt64,
    clicks          UInt64,
    dead_letters    UInt64,
    lost_offsets    UInt64,
    first_timestamp DateTime64(3, 'UTC') COMMENT 'Kafka''s, of the first record; 1970 if there is none',
    last_timestamp  DateTime64(3, 'UTC'),
    instance        LowCardinality(String) COMMENT 'clicks.ingest.instance-id of who closed it',
    delivered_at    DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (_topic, _topic_id, _partition, first_offset, end_offset)
SETTINGS non_replicated_deduplication_window = 10000
