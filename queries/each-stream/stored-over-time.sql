-- question: How many rows of $stream are stored over time?
-- note: By the clock of ClickHouse, when they were stored. The newest point may still grow.
-- parameter: minutes=60 [1..5256000] How far back to look, in minutes
-- parameter: step=1 [1..10080] How many minutes make one point
--
-- It reads batches, a row for some thousand rows: as fast for a year as for an hour.
-- Points without a batch are there with 0, from the first batch of this time on: they come in as batches without rows.
WITH
    now64(3, 'UTC')                                             AS as_of_ms,
    toStartOfMinute(as_of_ms) + toIntervalMinute(1)             AS range_end,
    {{point_of}},
    point_of(range_end - toIntervalMinute({minutes:UInt32}))    AS range_start,
    (
        SELECT minOrNull(ingested_at)
        FROM batches
        WHERE table = $table_name AND ingested_at >= range_start
    ) AS first_batch
SELECT
    point_of(stored_at)         AS minute,
    sum(counted.rows)           AS rows,
    toDateTime(as_of_ms, 'UTC') AS as_of
FROM
(
    SELECT toDateTime(ingested_at, 'UTC') AS stored_at, rows
    FROM batches
    WHERE table = $table_name AND ingested_at >= range_start AND ingested_at < toDateTime64(range_end, 3)
    UNION ALL
    SELECT point AS stored_at, 0
    FROM
    (
        {{points_of_range}}
    )
    WHERE first_batch IS NOT NULL AND point >= point_of(toDateTime(assumeNotNull(first_batch), 'UTC'))
) AS counted
GROUP BY minute
ORDER BY minute
