-- question: Which users are the most active?
-- note: By clicks. Sessions and films are those that the user clicked in, each counted once.
-- refresh: 60
-- parameter: minutes=60 [1..5256000] How far back to look, in minutes
-- parameter: limit=10 [1..1000] How many users to show
--
-- First who they are, then what they did: counting the sessions and films of everybody takes too much memory.
WITH
    {{range_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start
SELECT
    user_id,
    count()               AS clicks,
    uniqExact(session_id) AS sessions,
    uniqExact(film_id)    AS films,
    as_of
FROM clicks
WHERE event_ts >= range_start AND event_ts < toDateTime64(range_end, 3)
    AND {{of_device}}
    AND {{of_event_type}}
    AND {{of_film}}
    AND user_id IN
    (
        SELECT user_id
        FROM
        (
            {{clicks_by_user}}
        ) AS counted
        GROUP BY user_id
        ORDER BY sum(counted.clicks) DESC, user_id
        LIMIT {limit:UInt32}
    )
GROUP BY user_id
ORDER BY clicks DESC, user_id
