-- question: How fresh are the films?
-- note: The newest attempts to refresh dim_film, and in any case the newest that made films live.
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
        outcome IN ('loaded', 'rolled_back')                                                     AS went_live,
        row_number() OVER (ORDER BY refreshed_at DESC, outcome, object_key, etag)                AS newest,
        row_number() OVER (PARTITION BY went_live ORDER BY refreshed_at DESC, object_key, etag)  AS newest_of_kind
    FROM dim_film_refreshes
)
WHERE newest <= {limit:UInt32} OR (went_live AND newest_of_kind = 1)
ORDER BY newest
