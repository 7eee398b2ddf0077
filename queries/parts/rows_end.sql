-- The end of the time that is asked for: the minute that is "now" is the last one in it.
-- parameter: now= The end of the time in UTC; empty means the newest minute that has rows
--
-- Rows from the future do not count. Two steps find the newest of the others, however large the table is: the newest time of
-- the parts that hold no row of the future, then the rows that are newer than this and not of the future, which hardly ever
-- are any. Where the table is partitioned by this time, ClickHouse knows that of each part without reading a row; where it
-- is not, the first step reads the last hour, and only a table without rows in it is read whole, in this one column.
-- A column of the table may be called like anything here, so the table's columns get other names in a place of their own.
(
    SELECT maxOrNull(newest)
    FROM
    (
        SELECT max(row_time) AS newest
        FROM (SELECT $time AS row_time, stream_rows._part AS row_part FROM $table AS stream_rows)
        WHERE {now:Nullable(DateTime('UTC'))} IS NULL AND $is_known_or_new
        GROUP BY row_part
    )
    WHERE newest <= now64(3)
) AS newest_of_parts,
coalesce(
    {now:Nullable(DateTime('UTC'))},
    (
        SELECT toStartOfMinute(toDateTime(if(count() = 0, newest_of_parts, max(row_time)), 'UTC'))
        FROM (SELECT $time AS row_time FROM $table AS stream_rows)
        WHERE {now:Nullable(DateTime('UTC'))} IS NULL
            AND row_time > coalesce(newest_of_parts, toDateTime64(0, 3)) AND row_time <= now64(3)
    )
) AS as_of,
toStartOfMinute(assumeNotNull(as_of)) + toIntervalMinute(1) AS range_end
