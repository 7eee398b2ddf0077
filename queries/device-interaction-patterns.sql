-- question: Which devices do people use, and how do they interact on each?
-- note: Share is the part of a device's own clicks, in percent, so that devices of different popularity can be compared.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
--
-- The minutes of devices do not know films: with a category or a film the clicks themselves are read. Of the two halves
-- of the UNION, ClickHouse reads only the one whose condition is not always false.
WITH
    {{range_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start
SELECT
    device,
    event_type,
    sum(counted.clicks)                    AS clicks,
    sum(clicks) OVER (PARTITION BY device) AS device_clicks,
    round(100 * clicks / device_clicks, 1) AS share,
    as_of
FROM
(
    SELECT device, event_type, clicks
    FROM device_events_per_minute
    WHERE {category:String} = '' AND {film:UInt32} = 0
        AND minute >= range_start AND minute < range_end
        AND {{of_device}}
        AND {{of_event_type}}
    UNION ALL
    SELECT device, event_type, 1
    FROM clicks
    WHERE ({category:String} != '' OR {film:UInt32} != 0)
        AND event_ts >= range_start AND event_ts < range_end
        AND {{of_device}}
        AND {{of_event_type}}
        AND {{of_film}}
) AS counted
GROUP BY device, event_type
ORDER BY device_clicks DESC, device, clicks DESC, event_type
