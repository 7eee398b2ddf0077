-- question: How many sessions go all the way from a view to the watchlist?
-- note: Sessions that had a click in the time asked for, each counted whole. With a category or a film, a session is its clicks on such films in this time. A session reaches a step if it has that event and those of all steps before; shares are in percent.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
--
-- A session over midnight has a row for each day, so a day more is read at each end. Sessions do not know films: with a
-- category or a film the clicks themselves are read. Of the two halves of the UNION, ClickHouse reads only the one whose
-- condition is not always false.
WITH
    {{range_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start
SELECT
    funnel.1                                                    AS step,
    funnel.2                                                    AS event_type,
    funnel.3                                                    AS sessions,
    if(funnel.4 = 0, NULL, round(100 * sessions / funnel.4, 1)) AS share_of_first,
    if(funnel.5 = 0, NULL, round(100 * sessions / funnel.5, 1)) AS share_of_step_before,
    as_of
FROM
(
    SELECT
        countIf(views > 0)                                                                AS viewed,
        countIf(views > 0 AND detail_views > 0)                                           AS looked,
        countIf(views > 0 AND detail_views > 0 AND trailers > 0)                          AS watched,
        countIf(views > 0 AND detail_views > 0 AND trailers > 0 AND watchlist_adds > 0)   AS added,
        arrayJoin([
            (1, 'view', viewed, viewed, viewed),
            (2, 'detail_view', looked, viewed, viewed),
            (3, 'watch_trailer', watched, viewed, looked),
            (4, 'add_to_watchlist', added, viewed, watched)
        ]) AS funnel
    FROM
    (
        SELECT
            min(sessions.device)         AS device,
            sum(sessions.views)          AS views,
            sum(sessions.detail_views)   AS detail_views,
            sum(sessions.trailers)       AS trailers,
            sum(sessions.watchlist_adds) AS watchlist_adds
        FROM sessions
        WHERE {category:String} = '' AND {film:UInt32} = 0
            AND day >= toDate(range_start) - 1 AND day <= toDate(range_end) + 1
        GROUP BY user_id, session_id
        HAVING max(sessions.ended_at) >= range_start AND min(sessions.started_at) < range_end
        UNION ALL
        SELECT
            min(toString(clicks.device)),
            countIf(event_type = 'view'),
            countIf(event_type = 'detail_view'),
            countIf(event_type = 'watch_trailer'),
            countIf(event_type = 'add_to_watchlist')
        FROM clicks
        WHERE ({category:String} != '' OR {film:UInt32} != 0)
            AND event_ts >= range_start AND event_ts < range_end
            AND {{of_film}}
        GROUP BY user_id, session_id
    )
    WHERE {{of_device}}
)
WHERE as_of IS NOT NULL
ORDER BY step
