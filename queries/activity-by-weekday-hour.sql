-- question: When in the week are people active?
-- note: Clicks per hour is the mean over the hours in which anybody clicked, whatever the filters; the first and the last hour may be cut.
-- refresh: 60
-- parameter: minutes=10080 [1..5256000] How far back to look, in minutes
-- parameter: time_zone=UTC The clock that weekdays and hours are of, such as Europe/Berlin
-- parameter: now= The end of the time in UTC; empty means the newest minute that has clicks
-- parameter: device= Only clicks from this device; empty means all
-- parameter: event_type= Only clicks of this type; empty means all
-- parameter: category= Only films of this category, unknown for those that dim_film does not have; empty means all
-- parameter: film=0 Only the film with this film_id; 0 means all
--
-- hours counts the hours with any clicks at all, in the whole range: an hour without clicks that pass the filters counts,
-- one from before the first click does not. weekday is 1 for Monday. Every hour of the week is there: they come in as
-- clicks that nobody made.
-- The minutes of devices do not know films: with a category or a film the clicks themselves are read. Of these two parts
-- of the UNION, ClickHouse reads only the one whose condition is not always false.
WITH
    coalesce(
        {now:Nullable(DateTime('UTC'))},
        (SELECT minute FROM device_events_per_minute WHERE minute <= now() ORDER BY minute DESC LIMIT 1)
    ) AS as_of,
    toStartOfMinute(assumeNotNull(as_of)) + toIntervalMinute(1) AS range_end,
    range_end - toIntervalMinute({minutes:UInt32})              AS range_start
SELECT
    weekday,
    hour,
    sum(counted.clicks)                               AS clicks,
    uniqExactIf(hour_start, has_clicks)               AS hours,
    if(hours = 0, NULL, round(clicks / hours, 1))     AS clicks_per_hour,
    as_of
FROM
(
    SELECT
        toDayOfWeek(hour_start)                                    AS weekday,
        toHour(hour_start)                                         AS hour,
        toStartOfHour(toTimeZone(minute, {time_zone:String}))      AS hour_start,
        true                                                       AS has_clicks,
        sumIf(device_events_per_minute.clicks,
            {category:String} = '' AND {film:UInt32} = 0
            AND ({device:String} = '' OR device = {device:String})
            AND ({event_type:String} = '' OR event_type = {event_type:String})) AS clicks
    FROM device_events_per_minute
    WHERE minute >= range_start AND minute < range_end
    GROUP BY hour_start
    UNION ALL
    SELECT
        toDayOfWeek(hour_start),
        toHour(hour_start),
        toStartOfHour(toTimeZone(event_ts, {time_zone:String})) AS hour_start,
        false,
        count()
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
    GROUP BY hour_start
    UNION ALL
    SELECT 1 + intDiv(number, 24), number % 24, toDateTime(0, {time_zone:String}), false, 0
    FROM numbers(168)
    WHERE as_of IS NOT NULL
) AS counted
GROUP BY weekday, hour
ORDER BY weekday, hour
