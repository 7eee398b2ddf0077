-- question: How fast do clicks come in, and how late?
-- note: By the clock of ClickHouse. Delay is from the oldest record of a batch in Kafka to the batch in ClickHouse. The record's time says whose clock it is by: the broker's where the topic has message.timestamp.type=LogAppendTime, else its producer's. A record of more than a week ago, or from the future, has no delay. The newest point may still grow; its clicks per second are those of its time so far.
-- parameter: minutes=60 [1..10080] How far back to look, in minutes
-- parameter: step=1 [1..10080] How many minutes make one point
--
-- Points without a batch are there with 0, from the first batch on: they come in as batches without rows.
WITH
    now64(3, 'UTC')                                             AS as_of_ms,
    toStartOfMinute(as_of_ms) + toIntervalMinute(1)             AS range_end,
    {{point_of}},
    point_of(range_end - toIntervalMinute({minutes:UInt32}))    AS range_start,
    (SELECT minOrNull(ingested_at) FROM batches WHERE table = 'clicks' AND ingested_at >= range_start) AS first_in_range,
    if((SELECT count() FROM (SELECT 1 FROM batches WHERE table = 'clicks' AND ingested_at < range_start LIMIT 1)) > 0, range_start, toDateTime(first_in_range))
                                                                AS batches_begin
SELECT
    point_of(stored_at)                                                                        AS time,
    round(sum(rows) * 1000 / least(60000 * {step:UInt32}, greatest(1, dateDiff('millisecond', time, as_of_ms))), 1)
                                                                                               AS clicks_per_second,
    countIf(rows > 0)                                                                          AS batches,
    if(batches = 0, 0, round(sum(rows) / batches, 1))                                          AS rows_per_batch,
    round(quantileExactOrNullIf(0.5)(delay_ms, rows > 0 AND delay_ms IS NOT NULL) / 1000, 3)   AS delay_p50_seconds,
    round(quantileExactOrNullIf(0.99)(delay_ms, rows > 0 AND delay_ms IS NOT NULL) / 1000, 3)  AS delay_p99_seconds,
    toDateTime(as_of_ms, 'UTC')                                                                AS as_of
FROM
(
    SELECT
        toDateTime(ingested_at) AS stored_at,
        rows,
        {{delay_ms}}            AS delay_ms
    FROM batches
    WHERE table = 'clicks' AND ingested_at >= range_start AND ingested_at < toDateTime64(range_end, 3)
    UNION ALL
    SELECT point AS stored_at, 0, 0
    FROM
    (
        {{points_of_range}}
    )
    WHERE point >= point_of(assumeNotNull(batches_begin))
)
GROUP BY time
ORDER BY time
