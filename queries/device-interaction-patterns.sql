-- question: Which devices do people use, and how do they interact on each?
-- note: Share is the part of a device's own clicks, in percent, so that devices of different popularity can be compared.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
-- parameter: now= The end of the window in UTC; empty means the newest minute that has clicks
WITH
    coalesce(
        {now:Nullable(DateTime('UTC'))},
        (SELECT minute FROM device_events_per_minute WHERE minute <= now() ORDER BY minute DESC LIMIT 1)
    ) AS as_of,
    toStartOfMinute(assumeNotNull(as_of)) AS newest
SELECT
    device,
    event_type,
    sum(device_events_per_minute.clicks)                               AS clicks,
    sum(clicks) OVER (PARTITION BY device)                             AS device_clicks,
    round(100 * clicks / device_clicks, 1)                             AS share,
    as_of
FROM device_events_per_minute
WHERE minute > newest - toIntervalMinute({minutes:UInt32}) AND minute <= newest
GROUP BY device, event_type
ORDER BY device_clicks DESC, device, clicks DESC, event_type
