-- question: Which devices do people use, and how do they interact on each?
-- note: Share is the part of a device's own clicks, in percent, so that devices of different popularity can be compared.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
--
-- Grouped by numbers that stand for the texts: of each row, the engine would copy two texts into one key.
WITH
    {{range_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start
SELECT
    device,
    event_type,
    clicks,
    sum(clicks) OVER (PARTITION BY device) AS device_clicks,
    round(100 * clicks / device_clicks, 1) AS share,
    as_of
FROM
(
    SELECT any(counted.device) AS device, any(counted.event_type) AS event_type, sum(counted.clicks) AS clicks
    FROM
    (
        {{clicks_by_device}}
    ) AS counted
    GROUP BY cityHash64(counted.device), cityHash64(counted.event_type)
)
WHERE {{of_event_type}}
ORDER BY device_clicks DESC, device, clicks DESC, event_type
