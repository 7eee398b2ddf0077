-- question: What do people do, and how many of them?
-- note: Share is the part of all interactions, in percent.
WITH
    {{interactions_range}}
SELECT
    interaction_type,
    sum(facts.interactions)                                             AS interactions,
    uniqExact(user_id)                                                  AS users,
    round(100 * interactions / sum(sum(facts.interactions)) OVER (), 1) AS share,
    as_of
FROM user_interactions_per_day AS facts
WHERE day >= range_start AND day < range_end
GROUP BY interaction_type
ORDER BY interactions DESC, interaction_type
