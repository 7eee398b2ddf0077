-- Feeds film_clicks_per_minute from every insert into clicks.
CREATE MATERIALIZED VIEW IF NOT EXISTS film_clicks_per_minute_mv TO film_clicks_per_minute AS
SELECT
    toStartOfMinute(event_ts)                AS minute,
    film_id,
    count()                                  AS clicks,
    countIf(event_type = 'add_to_watchlist') AS watchlist_adds
FROM clicks
GROUP BY minute, film_id
