-- question: How does activity change from day to day?
-- note: Interactions by type. The newest day may still grow.
--
-- A type that nobody used on a day is there with 0, from the first day on: it comes in as interactions that nobody made.
WITH
    {{interactions_range}}
SELECT
    day,
    interaction_type,
    sum(counted.interactions) AS interactions,
    as_of
FROM
(
    SELECT day, interaction_type, interactions
    FROM item_interactions_per_day
    WHERE day >= range_start AND day < range_end
    UNION ALL
    SELECT arrayJoin(arrayMap(n -> first_day + n, range(toUInt32(range_end - first_day)))), interaction_type, 0
    FROM
    (
        SELECT interaction_type, min(min(day)) OVER () AS first_day
        FROM item_interactions_per_day
        WHERE day >= range_start AND day < range_end
        GROUP BY interaction_type
    )
) AS counted
GROUP BY day, interaction_type
ORDER BY day, interaction_type
