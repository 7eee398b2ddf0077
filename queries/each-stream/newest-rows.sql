-- question: Which are the newest rows of $stream?
-- note: $time_note Texts of more than 200 characters are cut.
-- parameter: minutes=60 [1..10080] How far back to look, in minutes
-- parameter: limit=25 [1..1000] How many rows to show
--
-- First the time that these rows begin at is looked for in one column, in the newest hour, and in all of this time only
-- where that has too few rows; then ClickHouse reads the columns of the rows that are shown.
-- The columns have their own names again outside, where nothing else has a name.
SELECT $shown_columns, newest_rows.rows_as_of AS as_of
FROM
(
    WITH
        {{rows_end}},
        range_end - toIntervalMinute({minutes:UInt32}) AS range_start,
        (
            SELECT if(count() < {limit:UInt32}, NULL, min(row_time))
            FROM
            (
                SELECT row_time
                FROM (SELECT $time AS row_time FROM $table AS stream_rows)
                WHERE row_time >= range_end - toIntervalHour(1) AND row_time < $range_end
                ORDER BY row_time DESC
                LIMIT {limit:UInt32}
            )
        ) AS newest_start
    SELECT $places, row_time, row_partition, row_offset, as_of AS rows_as_of
    FROM
    (
        SELECT $placed_columns, $time AS row_time, stream_rows._partition AS row_partition, stream_rows._offset AS row_offset
        FROM $table AS stream_rows
    )
    WHERE row_time >= range_start AND row_time >= coalesce(newest_start, range_start) AND row_time < $range_end
    ORDER BY row_time DESC, row_partition, row_offset DESC
    LIMIT {limit:UInt32}
) AS newest_rows
ORDER BY newest_rows.row_time DESC, newest_rows.row_partition, newest_rows.row_offset DESC
