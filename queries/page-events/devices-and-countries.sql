-- question: Where are people, and on which devices?
-- note: Share is the part of all events, in percent.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
WITH
    {{page_events_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start
SELECT
    country,
    device,
    sum(counted.events)                            AS events,
    sumIf(counted.events, event_type = 'view')     AS views,
    sumIf(counted.events, event_type = 'purchase') AS purchases,
    round(100 * events / sum(events) OVER (), 1)   AS share,
    as_of
FROM page_events_per_minute AS counted
WHERE minute >= range_start AND minute < range_end
GROUP BY country, device
ORDER BY events DESC, country, device
