-- Every attempt to refresh dim_film: what was loaded, refused or failed, and why.
--
-- Questions: how fresh are the films; is this version of the file loaded already; why was the last one refused.
-- ORDER BY refreshed_at: only the newest rows are read. It stands next to the table that it tells of: a file of
-- versions seen, kept elsewhere, would say "loaded already" to an empty database.
CREATE TABLE IF NOT EXISTS dim_film_refreshes
(
    refreshed_at  DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC'),
    bucket        String,
    object_key    String,
    etag          String,
    last_modified DateTime64(3, 'UTC'),
    rows          UInt64,
    live_rows     UInt64 COMMENT 'rows of dim_film before this attempt',
    outcome       Enum8('loaded' = 1, 'refused' = 2, 'failed' = 3),
    reason        String,
    duration_ms   UInt64
)
ENGINE = MergeTree
ORDER BY refreshed_at
