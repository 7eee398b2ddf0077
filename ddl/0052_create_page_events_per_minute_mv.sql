-- Feeds page_events_per_minute from every insert into page_events.
CREATE MATERIALIZED VIEW IF NOT EXISTS page_events_per_minute_mv TO page_events_per_minute AS
SELECT
    toStartOfMinute(event_ts) AS minute,
    page_url,
    event_type,
    device,
    country,
    count()                   AS events
FROM page_events
GROUP BY minute, page_url, event_type, device, country
