-- question: Which devices do people use, and what do they do on each?
-- note: Share is the part of a device's own interactions, in percent. Events without a device do not count.
WITH
    {{interactions_range}}
SELECT
    device_name,
    interaction_type,
    sum(facts.interactions)                            AS interactions,
    sum(interactions) OVER (PARTITION BY device_name)  AS device_interactions,
    round(100 * interactions / device_interactions, 1) AS share,
    as_of
FROM experiment_interactions_per_day AS facts
WHERE day >= range_start AND day < range_end AND device_name != ''
GROUP BY device_name, interaction_type
ORDER BY device_interactions DESC, device_name, interactions DESC, interaction_type
