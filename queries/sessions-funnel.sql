-- question: How many sessions go all the way from a view to the watchlist?
-- note: Sessions that were under way in the time asked for, each counted whole. With a category or a film, a session is its clicks on such films in this time. A session reaches a step if it has that event and those of all steps before; shares are in percent.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
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
        {{sessions_in_range}}
    )
)
WHERE as_of IS NOT NULL
ORDER BY step
