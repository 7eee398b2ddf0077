-- question: How long are sessions?
-- note: Sessions that were under way in the time asked for, each counted whole. With a category or a film, a session is its clicks on such films in this time.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
--
-- A class without sessions is there with 0: each comes in as a session that does not count.
WITH
    {{range_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start,
    {{session_classes}}
SELECT
    length.1                                                                                   AS measure,
    length.2                                                                                   AS at_least,
    if(measure = 'minutes', end_of(minute_classes, at_least), end_of(event_classes, at_least)) AS below,
    countIf(counts)                                                                            AS sessions,
    as_of
FROM
(
    SELECT
        true AS counts,
        arrayJoin([
            ('minutes', roundDown(toUInt64(intDiv(milliseconds, 60000)), minute_classes)),
            ('clicks', roundDown(clicks, event_classes))
        ]) AS length
    FROM
    (
        {{sessions_in_range}}
    )
    UNION ALL
    SELECT false, ('minutes', arrayJoin(minute_classes)) WHERE as_of IS NOT NULL
    UNION ALL
    SELECT false, ('clicks', arrayJoin(event_classes)) WHERE as_of IS NOT NULL
)
GROUP BY length
ORDER BY measure DESC, at_least
