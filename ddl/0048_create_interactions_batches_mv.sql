-- Feeds batches: an insert into interactions holds one batch of one partition, so it makes one row.
CREATE MATERIALIZED VIEW IF NOT EXISTS interactions_batches_mv TO batches AS
SELECT
    _topic,
    _topic_id,
    _partition,
    'interactions'    AS table,
    min(_offset)      AS first_offset,
    max(_offset)      AS last_offset,
    count()           AS rows,
    min(_timestamp)   AS first_timestamp,
    max(_timestamp)   AS last_timestamp,
    min(event_ts)     AS first_event_ts,
    max(event_ts)     AS last_event_ts,
    max(_ingested_at) AS ingested_at
FROM interactions
GROUP BY _topic, _topic_id, _partition
