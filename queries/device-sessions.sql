-- question: How far do sessions go on each device?
-- note: Sessions that were under way in the time asked for, each counted whole. With a category or a film, a session is its clicks on such films in this time. Percentages are of the device's sessions.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
WITH
    {{range_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start
SELECT
    device,
    count()                                                AS sessions,
    round(avg(clicks), 1)                                  AS clicks_per_session,
    round(avg(milliseconds) / 60000, 1)                    AS minutes_per_session,
    round(100 * countIf(detail_views > 0) / sessions, 1)   AS reached_detail_view,
    round(100 * countIf(trailers > 0) / sessions, 1)       AS reached_trailer,
    round(100 * countIf(watchlist_adds > 0) / sessions, 1) AS reached_watchlist,
    as_of
FROM
(
    {{sessions_in_range}}
)
GROUP BY device
ORDER BY sessions DESC, device
