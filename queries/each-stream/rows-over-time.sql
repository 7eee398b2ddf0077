-- question: How many rows does $stream have over time?
-- note: $time_note The newest point may still grow.
-- parameter: minutes=60 [1..10080] How far back to look, in minutes
-- parameter: step=1 [1..10080] How many minutes make one point
--
-- It reads one column of the rows in this time, at most a week of them: stored-over-time has longer times from batches.
-- Points without a row are there with 0, from the first row of this time on.
WITH
    {{rows_end}},
    {{point_of}},
    point_of(range_end - toIntervalMinute({minutes:UInt32})) AS range_start
SELECT
    point_of(filled.1) AS minute,
    sum(filled.2)      AS rows,
    as_of
FROM
(
    SELECT {{with_empty_points}} AS filled
    FROM
    (
        SELECT toStartOfMinute(toDateTime(row_time, 'UTC')) AS minute, count() AS n
        FROM (SELECT $time AS row_time FROM $table AS stream_rows)
        WHERE row_time >= range_start AND row_time < $range_end
        GROUP BY minute
    )
)
GROUP BY minute
ORDER BY minute
