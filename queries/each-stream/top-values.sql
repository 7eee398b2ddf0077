-- question: Which values does a column of $stream have most?
-- note: Share is the part of all rows of this time, in percent. $time_note
-- parameter: column=$first_value_column Which column: one that has few different values
-- parameter: minutes=60 [1..10080] How far back to look, in minutes
-- parameter: limit=10 [1..1000] How many values to show
--
-- Only the column that is chosen is read: the others are behind conditions that are always false.
WITH
    {{rows_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start
SELECT
    row_value                                      AS value,
    count()                                        AS rows,
    round(100 * count() / sum(count()) OVER (), 1) AS share,
    as_of
FROM (SELECT $time AS row_time, $value /* of {column:String} */ AS row_value FROM $table AS stream_rows)
WHERE row_time >= range_start AND row_time < $range_end
GROUP BY value
ORDER BY rows DESC, value
LIMIT {limit:UInt32}
