-- Feeds user_clicks_per_minute from every insert into clicks.
CREATE MATERIALIZED VIEW IF NOT EXISTS user_clicks_per_minute_mv TO user_clicks_per_minute AS
SELECT
    toStartOfMinute(event_ts) AS minute,
    user_id,
    count()                   AS clicks
FROM clicks
GROUP BY minute, user_id
