-- question: How many users are active right now?
-- note: Users with at least one click in the last minutes, each counted once. "Now" ends with the newest minute that has clicks.
-- parameter: minutes=5 [1..10000] How many minutes are "now"
-- parameter: now= The end of the window in UTC; empty means the newest minute that has clicks
WITH
    coalesce(
        {now:Nullable(DateTime('UTC'))},
        (SELECT minute FROM device_events_per_minute WHERE minute <= now() ORDER BY minute DESC LIMIT 1)
    ) AS as_of,
    toStartOfMinute(assumeNotNull(as_of)) AS newest
SELECT
    uniqExactIf(user_id, minute > newest - toIntervalMinute({minutes:UInt32})) AS users_now,
    uniqExactIf(user_id, minute > newest - toIntervalMinute(60))               AS users_last_hour,
    uniqExact(user_id)                                                         AS users_last_day,
    as_of
FROM user_clicks_per_minute
WHERE minute > newest - toIntervalMinute(greatest(1440, {minutes:UInt32})) AND minute <= newest
GROUP BY as_of
