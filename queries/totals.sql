-- question: Is the pipeline alive, and how much has it stored?
-- note: Clicks per second and delay are those of the last minute by the clock, at the door of ClickHouse: they fall to nothing when the stream stops, even if the events themselves are old. "Before" is one minute ago, or one hour, and empty unless there were clicks already before that.
-- refresh: 1
--
-- It is asked each second, so nothing here reads more than the last two hours of batches and the newest minute of clicks;
-- of the batches before, the first one that is found says that there are some.
-- In its first minute the stream is as fast as what has come after its first batch; before ten seconds nobody knows.
-- While nothing is older than an hour, the clicks of the last hour are all: counted from the batches they would be fewer by
-- those that are just being stored.
-- If no batch has come in the last minute, the newest event was the same one minute ago; if the only batches of the last
-- two hours are of the last minute, what it was then is not known.
WITH
    now64(3, 'UTC')                   AS as_of_ms,
    as_of_ms - toIntervalMinute(1)    AS minute_ago,
    as_of_ms - toIntervalHour(1)      AS hour_ago,
    (SELECT minute FROM device_events_per_minute WHERE minute <= now() ORDER BY minute DESC LIMIT 1) AS newest_minute,
    (
        SELECT maxOrNull(event_ts)
        FROM clicks
        WHERE newest_minute IS NOT NULL
            AND event_ts >= assumeNotNull(newest_minute)
            AND event_ts < toDateTime64(assumeNotNull(newest_minute) + toIntervalMinute(1), 3)
    ) AS newest,
    (SELECT count() FROM clicks)                                                                           AS stored,
    (SELECT count() FROM (SELECT 1 FROM batches WHERE table = 'clicks' AND ingested_at <= as_of_ms - toIntervalHour(2) LIMIT 1)) AS has_older,
    minOrNull(ingested_at)                                                                                 AS first_batch,
    dateDiff('millisecond', first_batch, as_of_ms)                                                         AS since_first_ms
SELECT
    stored                                                                          AS total_clicks,
    if(has_older = 0 AND first_batch > hour_ago, stored, sumIf(rows, ingested_at > hour_ago))
                                                                                    AS clicks_last_hour,
    if(has_older > 0, sumIf(rows, ingested_at <= hour_ago), NULL)                   AS clicks_hour_before,
    multiIf(
        has_older > 0 OR first_batch <= minute_ago, round(sumIf(rows, ingested_at > minute_ago) / 60, 1),
        count() = 0, 0,
        since_first_ms < 10000, NULL,
        round(1000 * (sum(rows) - argMin(rows, ingested_at)) / since_first_ms, 1))
                                                                                    AS clicks_per_second,
    if(
        has_older > 0 OR first_batch <= minute_ago - toIntervalMinute(1),
        round(sumIf(rows, ingested_at <= minute_ago AND ingested_at > minute_ago - toIntervalMinute(1)) / 60, 1),
        NULL)                                                                       AS clicks_per_second_before,
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
    round(avgOrNullIf(delay_ms, ingested_at > minute_ago AND delay_ms IS NOT NULL) / 1000, 1)
                                                                                    AS delay_seconds,
    round(avgOrNullIf(delay_ms,
        ingested_at <= minute_ago AND ingested_at > minute_ago - toIntervalMinute(1) AND delay_ms IS NOT NULL) / 1000, 1)
                                                                                    AS delay_seconds_before,
    toDateTime(as_of_ms, 'UTC')                                                     AS as_of
FROM
(
    SELECT rows, ingested_at, last_event_ts, {{delay_ms}} AS delay_ms
    FROM batches
    WHERE table = 'clicks' AND ingested_at > as_of_ms - toIntervalHour(2)
)
