-- question: Which items are bought far more often than the average today?
-- note: An alarm: as long as nothing is unusual, the answer is empty. Today is the day by the clock, in UTC. The average is over all items with an interaction on that day, those that nobody bought included.
-- parameter: times=1.5 [1..1000] An item is listed if it is bought more than so many times as often as the average
-- parameter: purchases=1 [1..1000000] Items with fewer purchases than this are not listed
-- parameter: now= A time of the day to look at, in UTC; empty means today
WITH
    coalesce({now:Nullable(DateTime('UTC'))}, now('UTC')) AS as_of
SELECT
    item_id,
    bought                               AS purchases,
    round(bought_on_average, 2)          AS average,
    round(bought / bought_on_average, 2) AS times_average,
    as_of
FROM
(
    SELECT
        item_id,
        sumIf(interactions, interaction_type = 'purchase') AS bought,
        avg(bought) OVER ()                                AS bought_on_average
    FROM item_interactions_per_day
    WHERE day = toDate(as_of)
    GROUP BY item_id
)
WHERE bought > {times:Float64} * bought_on_average AND bought >= {purchases:UInt32}
ORDER BY bought DESC, item_id
