-- question: How does activity change over time?
-- note: Clicks by event type. The newest point may still grow.
-- parameter: minutes=60 [1..5256000] How far back to look, in minutes
-- parameter: step=1 [1..10080] How many minutes make one point
--
-- Points without a click are there with 0, from the first click on: they come in as clicks that nobody made.
WITH
    {{range_end}},
    {{point_of}},
    point_of(range_end - toIntervalMinute({minutes:UInt32})) AS range_start,
    {{clicks_begin}}
SELECT
    point_of(counted.minute)                               AS minute,
    sum(counted.clicks)                                    AS clicks,
    sumIf(counted.clicks, event_type = 'view')             AS views,
    sumIf(counted.clicks, event_type = 'detail_view')      AS detail_views,
    sumIf(counted.clicks, event_type = 'watch_trailer')    AS trailers,
    sumIf(counted.clicks, event_type = 'add_to_watchlist') AS watchlist_adds,
    as_of
FROM
(
    SELECT minute, event_type, clicks
    FROM
    (
        {{clicks_by_device}}
    )
    WHERE {{of_event_type}}
    UNION ALL
    SELECT point AS minute, '', 0
    FROM
    (
        {{points_of_range}}
    )
    WHERE clicks_begin IS NOT NULL AND point >= point_of(assumeNotNull(clicks_begin))
) AS counted
GROUP BY minute
ORDER BY minute
