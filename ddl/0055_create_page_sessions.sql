-- Sessions on the pages: when each began and ended, how many events it had, and how far it went.
--
-- Questions: how long sessions are, how many events they have, and how many go from a view to a purchase.
-- ORDER BY (day, user_id, session_id): as in sessions. A session over midnight has a row for each day: read the table with
-- GROUP BY user_id, session_id and min, max and sum of the rest.
-- There is a column for each step of the funnel; events counts those of any other type as well.
CREATE TABLE IF NOT EXISTS page_sessions
(
    day         Date,
    user_id     UInt64,
    session_id  String,
    device      SimpleAggregateFunction(min, String),
    country     SimpleAggregateFunction(min, String),
    started_at  SimpleAggregateFunction(min, DateTime64(6, 'UTC')),
    ended_at    SimpleAggregateFunction(max, DateTime64(6, 'UTC')),
    events      SimpleAggregateFunction(sum, UInt64) COMMENT 'rows',
    views       SimpleAggregateFunction(sum, UInt64),
    page_clicks SimpleAggregateFunction(sum, UInt64),
    cart_adds   SimpleAggregateFunction(sum, UInt64),
    purchases   SimpleAggregateFunction(sum, UInt64)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (day, user_id, session_id)
SETTINGS non_replicated_deduplication_window = 10000
