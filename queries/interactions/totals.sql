-- question: How much is done in the shop, by how many users and with how many items?
-- note: Each user and each item is counted once over all the days asked for.
WITH
    {{interactions_range}}
SELECT
    counted.interactions       AS interactions,
    counted.users              AS users,
    items.items                AS items,
    counted.views              AS views,
    counted.clicks             AS clicks,
    counted.payments_initiated AS payments_initiated,
    counted.purchases          AS purchases,
    as_of
FROM
(
    SELECT
        sum(facts.interactions)                                           AS interactions,
        uniqExact(user_id)                                                AS users,
        sumIf(facts.interactions, interaction_type = 'view')              AS views,
        sumIf(facts.interactions, interaction_type = 'click')             AS clicks,
        sumIf(facts.interactions, interaction_type = 'payment_initiated') AS payments_initiated,
        sumIf(facts.interactions, interaction_type = 'purchase')          AS purchases
    FROM user_interactions_per_day AS facts
    WHERE day >= range_start AND day < range_end
) AS counted
CROSS JOIN
(
    SELECT uniqExact(item_id) AS items
    FROM item_interactions_per_day
    WHERE day >= range_start AND day < range_end
) AS items
WHERE as_of IS NOT NULL
