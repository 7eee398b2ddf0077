-- question: Which devices do people use, and how do they interact on each?
-- note: Share is the part of a device's own clicks, in percent, so that devices of different popularity can be compared.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
-- parameter: now= The end of the time in UTC; empty means the newest minute that has clicks
-- parameter: device= Only clicks from this device; empty means all
-- parameter: event_type= Only clicks of this type; empty means all
-- parameter: category= Only films of this category, unknown for those that dim_film does not have; empty means all
-- parameter: film=0 Only the film with this film_id; 0 means all
--
-- The minutes of devices do not know films: with a category or a film the clicks themselves are read. Of the two halves
-- of the UNION, ClickHouse reads only the one whose condition is not always false.
WITH
    coalesce(
        {now:Nullable(DateTime('UTC'))},
        (SELECT minute FROM device_events_per_minute WHERE minute <= now() ORDER BY minute DESC LIMIT 1)
    ) AS as_of,
    toStartOfMinute(assumeNotNull(as_of)) + toIntervalMinute(1) AS range_end,
    range_end - toIntervalMinute({minutes:UInt32})              AS range_start
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
        AND ({device:String} = '' OR device = {device:String})
        AND ({event_type:String} = '' OR event_type = {event_type:String})
    UNION ALL
    SELECT device, event_type, 1
    FROM clicks
    WHERE ({category:String} != '' OR {film:UInt32} != 0)
        AND event_ts >= range_start AND event_ts < range_end
        AND ({device:String} = '' OR device = {device:String})
        AND ({event_type:String} = '' OR event_type = {event_type:String})
        AND ({film:UInt32} = 0 OR film_id = {film:UInt32})
        AND ({category:String} = ''
            OR film_id IN (SELECT film_id FROM dim_film WHERE category_name = {category:String})
            OR ({category:String} = 'unknown'
                AND film_id NOT IN (SELECT film_id FROM dim_film WHERE category_name != '')))
) AS counted
GROUP BY device, event_type
ORDER BY device_clicks DESC, device, clicks DESC, event_type
