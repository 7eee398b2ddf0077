-- question: How much does a film's position in the list matter?
-- note: Click-through is detail views for a hundred views of films in the same position.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
--
-- The minutes of devices do not know films: with a category or a film the clicks themselves are read. Of the two halves
-- of the UNION, ClickHouse reads only the one whose condition is not always false.
WITH
    {{range_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start
SELECT
    position,
    sumIf(clicks, event_type = 'view')                       AS views,
    sumIf(clicks, event_type = 'detail_view')                AS detail_views,
    if(views = 0, NULL, round(100 * detail_views / views, 1))AS click_through,
    as_of
FROM
(
    SELECT position, event_type, clicks
    FROM device_events_per_minute
    WHERE {category:String} = '' AND {film:UInt32} = 0
        AND minute >= range_start AND minute < range_end
        AND {{of_device}}
    UNION ALL
    SELECT position, event_type, 1
    FROM clicks
    WHERE ({category:String} != '' OR {film:UInt32} != 0)
        AND event_ts >= range_start AND event_ts < range_end
        AND {{of_device}}
        AND {{of_film}}
)
WHERE event_type IN ('view', 'detail_view')
GROUP BY position
ORDER BY position
