-- question: Which pages do people view the most?
-- note: Share is the part of all views, in percent. Events are those of any type on the page.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
-- parameter: limit=20 [1..1000] How many pages to show
WITH
    {{page_events_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start
SELECT
    page_url,
    sumIf(counted.events, event_type = 'view')            AS views,
    sum(counted.events)                                   AS events,
    round(100 * views / nullIf(sum(views) OVER (), 0), 1) AS share,
    as_of
FROM page_events_per_minute AS counted
WHERE minute >= range_start AND minute < range_end
GROUP BY page_url
ORDER BY views DESC, events DESC, page_url
LIMIT {limit:UInt32}
