-- question: When in the week are people active?
-- note: Clicks per hour is the mean over the whole hours in which anybody clicked, whatever the filters. An hour that the range cuts, or in which the clicks begin or end, does not count for it.
-- refresh: 60
-- parameter: minutes=10080 [1..5256000] How far back to look, in minutes
-- parameter: time_zone=UTC The clock that weekdays and hours are of, such as Europe/Berlin
--
-- hours counts the whole hours with any clicks at all: an hour without clicks that pass the filters counts, one from
-- before the first click does not. weekday is 1 for Monday. Every hour of the week is there: they come in as
-- clicks that nobody made.
-- The minutes of devices do not know films: with a category or a film the clicks themselves are read. Of these two parts
-- of the UNION, ClickHouse reads only the one whose condition is not always false.
WITH
    {{range_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start,
    {{clicks_begin}},
    (hour_start) -> hour_start >= range_start AND hour_start >= clicks_begin AND hour_start + toIntervalHour(1) <= range_end
        AS is_whole
SELECT
    weekday,
    hour,
    sum(counted.clicks)                                                                     AS clicks,
    uniqExactIf(hour_start, has_clicks AND is_whole(hour_start))                            AS hours,
    if(hours = 0, NULL, round(sumIf(counted.clicks, is_whole(hour_start)) / hours, 1))      AS clicks_per_hour,
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
            AND {{of_device}}
            AND {{of_event_type}}) AS clicks
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
        AND event_ts >= range_start AND event_ts < toDateTime64(range_end, 3)
        AND {{of_device}}
        AND {{of_event_type}}
        AND {{of_film}}
    GROUP BY hour_start
    UNION ALL
    SELECT 1 + intDiv(number, 24), number % 24, toDateTime(0, {time_zone:String}), false, 0
    FROM numbers(168)
    WHERE as_of IS NOT NULL
) AS counted
GROUP BY weekday, hour
ORDER BY weekday, hour
