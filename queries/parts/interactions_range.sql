-- The days that are asked for, in UTC: from range_start to the day before range_end.
-- parameter: days=30 [1..3650] How many days to look at, the last one included
-- parameter: now= The last day, as a time in UTC; empty means the newest day that has interactions
coalesce(
    {now:Nullable(DateTime('UTC'))},
    (SELECT toDateTime(day, 'UTC') FROM item_interactions_per_day WHERE day <= toDate(now('UTC')) ORDER BY day DESC LIMIT 1)
) AS as_of,
toDate(assumeNotNull(as_of)) + 1 AS range_end,
range_end - {days:UInt32} AS range_start
