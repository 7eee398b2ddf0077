-- question: How many distinct users does $stream have over time?
-- note: By $user_column, each value counted once in each point; beyond 65,536 of them in a point it is an estimate, good to one percent. $time_note
-- parameter: minutes=60 [1..10080] How far back to look, in minutes
-- parameter: step=1 [1..10080] How many minutes make one point
--
-- The users of a minute are put together to those of a point; of a quarter of an hour where points are made of such, which
-- needs a fifteenth of the memory: offsets of time zones are whole quarters.
-- Points without a row are there with 0, from the first row of this time on.
WITH
    {{rows_end}},
    {{point_of}},
    point_of(range_end - toIntervalMinute({minutes:UInt32})) AS range_start
SELECT
    point_of(filled.1) AS minute,
    max(filled.2)      AS users,
    as_of
FROM
(
    SELECT {{with_empty_points}} AS filled
    FROM
    (
        SELECT point_of(row_minutes) AS minute, uniqMerge(users) AS n
        FROM
        (
            SELECT
                toStartOfInterval(toDateTime(row_time, 'UTC'), toIntervalMinute(gcd({step:UInt32}, 15))) AS row_minutes,
                uniqState(row_user)                                                                       AS users
            FROM (SELECT $time AS row_time, $user AS row_user FROM $table AS stream_rows)
            WHERE row_time >= range_start AND row_time < $range_end
            GROUP BY row_minutes
        )
        GROUP BY minute
    )
)
GROUP BY minute
ORDER BY minute
