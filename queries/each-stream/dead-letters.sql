-- question: Which records of $stream are refused, and why?
-- note: All dead letters of the stream that there have been, also those that were moved back since. Recent is the last minutes by the clock.
-- parameter: minutes=60 [1..5256000] How many minutes are recent
--
-- The stream may have had another topic before: its ledger knows.
WITH
    now64(3, 'UTC')                               AS as_of_ms,
    as_of_ms - toIntervalMinute({minutes:UInt32}) AS recent_start
SELECT
    reason,
    field,
    count()                         AS dead_letters,
    countIf(dead_at > recent_start) AS recent,
    max(dead_at)                    AS newest,
    toDateTime(as_of_ms, 'UTC')     AS as_of
FROM dead_letters FINAL
WHERE _topic = $topic OR (
    _topic IN (SELECT DISTINCT _topic FROM deliveries WHERE stream = $stream_name) AND _topic NOT IN ($other_topics))
GROUP BY reason, field
ORDER BY recent DESC, dead_letters DESC, reason, field
