-- question: How far do sessions go on each device?
-- note: Sessions that had a click in the time asked for, each counted whole. Percentages are of the device's sessions.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
-- parameter: now= The end of the window in UTC; empty means the newest minute that has clicks
--
-- The day before is read too: a session that is still going may have begun before midnight.
WITH
    coalesce(
        {now:Nullable(DateTime('UTC'))},
        (SELECT minute FROM device_events_per_minute WHERE minute <= now() ORDER BY minute DESC LIMIT 1)
    ) AS as_of,
    toStartOfMinute(assumeNotNull(as_of)) AS newest,
    newest - toIntervalMinute({minutes:UInt32}) AS after
SELECT
    device,
    count()                                              AS sessions,
    round(avg(clicks), 1)                                AS clicks_per_session,
    round(avg(seconds) / 60, 1)                          AS minutes_per_session,
    round(100 * countIf(detail_views > 0) / sessions, 1)   AS reached_detail_view,
    round(100 * countIf(trailers > 0) / sessions, 1)       AS reached_trailer,
    round(100 * countIf(watchlist_adds > 0) / sessions, 1) AS reached_watchlist,
    as_of
FROM
(
    SELECT
        min(sessions.device)                                                   AS device,
        sum(sessions.clicks)                                                   AS clicks,
        sum(sessions.detail_views)                                             AS detail_views,
        sum(sessions.trailers)                                                 AS trailers,
        sum(sessions.watchlist_adds)                                           AS watchlist_adds,
        dateDiff('second', min(sessions.started_at), max(sessions.ended_at))   AS seconds
    FROM sessions
    WHERE day >= toDate(after) - 1 AND day <= toDate(newest)
    GROUP BY user_id, session_id
    HAVING max(sessions.ended_at) >= after + toIntervalMinute(1) AND min(sessions.started_at) < newest + toIntervalMinute(1)
)
GROUP BY device
ORDER BY sessions DESC, device
