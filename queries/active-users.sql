-- question: How many users are active, minute by minute?
-- note: A user is active in a point of time in which they clicked. The newest point may still grow.
-- parameter: minutes=60 [1..5256000] How far back to look, in minutes
-- parameter: step=1 [1..10080] How many minutes make one point
--
-- Points without a click are there with 0 users, from the first click on: they come in as clicks that nobody made.
WITH
    {{range_end}},
    {{point_of}},
    point_of(range_end - toIntervalMinute({minutes:UInt32})) AS range_start,
    {{clicks_begin}}
SELECT
    point_of(counted.minute)                 AS minute,
    uniqExactIf(user_id, counted.clicks > 0) AS users,
    sum(counted.clicks)                      AS clicks,
    as_of
FROM
(
    {{clicks_by_user}}
    UNION ALL
    SELECT point AS minute, '', 0
    FROM
    (
        {{points_of_range}}
    )
    WHERE clicks_begin IS NOT NULL AND point >= point_of(assumeNotNull(clicks_begin))
) AS counted
GROUP BY minute
ORDER BY minute
