-- The end of the time that is asked for: the minute that is "now" is the last one in it.
-- parameter: now= The end of the time in UTC; empty means the newest minute that has rows
--
-- Rows from the future do not count. The newest batch that has none says since when rows have to be looked at.
-- A column of the table may be called like anything here, so the table's columns get other names in a place of their own.
(SELECT max($newest_in_batch) FROM batches WHERE table = $table_name AND $newest_in_batch <= now64(3)) AS newest_batch,
coalesce(
    {now:Nullable(DateTime('UTC'))},
    (
        SELECT if(count() = 0, NULL, toStartOfMinute(toDateTime(max(row_time), 'UTC')))
        FROM (SELECT $time AS row_time FROM $table AS stream_rows)
        WHERE row_time >= newest_batch AND row_time <= now64(3)
    )
) AS as_of,
toStartOfMinute(assumeNotNull(as_of)) + toIntervalMinute(1) AS range_end
