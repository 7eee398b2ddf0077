-- question: How many users are active, minute by minute?
-- note: A user is active in a point of time in which they clicked. The newest minute is not over yet.
-- parameter: minutes=60 [1..5256000] How far back to look, in minutes
-- parameter: step=1 [1..10080] How many minutes make one point
-- parameter: now= The end of the time in UTC; empty means the newest minute that has clicks
-- parameter: device= Only clicks from this device; empty means all
-- parameter: event_type= Only clicks of this type; empty means all
-- parameter: category= Only films of this category, unknown for those that dim_film does not have; empty means all
-- parameter: film=0 Only the film with this film_id; 0 means all
--
-- Points without a click are there with 0 users: they come in as clicks that nobody made.
-- The minutes of users know nothing but users: with a filter the clicks themselves are read. Of these two parts of the
-- UNION, ClickHouse reads only the one whose condition is not always false.
WITH
    coalesce(
        {now:Nullable(DateTime('UTC'))},
        (SELECT minute FROM device_events_per_minute WHERE minute <= now() ORDER BY minute DESC LIMIT 1)
    ) AS as_of,
    toStartOfMinute(assumeNotNull(as_of)) + toIntervalMinute(1) AS range_end,
    toStartOfInterval(range_end - toIntervalMinute({minutes:UInt32}), toIntervalMinute({step:UInt32})) AS range_start
SELECT
    toStartOfInterval(counted.minute, toIntervalMinute({step:UInt32})) AS minute,
    uniqExactIf(user_id, counted.clicks > 0)                           AS users,
    sum(counted.clicks)                                                AS clicks,
    as_of
FROM
(
    SELECT minute, user_id, clicks
    FROM user_clicks_per_minute
    WHERE {device:String} = '' AND {event_type:String} = '' AND {category:String} = '' AND {film:UInt32} = 0
        AND minute >= range_start AND minute < range_end
    UNION ALL
    SELECT toStartOfMinute(event_ts), user_id, 1
    FROM clicks
    WHERE NOT ({device:String} = '' AND {event_type:String} = '' AND {category:String} = '' AND {film:UInt32} = 0)
        AND event_ts >= range_start AND event_ts < range_end
        AND ({device:String} = '' OR device = {device:String})
        AND ({event_type:String} = '' OR event_type = {event_type:String})
        AND ({film:UInt32} = 0 OR film_id = {film:UInt32})
        AND ({category:String} = ''
            OR film_id IN (SELECT film_id FROM dim_film WHERE category_name = {category:String})
            OR ({category:String} = 'unknown'
                AND film_id NOT IN (SELECT film_id FROM dim_film WHERE category_name != '')))
    UNION ALL
    SELECT range_start + toIntervalMinute(number * {step:UInt32}) AS minute, '', 0
    FROM numbers(intDiv({minutes:UInt32} - 1, {step:UInt32}) + 2)
    WHERE as_of IS NOT NULL AND minute < range_end
) AS counted
GROUP BY minute
ORDER BY minute
