-- question: How does activity change over time?
-- note: Clicks per minute by event type. The newest minute is not over yet.
-- parameter: minutes=60 [1..10000] How far back to look, in minutes
-- parameter: now= The end of the window in UTC; empty means the newest minute that has clicks
--
-- Minutes without a click are shown with 0.
WITH
    coalesce(
        {now:Nullable(DateTime('UTC'))},
        (SELECT minute FROM device_events_per_minute WHERE minute <= now() ORDER BY minute DESC LIMIT 1)
    ) AS as_of,
    toStartOfMinute(assumeNotNull(as_of)) AS newest
SELECT
    minutes.minute          AS minute,
    activity.clicks         AS clicks,
    activity.views          AS views,
    activity.detail_views   AS detail_views,
    activity.trailers       AS trailers,
    activity.watchlist_adds AS watchlist_adds,
    as_of
FROM
(
    SELECT newest - toIntervalMinute(number) AS minute FROM numbers({minutes:UInt32}) WHERE as_of IS NOT NULL
) AS minutes
LEFT ANY JOIN
(
    SELECT
        minute,
        sum(device_events_per_minute.clicks)                                         AS clicks,
        sumIf(device_events_per_minute.clicks, event_type = 'view')                  AS views,
        sumIf(device_events_per_minute.clicks, event_type = 'detail_view')           AS detail_views,
        sumIf(device_events_per_minute.clicks, event_type = 'watch_trailer')         AS trailers,
        sumIf(device_events_per_minute.clicks, event_type = 'add_to_watchlist')      AS watchlist_adds
    FROM device_events_per_minute
    WHERE minute > newest - toIntervalMinute({minutes:UInt32}) AND minute <= newest
    GROUP BY minute
) AS activity ON activity.minute = minutes.minute
ORDER BY minute
