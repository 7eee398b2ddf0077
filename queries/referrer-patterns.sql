-- question: Where do people come from, and what do they do then?
-- note: Share is the part of a referrer's own clicks, in percent.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
--
-- Grouped by numbers that stand for the texts: of each row, the engine would copy three texts into one key.
WITH
    {{range_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start
SELECT
    referrer,
    page,
    event_type,
    clicks,
    round(100 * clicks / sum(clicks) OVER (PARTITION BY referrer), 1) AS share,
    as_of
FROM
(
    SELECT
        any(counted.referrer)   AS referrer,
        any(counted.page)       AS page,
        any(counted.event_type) AS event_type,
        sum(counted.clicks)     AS clicks
    FROM
    (
        {{clicks_by_device}}
    ) AS counted
    GROUP BY cityHash64(counted.referrer), cityHash64(counted.page), cityHash64(counted.event_type)
)
WHERE {{of_event_type}}
ORDER BY sum(clicks) OVER (PARTITION BY referrer) DESC, referrer, clicks DESC, page, event_type
