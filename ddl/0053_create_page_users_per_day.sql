-- Page events per day and user.
--
-- Questions: how many users are active on each day, or in any range of days, exactly.
-- ORDER BY (day, user_id): a range of days is one range of the key.
-- SummingMergeTree adds rows up when it merges, so read it with sum() and GROUP BY, or with uniqExact(user_id).
CREATE TABLE IF NOT EXISTS page_users_per_day
(
    day     Date,
    user_id UInt64,
    events  UInt64 COMMENT 'rows'
)
ENGINE = SummingMergeTree(events)
PARTITION BY toYYYYMM(day)
ORDER BY (day, user_id)
SETTINGS non_replicated_deduplication_window = 10000
