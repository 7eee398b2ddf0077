-- question: Which users are the most active?
-- note: By clicks. Sessions and films are those that the user clicked in, each counted once.
-- refresh: 60
-- parameter: minutes=60 [1..5256000] How far back to look, in minutes
-- parameter: limit=10 [1..1000] How many users to show
-- parameter: now= The end of the time in UTC; empty means the newest minute that has clicks
-- parameter: device= Only clicks from this device; empty means all
-- parameter: event_type= Only clicks of this type; empty means all
-- parameter: category= Only films of this category, unknown for those that dim_film does not have; empty means all
-- parameter: film=0 Only the film with this film_id; 0 means all
--
-- First who they are, then what they did: counting the sessions and films of everybody takes too much memory.
-- The minutes of users know nothing but users: with a filter the clicks themselves are read. Of the two halves of the
-- UNION, ClickHouse reads only the one whose condition is not always false.
WITH
    coalesce(
        {now:Nullable(DateTime('UTC'))},
        (SELECT minute FROM device_events_per_minute WHERE minute <= now() ORDER BY minute DESC LIMIT 1)
    ) AS as_of,
    toStartOfMinute(assumeNotNull(as_of)) + toIntervalMinute(1) AS range_end,
    range_end - toIntervalMinute({minutes:UInt32})              AS range_start
SELECT
    user_id,
    count()               AS clicks,
    uniqExact(session_id) AS sessions,
    uniqExact(film_id)    AS films,
    as_of
FROM clicks
WHERE event_ts >= range_start AND event_ts < range_end
    AND ({device:String} = '' OR device = {device:String})
    AND ({event_type:String} = '' OR event_type = {event_type:String})
    AND ({film:UInt32} = 0 OR film_id = {film:UInt32})
    AND ({category:String} = ''
        OR film_id IN (SELECT film_id FROM dim_film WHERE category_name = {category:String})
        OR ({category:String} = 'unknown'
            AND film_id NOT IN (SELECT film_id FROM dim_film WHERE category_name != '')))
    AND user_id IN
    (
        SELECT user_id
        FROM
        (
            SELECT user_id, clicks
            FROM user_clicks_per_minute
            WHERE {device:String} = '' AND {event_type:String} = '' AND {category:String} = '' AND {film:UInt32} = 0
                AND minute >= range_start AND minute < range_end
            UNION ALL
            SELECT user_id, 1
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
        ) AS counted
        GROUP BY user_id
        ORDER BY sum(counted.clicks) DESC, user_id
        LIMIT {limit:UInt32}
    )
GROUP BY user_id
ORDER BY clicks DESC, user_id
