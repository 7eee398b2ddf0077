-- Feeds sessions from every insert into clicks.
CREATE MATERIALIZED VIEW IF NOT EXISTS sessions_mv TO sessions AS
SELECT
    toDate(event_ts)                         AS day,
    user_id,
    session_id,
    min(toString(clicks.device))             AS device,
    min(event_ts)                            AS started_at,
    max(event_ts)                            AS ended_at,
    count()                                  AS clicks,
    countIf(event_type = 'view')             AS views,
    countIf(event_type = 'detail_view')      AS detail_views,
    countIf(event_type = 'watch_trailer')    AS trailers,
    countIf(event_type = 'add_to_watchlist') AS watchlist_adds
FROM clicks
GROUP BY day, user_id, session_id
