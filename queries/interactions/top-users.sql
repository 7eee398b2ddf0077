-- question: Which users are the most active?
-- note: By interactions of any type.
-- parameter: limit=20 [1..1000] How many users to show
WITH
    {{interactions_range}}
SELECT
    user_id,
    sum(facts.interactions)                                  AS interactions,
    sumIf(facts.interactions, interaction_type = 'view')     AS views,
    sumIf(facts.interactions, interaction_type = 'click')    AS clicks,
    sumIf(facts.interactions, interaction_type = 'purchase') AS purchases,
    as_of
FROM user_interactions_per_day AS facts
WHERE day >= range_start AND day < range_end
GROUP BY user_id
ORDER BY interactions DESC, user_id
LIMIT {limit:UInt32}
