-- question: How many users are active each day?
-- note: A user is active on a day, in UTC, on which they have an event of any type. The newest day may still grow.
-- parameter: days=30 [1..3650] How many days to look at, the last one included
WITH
    {{page_events_end}},
    toDate(assumeNotNull(as_of)) AS last_day
SELECT
    day,
    uniqExactIf(user_id, counted.events > 0)   AS users,
    sum(counted.events)                        AS events,
    if(users = 0, 0, round(events / users, 1)) AS events_per_user,
    as_of
FROM
(
    SELECT day, user_id, events
    FROM page_users_per_day
    WHERE day > last_day - {days:UInt32} AND day <= last_day
    UNION ALL
    SELECT arrayJoin(arrayMap(n -> first_day + n, range(toUInt32(last_day - first_day) + 1))), 0, 0
    FROM
    (
        SELECT min(day) AS first_day
        FROM page_users_per_day
        WHERE day > last_day - {days:UInt32} AND day <= last_day
        HAVING count() > 0
    )
) AS counted
GROUP BY day
ORDER BY day
