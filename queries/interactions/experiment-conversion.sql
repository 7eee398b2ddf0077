-- question: Which variation of an experiment makes people buy?
-- note: Click-through and conversion are clicks and purchases for a hundred views in the variation. Lift is its conversion divided by that of the experiment's other variations together. Events without an experiment do not count.
WITH
    {{interactions_range}}
SELECT
    experiment_name,
    experiment_variation,
    interactions,
    views,
    clicks,
    payments_initiated,
    purchases,
    if(views = 0, NULL, round(100 * clicks / views, 1))            AS click_through,
    if(views = 0, NULL, round(100 * purchases / views, 1))         AS conversion,
    sum(views) OVER (PARTITION BY experiment_name) - views         AS views_of_others,
    sum(purchases) OVER (PARTITION BY experiment_name) - purchases AS purchases_of_others,
    if(
        views = 0 OR purchases_of_others = 0,
        NULL,
        round(purchases * views_of_others / (views * purchases_of_others), 2)
    )                                                                        AS lift,
    as_of
FROM
(
    SELECT
        experiment_name,
        experiment_variation,
        sum(facts.interactions)                                           AS interactions,
        sumIf(facts.interactions, interaction_type = 'view')              AS views,
        sumIf(facts.interactions, interaction_type = 'click')             AS clicks,
        sumIf(facts.interactions, interaction_type = 'payment_initiated') AS payments_initiated,
        sumIf(facts.interactions, interaction_type = 'purchase')          AS purchases
    FROM experiment_interactions_per_day AS facts
    WHERE day >= range_start AND day < range_end AND experiment_name != ''
    GROUP BY experiment_name, experiment_variation
)
ORDER BY experiment_name, experiment_variation
