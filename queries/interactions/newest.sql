-- question: What have people done last?
-- note: The newest interactions by their own time, of the newest day.
-- parameter: limit=100 [1..1000] How many interactions to show
-- parameter: now= The day, as a time in UTC; empty means the newest day that has interactions
WITH
    coalesce(
        {now:Nullable(DateTime('UTC'))},
        (SELECT toDateTime(day, 'UTC') FROM item_interactions_per_day WHERE day <= toDate(now('UTC')) ORDER BY day DESC LIMIT 1)
    )                            AS as_of,
    toDate(assumeNotNull(as_of)) AS newest_day
SELECT
    event_ts,
    interaction_type,
    user_id,
    item_id,
    session_id,
    device_name,
    experiment_name,
    experiment_variation,
    as_of
FROM interactions
WHERE event_ts >= toDateTime64(newest_day, 3, 'UTC') AND event_ts < toDateTime64(newest_day + 1, 3, 'UTC')
ORDER BY event_ts DESC, _topic, _partition, _offset DESC
LIMIT {limit:UInt32}
