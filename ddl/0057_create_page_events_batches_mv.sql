-- Feeds batches: an insert into page_events holds one batch of one partition, so it makes one row.
CREATE MATERIALIZED VIEW IF NOT EXISTS page_events_batches_mv TO batches AS
SELECT
    _topic,
    _topic_id,
    _partition,
    'page_events'     AS table,
    min(_offset)      AS first_offset,
    max(_offset)      AS last_offset,
    count()           AS rows,
    min(_timestamp)   AS first_timestamp,
    max(_timestamp)   AS last_timestamp,
    min(event_ts)     AS first_event_ts,
    max(event_ts)     AS last_event_ts,
    max(_ingested_at) AS ingested_at
FROM page_events
GROUP BY _topic, _topic_id, _partition
