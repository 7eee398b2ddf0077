-- question: How many users are active, minute by minute?
-- note: A user is active in a point of time in which they clicked. The newest minute is not over yet.
-- parameter: minutes=60 [1..5256000] How far back to look, in minutes
-- parameter: step=1 [1..10080] How many minutes make one point
--
-- Points without a click are there with 0 users: they come in as clicks that nobody made.
WITH
    {{range_end}},
    toStartOfInterval(range_end - toIntervalMinute({minutes:UInt32}), toIntervalMinute({step:UInt32})) AS range_start
SELECT
    toStartOfInterval(counted.minute, toIntervalMinute({step:UInt32})) AS minute,
    uniqExactIf(user_id, counted.clicks > 0)                           AS users,
    sum(counted.clicks)                                                AS clicks,
    as_of
FROM
(
    {{clicks_by_user}}
    UNION ALL
    SELECT range_start + toIntervalMinute(number * {step:UInt32}) AS minute, '', 0
    FROM numbers(intDiv({minutes:UInt32} - 1, {step:UInt32}) + 2)
    WHERE as_of IS NOT NULL AND minute < range_end
) AS counted
GROUP BY minute
ORDER BY minute
