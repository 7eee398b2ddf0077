-- question: Which records are refused, and why?
-- note: All dead letters that there have been, also those that were moved back since. Recent is the last minutes by the clock, before is as many minutes just before.
-- parameter: minutes=60 [1..5256000] How many minutes are recent
WITH
    now64(3, 'UTC')                                         AS as_of_ms,
    as_of_ms - toIntervalMinute({minutes:UInt32})           AS recent_start,
    recent_start - toIntervalMinute({minutes:UInt32})       AS before_start
SELECT
    reason,
    field,
    count()                                                           AS dead_letters,
    countIf(dead_at > recent_start)                                   AS recent,
    countIf(dead_at > before_start AND dead_at <= recent_start)       AS before,
    max(dead_at)                                                      AS newest,
    toDateTime(as_of_ms, 'UTC')                                       AS as_of
FROM dead_letters FINAL
GROUP BY reason, field
ORDER BY recent DESC, dead_letters DESC, reason, field
