-- question: How does activity on the pages change over time?
-- note: Events by type. The newest point may still grow.
-- parameter: minutes=60 [1..5256000] How far back to look, in minutes
-- parameter: step=1 [1..10080] How many minutes make one point
--
-- Points without an event are there with 0, from the first event of this time on: they come in as events that nobody made.
WITH
    {{page_events_end}},
    {{point_of}},
    point_of(range_end - toIntervalMinute({minutes:UInt32}))                                            AS range_start,
    (SELECT min(minute) FROM page_events_per_minute WHERE minute >= range_start AND minute < range_end) AS first_minute
SELECT
    point_of(counted.minute)                          AS minute,
    sum(counted.events)                               AS events,
    sumIf(counted.events, event_type = 'view')        AS views,
    sumIf(counted.events, event_type = 'click')       AS clicks,
    sumIf(counted.events, event_type = 'add_to_cart') AS cart_adds,
    sumIf(counted.events, event_type = 'purchase')    AS purchases,
    as_of
FROM
(
    SELECT minute, event_type, events
    FROM page_events_per_minute
    WHERE minute >= range_start AND minute < range_end
    UNION ALL
    SELECT point AS minute, '', 0
    FROM
    (
        {{points_of_range}}
    )
    WHERE as_of IS NOT NULL AND point >= point_of(first_minute)
) AS counted
GROUP BY minute
ORDER BY minute
