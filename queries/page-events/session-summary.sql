-- question: What did each session do?
-- note: The sessions that ended last, each whole.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
-- parameter: limit=100 [1..1000] How many sessions to show
WITH
    {{page_events_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start
SELECT
    user_id,
    session_id,
    started_at,
    ended_at,
    round(dateDiff('millisecond', started_at, ended_at) / 1000, 1) AS seconds,
    events,
    views,
    page_clicks                                                    AS clicks,
    cart_adds,
    purchases,
    device,
    country,
    as_of
FROM
(
    {{page_sessions_in_range}}
)
ORDER BY ended_at DESC, user_id, session_id
LIMIT {limit:UInt32}
