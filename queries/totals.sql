-- question: Is the pipeline alive, and how much has it stored?
-- note: Clicks per second and delay are those of the last minute by the clock, at the door of ClickHouse: they fall to nothing when the stream stops, even if the events themselves are old. "Before" is one minute ago.
-- refresh: 1
--
-- It is asked each second, so nothing here reads more than the last two hours of batches and the newest minute of clicks.
-- Delay: from the oldest record of a batch in Kafka to the batch in ClickHouse, on average; without those whose time in
-- Kafka no clock can mean (see pipeline-batches).
-- If no batch has come in the last minute, the newest event was the same one minute ago; if the only batches of the last
-- two hours are of the last minute, what it was then is not known.
WITH
    now64(3, 'UTC')                   AS as_of_ms,
    as_of_ms - toIntervalMinute(1)    AS minute_ago,
    (SELECT minute FROM device_events_per_minute WHERE minute <= now() ORDER BY minute DESC LIMIT 1) AS newest_minute,
    (
        SELECT maxOrNull(event_ts)
        FROM clicks
        WHERE newest_minute IS NOT NULL
            AND event_ts >= assumeNotNull(newest_minute)
            AND event_ts < toDateTime64(assumeNotNull(newest_minute) + toIntervalMinute(1), 3)
    ) AS newest,
    greatest(0, dateDiff('millisecond', first_timestamp, ingested_at)) AS delay_ms,
    (first_timestamp BETWEEN ingested_at - toIntervalDay(7) AND ingested_at + toIntervalMinute(1)) AS has_delay
SELECT
    (SELECT count() FROM clicks)                                                    AS total_clicks,
    sumIf(rows, ingested_at > as_of_ms - toIntervalHour(1))                         AS clicks_last_hour,
    sumIf(rows, ingested_at <= as_of_ms - toIntervalHour(1))                        AS clicks_hour_before,
    round(sumIf(rows, ingested_at > minute_ago) / 60, 1)                            AS clicks_per_second,
    round(sumIf(rows, ingested_at <= minute_ago AND ingested_at > minute_ago - toIntervalMinute(1)) / 60, 1)
                                                                                    AS clicks_per_second_before,
    newest                                                                          AS newest_event,
    dateDiff('second', newest, as_of_ms)                                            AS newest_event_age_seconds,
    dateDiff(
        'second',
        if(
            countIf(ingested_at > minute_ago) = 0,
            newest,
            maxOrNullIf(last_event_ts, ingested_at <= minute_ago AND last_event_ts <= as_of_ms)
        ),
        minute_ago)                                                                 AS newest_event_age_seconds_before,
    round(avgOrNullIf(delay_ms, has_delay AND ingested_at > minute_ago) / 1000, 1)
                                                                                    AS delay_seconds,
    round(avgOrNullIf(delay_ms,
        has_delay AND ingested_at <= minute_ago AND ingested_at > minute_ago - toIntervalMinute(1)) / 1000, 1)
                                                                                    AS delay_seconds_before,
    toDateTime(as_of_ms, 'UTC')                                                     AS as_of
FROM batches
WHERE ingested_at > as_of_ms - toIntervalHour(2)
