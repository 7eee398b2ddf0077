-- Feeds page_sessions from every insert into page_events.
CREATE MATERIALIZED VIEW IF NOT EXISTS page_sessions_mv TO page_sessions AS
SELECT
    toDate(event_ts)                    AS day,
    user_id,
    session_id,
    min(toString(page_events.device))   AS device,
    min(toString(page_events.country))  AS country,
    min(event_ts)                       AS started_at,
    max(event_ts)                       AS ended_at,
    count()                             AS events,
    countIf(event_type = 'view')        AS views,
    countIf(event_type = 'click')       AS page_clicks,
    countIf(event_type = 'add_to_cart') AS cart_adds,
    countIf(event_type = 'purchase')    AS purchases
FROM page_events
GROUP BY day, user_id, session_id
