-- Feeds device_events_per_minute from every insert into clicks.
CREATE MATERIALIZED VIEW IF NOT EXISTS device_events_per_minute_mv TO device_events_per_minute AS
SELECT
    toStartOfMinute(event_ts) AS minute,
    device,
    event_type,
    referrer,
    page,
    position,
    count()                   AS clicks
FROM clicks
GROUP BY minute, device, event_type, referrer, page, position
