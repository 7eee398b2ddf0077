-- question: How does activity change over time?
-- note: Clicks by event type. The newest minute is not over yet.
-- parameter: minutes=60 [1..5256000] How far back to look, in minutes
-- parameter: step=1 [1..10080] How many minutes make one point
--
-- Points without a click are there with 0: they come in as clicks that nobody made.
-- The minutes of devices do not know films: with a category or a film the clicks themselves are read. Of these two parts
-- of the UNION, ClickHouse reads only the one whose condition is not always false.
WITH
    {{range_end}},
    toStartOfInterval(range_end - toIntervalMinute({minutes:UInt32}), toIntervalMinute({step:UInt32})) AS range_start
SELECT
    toStartOfInterval(counted.minute, toIntervalMinute({step:UInt32})) AS minute,
    sum(counted.clicks)                                                AS clicks,
    sumIf(counted.clicks, event_type = 'view')                         AS views,
    sumIf(counted.clicks, event_type = 'detail_view')                  AS detail_views,
    sumIf(counted.clicks, event_type = 'watch_trailer')                AS trailers,
    sumIf(counted.clicks, event_type = 'add_to_watchlist')             AS watchlist_adds,
    as_of
FROM
(
    SELECT minute, event_type, clicks
    FROM device_events_per_minute
    WHERE {category:String} = '' AND {film:UInt32} = 0
        AND minute >= range_start AND minute < range_end
        AND {{of_device}}
        AND {{of_event_type}}
    UNION ALL
    SELECT toStartOfMinute(event_ts), event_type, 1
    FROM clicks
    WHERE ({category:String} != '' OR {film:UInt32} != 0)
        AND event_ts >= range_start AND event_ts < range_end
        AND {{of_device}}
        AND {{of_event_type}}
        AND {{of_film}}
    UNION ALL
    SELECT range_start + toIntervalMinute(number * {step:UInt32}) AS minute, '', 0
    FROM numbers(intDiv({minutes:UInt32} - 1, {step:UInt32}) + 2)
    WHERE as_of IS NOT NULL AND minute < range_end
) AS counted
GROUP BY minute
ORDER BY minute
