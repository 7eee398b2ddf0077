-- question: How many distinct users does $stream have over time?
-- note: By $user_column, each value counted once in each point; beyond 65,536 of them in a point it is an estimate, good to one percent. $time_note
-- parameter: minutes=60 [1..10080] How far back to look, in minutes
-- parameter: step=1 [1..10080] How many minutes make one point
--
-- Points without a row are there with 0, from the first row of this time on.
WITH
    {{rows_end}},
    {{point_of}},
    point_of(range_end - toIntervalMinute({minutes:UInt32})) AS range_start
SELECT
    point_of(counted.1) AS minute,
    max(counted.2)      AS users,
    as_of
FROM
(
    SELECT arrayJoin(arrayConcat(
        groupArray((point, n)),
        arrayMap(m -> (m, toUInt64(0)), arrayFilter(
            m -> m >= min(point) AND m < range_end,
            arrayMap(
                i -> range_start + toIntervalMinute(i * {step:UInt32}),
                range(if(count() = 0, 0, intDiv({minutes:UInt32} - 1, {step:UInt32}) + 2)))))
    )) AS counted
    FROM
    (
        SELECT point_of(minute) AS point, uniqMerge(users) AS n
        FROM
        (
            SELECT toStartOfMinute(toDateTime(row_time, 'UTC')) AS minute, uniqState(row_user) AS users
            FROM (SELECT $time AS row_time, $user AS row_user FROM $table AS stream_rows)
            WHERE row_time >= range_start AND row_time < $range_end
            GROUP BY minute
        )
        GROUP BY point
    )
)
GROUP BY minute
ORDER BY minute
