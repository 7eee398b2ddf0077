-- The end of the time that is asked for: the minute that is "now" is the last one in it.
-- parameter: now= The end of the time in UTC; empty means the newest minute that has page events
coalesce(
    {now:Nullable(DateTime('UTC'))},
    (SELECT minute FROM page_events_per_minute WHERE minute <= now() ORDER BY minute DESC LIMIT 1)
) AS as_of,
toStartOfMinute(assumeNotNull(as_of)) + toIntervalMinute(1) AS range_end
