-- question: How many people go all the way from a view to a purchase?
-- note: Of the sessions that were under way in the time asked for, each counted whole, and of their users. One reaches a step if it has that event and those of all steps before; shares are in percent of the first step.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
--
-- Users as well, because there are producers that begin a session with each event.
WITH
    {{page_events_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start
SELECT
    funnel.1                                                    AS step,
    funnel.2                                                    AS event_type,
    funnel.3                                                    AS sessions,
    if(funnel.4 = 0, NULL, round(100 * sessions / funnel.4, 1)) AS share_of_sessions,
    funnel.5                                                    AS users,
    if(funnel.6 = 0, NULL, round(100 * users / funnel.6, 1))    AS share_of_users,
    as_of
FROM
(
    SELECT
        sum(viewed)         AS viewed_in,
        countIf(has_viewed) AS viewers,
        arrayJoin([
            (1, 'view', viewed_in, viewed_in, viewers, viewers),
            (2, 'click', sum(clicked), viewed_in, countIf(has_clicked), viewers),
            (3, 'add_to_cart', sum(added), viewed_in, countIf(has_added), viewers),
            (4, 'purchase', sum(bought), viewed_in, countIf(has_bought), viewers)
        ]) AS funnel
    FROM
    (
        SELECT
            countIf(views > 0)                                                         AS viewed,
            countIf(views > 0 AND page_clicks > 0)                                     AS clicked,
            countIf(views > 0 AND page_clicks > 0 AND cart_adds > 0)                   AS added,
            countIf(views > 0 AND page_clicks > 0 AND cart_adds > 0 AND purchases > 0) AS bought,
            sum(views) > 0                                                             AS has_viewed,
            has_viewed AND sum(page_clicks) > 0                                        AS has_clicked,
            has_clicked AND sum(cart_adds) > 0                                         AS has_added,
            has_added AND sum(purchases) > 0                                           AS has_bought
        FROM
        (
            {{page_sessions_in_range}}
        )
        GROUP BY user_id
    )
)
WHERE as_of IS NOT NULL
ORDER BY step
