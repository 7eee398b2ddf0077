-- question: How many users are active right now?
-- note: Users and sessions with at least one click in the last minutes, each counted once. "Now" ends with the newest minute that has clicks; "before" is as many minutes just before, and empty unless there were clicks already before these.
-- parameter: minutes=5 [1..1440] How many minutes are "now"
--
-- Sessions are counted from the clicks: the table sessions knows when one began and ended, not whether it clicked in
-- between, and holds the whole day where a few minutes are asked for.
WITH
    {{range_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS now_start,
    now_start - toIntervalMinute({minutes:UInt32}) AS range_start,
    {{clicks_begin}},
    clicks_begin < range_start AS is_before_known
SELECT
    users.now                                  AS users_now,
    if(is_before_known, users.before, NULL)    AS users_before,
    sessions.now                               AS sessions_now,
    if(is_before_known, sessions.before, NULL) AS sessions_before,
    as_of
FROM
(
    SELECT
        uniqExactIf(user_id, minute >= now_start) AS now,
        uniqExactIf(user_id, minute < now_start)  AS before
    FROM user_clicks_per_minute
    WHERE minute >= range_start AND minute < range_end
) AS users
CROSS JOIN
(
    SELECT
        uniqExactIf((user_id, session_id), event_ts >= now_start) AS now,
        uniqExactIf((user_id, session_id), event_ts < now_start)  AS before
    FROM clicks
    WHERE event_ts >= range_start AND event_ts < toDateTime64(range_end, 3)
) AS sessions
WHERE as_of IS NOT NULL
