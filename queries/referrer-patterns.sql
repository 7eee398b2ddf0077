-- question: Where do people come from, and what do they do then?
-- note: Share is the part of a referrer's own clicks, in percent.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
--
-- The minutes of devices do not know films: with a category or a film the clicks themselves are read. Of the two halves
-- of the UNION, ClickHouse reads only the one whose condition is not always false.
WITH
    {{range_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start
SELECT
    referrer,
    page,
    event_type,
    sum(counted.clicks)                                               AS clicks,
    round(100 * clicks / sum(clicks) OVER (PARTITION BY referrer), 1) AS share,
    as_of
FROM
(
    SELECT referrer, page, event_type, clicks
    FROM device_events_per_minute
    WHERE {category:String} = '' AND {film:UInt32} = 0
        AND minute >= range_start AND minute < range_end
        AND {{of_device}}
        AND {{of_event_type}}
    UNION ALL
    SELECT referrer, page, event_type, 1
    FROM clicks
    WHERE ({category:String} != '' OR {film:UInt32} != 0)
        AND event_ts >= range_start AND event_ts < range_end
        AND {{of_device}}
        AND {{of_event_type}}
        AND {{of_film}}
) AS counted
GROUP BY referrer, page, event_type
ORDER BY sum(clicks) OVER (PARTITION BY referrer) DESC, referrer, clicks DESC, page, event_type
