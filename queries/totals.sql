-- question: Is the pipeline alive, and how much has it stored?
-- note: Clicks per second and delay are those of the last minute by the clock, at the door of ClickHouse: they fall to nothing when the stream stops, even if the events themselves are old.
--
-- Delay: from the oldest record of a batch in Kafka to the batch in ClickHouse, on average.
WITH
    now64(3, 'UTC') AS as_of_ms,
    (SELECT max(event_ts) FROM clicks WHERE event_ts <= now64(3)) AS newest
SELECT
    (SELECT count() FROM clicks)                                            AS total_clicks,
    round(sum(rows) / 60, 1)                                                AS clicks_per_second,
    if(total_clicks = 0, NULL, newest)                                      AS newest_event,
    if(total_clicks = 0, NULL, dateDiff('second', newest, as_of_ms))        AS newest_event_age_seconds,
    round(avgOrNull(dateDiff('millisecond', first_timestamp, ingested_at)) / 1000, 1) AS delay_seconds,
    (SELECT count() FROM dead_letters FINAL)                                AS dead_letters,
    toDateTime(as_of_ms, 'UTC')                                             AS as_of
FROM batches
WHERE ingested_at > as_of_ms - toIntervalSecond(60)
