-- question: How long are sessions?
-- note: Sessions that had a click in the time asked for, each counted whole. With a category or a film, a session is its clicks on such films in this time.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
--
-- A session over midnight has a row for each day, so a day more is read at each end. Sessions do not know films: with a
-- category or a film the clicks themselves are read. Of the two halves of the UNION, ClickHouse reads only the one whose
-- condition is not always false.
-- A class without sessions is there with 0: each comes in as a session that does not count.
WITH
    {{range_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start,
    [0, 1, 2, 5, 10, 20, 30, 60]::Array(UInt64) AS minute_classes,
    [1, 2, 5, 10, 20, 50, 100]::Array(UInt64)   AS click_classes
SELECT
    length.1        AS measure,
    length.2        AS at_least,
    if(
        measure = 'minutes',
        nullIf(minute_classes[indexOf(minute_classes, at_least) + 1], 0),
        nullIf(click_classes[indexOf(click_classes, at_least) + 1], 0)
    )               AS below,
    countIf(counts) AS sessions,
    as_of
FROM
(
    SELECT
        true AS counts,
        arrayJoin([
            ('minutes', roundDown(toUInt64(intDiv(milliseconds, 60000)), minute_classes)),
            ('clicks', roundDown(clicks, click_classes))
        ]) AS length
    FROM
    (
        SELECT
            min(sessions.device)                                                      AS device,
            sum(sessions.clicks)                                                      AS clicks,
            dateDiff('millisecond', min(sessions.started_at), max(sessions.ended_at)) AS milliseconds
        FROM sessions
        WHERE {category:String} = '' AND {film:UInt32} = 0
            AND day >= toDate(range_start) - 1 AND day <= toDate(range_end) + 1
        GROUP BY user_id, session_id
        HAVING max(sessions.ended_at) >= range_start AND min(sessions.started_at) < range_end
        UNION ALL
        SELECT
            min(toString(clicks.device)),
            count(),
            dateDiff('millisecond', min(event_ts), max(event_ts))
        FROM clicks
        WHERE ({category:String} != '' OR {film:UInt32} != 0)
            AND event_ts >= range_start AND event_ts < range_end
            AND {{of_film}}
        GROUP BY user_id, session_id
    )
    WHERE {{of_device}}
    UNION ALL
    SELECT false, ('minutes', arrayJoin(minute_classes)) WHERE as_of IS NOT NULL
    UNION ALL
    SELECT false, ('clicks', arrayJoin(click_classes)) WHERE as_of IS NOT NULL
)
GROUP BY length
ORDER BY measure DESC, at_least
