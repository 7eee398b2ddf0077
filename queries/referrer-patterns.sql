-- question: Where do people come from, and what do they do then?
-- note: Share is the part of a referrer's own clicks, in percent.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
WITH
    {{range_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start
SELECT
    referrer,
    page,
    event_type,
    sum(counted.clicks)                                               AS clicks,
    round(100 * clicks / sum(clicks) OVER (PARTITION BY referrer), 1) AS share,
    as_of
FROM
(
    {{clicks_by_device}}
) AS counted
WHERE {{of_event_type}}
GROUP BY referrer, page, event_type
ORDER BY sum(clicks) OVER (PARTITION BY referrer) DESC, referrer, clicks DESC, page, event_type
