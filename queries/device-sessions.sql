-- question: How far do sessions go on each device?
-- note: Sessions that had a click in the time asked for, each counted whole. With a category or a film, a session is its clicks on such films in this time. Percentages are of the device's sessions.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
--
-- A session over midnight has a row for each day, so a day more is read at each end. Sessions do not know films: with a
-- category or a film the clicks themselves are read. Of the two halves of the UNION, ClickHouse reads only the one whose
-- condition is not always false.
WITH
    {{range_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start
SELECT
    device,
    count()                                                AS sessions,
    round(avg(clicks), 1)                                  AS clicks_per_session,
    round(avg(seconds) / 60, 1)                            AS minutes_per_session,
    round(100 * countIf(detail_views > 0) / sessions, 1)   AS reached_detail_view,
    round(100 * countIf(trailers > 0) / sessions, 1)       AS reached_trailer,
    round(100 * countIf(watchlist_adds > 0) / sessions, 1) AS reached_watchlist,
    as_of
FROM
(
    SELECT
        min(sessions.device)                                                 AS device,
        sum(sessions.clicks)                                                 AS clicks,
        sum(sessions.detail_views)                                           AS detail_views,
        sum(sessions.trailers)                                               AS trailers,
        sum(sessions.watchlist_adds)                                         AS watchlist_adds,
        dateDiff('second', min(sessions.started_at), max(sessions.ended_at)) AS seconds
    FROM sessions
    WHERE {category:String} = '' AND {film:UInt32} = 0
        AND day >= toDate(range_start) - 1 AND day <= toDate(range_end) + 1
    GROUP BY user_id, session_id
    HAVING max(sessions.ended_at) >= range_start AND min(sessions.started_at) < range_end
    UNION ALL
    SELECT
        min(toString(clicks.device)),
        count(),
        countIf(event_type = 'detail_view'),
        countIf(event_type = 'watch_trailer'),
        countIf(event_type = 'add_to_watchlist'),
        dateDiff('second', min(event_ts), max(event_ts))
    FROM clicks
    WHERE ({category:String} != '' OR {film:UInt32} != 0)
        AND event_ts >= range_start AND event_ts < range_end
        AND {{of_film}}
    GROUP BY user_id, session_id
)
WHERE {{of_device}}
GROUP BY device
ORDER BY sessions DESC, device
