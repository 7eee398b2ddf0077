-- Feeds page_users_per_day from every insert into page_events.
CREATE MATERIALIZED VIEW IF NOT EXISTS page_users_per_day_mv TO page_users_per_day AS
SELECT
    toDate(event_ts) AS day,
    user_id,
    count()          AS events
FROM page_events
GROUP BY day, user_id
