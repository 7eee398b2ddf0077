-- question: How long do sessions last on each device, and how much happens in them?
-- note: Sessions that were under way in the time asked for, each counted whole.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
WITH
    {{page_events_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start
SELECT
    device,
    count()                                                              AS sessions,
    uniqExact(user_id)                                                   AS users,
    round(avg(dateDiff('millisecond', started_at, ended_at)) / 60000, 1) AS minutes_per_session,
    round(avg(events), 1)                                                AS events_per_session,
    round(100 * countIf(purchases > 0) / sessions, 1)                    AS bought,
    as_of
FROM
(
    {{page_sessions_in_range}}
)
GROUP BY device
ORDER BY sessions DESC, device
