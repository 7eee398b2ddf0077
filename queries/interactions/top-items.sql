-- question: Which items do people look at and buy the most?
-- note: By interactions of any type. Conversion is purchases for a hundred views of the item.
-- parameter: limit=20 [1..1000] How many items to show
WITH
    {{interactions_range}}
SELECT
    item_id,
    sum(facts.interactions)                                           AS interactions,
    sumIf(facts.interactions, interaction_type = 'view')              AS views,
    sumIf(facts.interactions, interaction_type = 'click')             AS clicks,
    sumIf(facts.interactions, interaction_type = 'payment_initiated') AS payments_initiated,
    sumIf(facts.interactions, interaction_type = 'purchase')          AS purchases,
    if(views = 0, NULL, round(100 * purchases / views, 1))            AS conversion,
    as_of
FROM item_interactions_per_day AS facts
WHERE day >= range_start AND day < range_end
GROUP BY item_id
ORDER BY interactions DESC, item_id
LIMIT {limit:UInt32}
