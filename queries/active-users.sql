-- question: How many users are active, minute by minute?
-- note: A user is active in a minute in which they clicked. The newest minute is not over yet.
-- parameter: minutes=60 [1..10000] How far back to look, in minutes
-- parameter: now= The end of the window in UTC; empty means the newest minute that has clicks
--
-- Minutes without a click are shown with 0 users.
WITH
    coalesce(
        {now:Nullable(DateTime('UTC'))},
        (SELECT minute FROM device_events_per_minute WHERE minute <= now() ORDER BY minute DESC LIMIT 1)
    ) AS as_of,
    toStartOfMinute(assumeNotNull(as_of)) AS newest
SELECT
    minutes.minute AS minute,
    active.users   AS users,
    active.clicks  AS clicks,
    as_of
FROM
(
    SELECT newest - toIntervalMinute(number) AS minute FROM numbers({minutes:UInt32}) WHERE as_of IS NOT NULL
) AS minutes
LEFT ANY JOIN
(
    SELECT minute, uniqExact(user_id) AS users, sum(clicks) AS clicks
    FROM user_clicks_per_minute
    WHERE minute > newest - toIntervalMinute({minutes:UInt32}) AND minute <= newest
    GROUP BY minute
) AS active ON active.minute = minutes.minute
ORDER BY minute
