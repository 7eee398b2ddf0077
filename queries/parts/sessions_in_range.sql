-- Sessions under way from range_start to range_end: device, clicks, views, detail_views, trailers, watchlist_adds, milliseconds.
--
-- A session over midnight has a row for each day, so a day more is read at each end; only sessions that went on after the
-- range's start are put together. Numbers stand for user and session, which takes less than half the time of texts: a
-- short one finds the sessions, where two that share it do no harm, and one of 128 bits groups them. Sessions do not know
-- films: with a category or a film the clicks themselves are read. Of the two halves of the UNION, ClickHouse reads only
-- the one whose conditions are not always false.
SELECT device, clicks, views, detail_views, trailers, watchlist_adds, milliseconds
FROM
(
    SELECT
        min(sessions.device)                                                      AS device,
        sum(sessions.clicks)                                                      AS clicks,
        sum(sessions.views)                                                       AS views,
        sum(sessions.detail_views)                                                AS detail_views,
        sum(sessions.trailers)                                                    AS trailers,
        sum(sessions.watchlist_adds)                                              AS watchlist_adds,
        dateDiff('millisecond', min(sessions.started_at), max(sessions.ended_at)) AS milliseconds
    FROM sessions
    WHERE {category:String} = '' AND {film:UInt32} = 0
        AND day >= toDate(range_start) - 1 AND day <= toDate(range_end) + 1
        AND cityHash64(user_id, session_id) IN
        (
            SELECT cityHash64(user_id, session_id)
            FROM sessions
            WHERE {category:String} = '' AND {film:UInt32} = 0
                AND day >= toDate(range_start) AND day <= toDate(range_end) + 1
                AND ended_at >= range_start
        )
    GROUP BY sipHash128(user_id, session_id)
    HAVING max(sessions.ended_at) >= range_start AND min(sessions.started_at) < range_end
    UNION ALL
    SELECT
        min(toString(clicks.device)),
        count(),
        countIf(event_type = 'view'),
        countIf(event_type = 'detail_view'),
        countIf(event_type = 'watch_trailer'),
        countIf(event_type = 'add_to_watchlist'),
        dateDiff('millisecond', min(event_ts), max(event_ts))
    FROM clicks
    WHERE ({category:String} != '' OR {film:UInt32} != 0)
        AND event_ts >= range_start AND event_ts < toDateTime64(range_end, 3)
        AND {{of_film}}
    GROUP BY user_id, session_id
)
WHERE {{of_device}}
