-- question: Which devices do people use, and how do they interact on each?
-- note: Share is the part of a device's own clicks, in percent, so that devices of different popularity can be compared.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
WITH
    {{range_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start
SELECT
    device,
    event_type,
    sum(counted.clicks)                    AS clicks,
    sum(clicks) OVER (PARTITION BY device) AS device_clicks,
    round(100 * clicks / device_clicks, 1) AS share,
    as_of
FROM
(
    {{clicks_by_device}}
) AS counted
WHERE {{of_event_type}}
GROUP BY device, event_type
ORDER BY device_clicks DESC, device, clicks DESC, event_type
