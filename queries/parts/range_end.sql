-- The end of the time that is asked for: the minute that is "now" is the last one in it.
-- parameter: now= The end of the time in UTC; empty means the newest minute that has clicks
--
-- Where a time with milliseconds ends before it, write `event_ts < toDateTime64(range_end, 3)`: for a table's key, ClickHouse
-- (seen in 26.7) takes `< range_end` for "up to a second before", and leaves out parts that hold nothing but the last second.
coalesce(
    {now:Nullable(DateTime('UTC'))},
    (SELECT minute FROM device_events_per_minute WHERE minute <= now() ORDER BY minute DESC LIMIT 1)
) AS as_of,
toStartOfMinute(assumeNotNull(as_of)) + toIntervalMinute(1) AS range_end
