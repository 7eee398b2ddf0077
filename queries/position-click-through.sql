-- question: How much does a film's position in the list matter?
-- note: Click-through is detail views for a hundred views of films in the same position.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
WITH
    {{range_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start
SELECT
    position,
    sumIf(clicks, event_type = 'view')                       AS views,
    sumIf(clicks, event_type = 'detail_view')                AS detail_views,
    if(views = 0, NULL, round(100 * detail_views / views, 1)) AS click_through,
    as_of
FROM
(
    {{clicks_by_device}}
)
WHERE event_type IN ('view', 'detail_view')
GROUP BY position
ORDER BY position
