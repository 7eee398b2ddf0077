-- question: How fresh are the films?
-- note: The newest attempts to refresh dim_film, and in any case the newest one that loaded a file.
-- parameter: limit=5 [1..1000] How many attempts to show
WITH
    now64(3, 'UTC') AS as_of_ms
SELECT
    refreshed_at,
    dateDiff('second', refreshed_at, as_of_ms) AS age_seconds,
    outcome,
    rows,
    live_rows,
    reason,
    object_key,
    duration_ms,
    toDateTime(as_of_ms, 'UTC')                AS as_of
FROM
(
    SELECT
        *,
        row_number() OVER (ORDER BY refreshed_at DESC, outcome, object_key, etag)             AS newest,
        row_number() OVER (PARTITION BY outcome ORDER BY refreshed_at DESC, object_key, etag) AS newest_of_outcome
    FROM dim_film_refreshes
)
WHERE newest <= {limit:UInt32} OR (outcome = 'loaded' AND newest_of_outcome = 1)
ORDER BY newest
