-- Interactions per day, user and type.
--
-- Questions: how many users there are, on one day or in any range of days and exactly; who is the most active.
-- ORDER BY (day, user_id, interaction_type): a range of days is one range of the key. The type is a value and not a column
-- for each, so that a new type is counted without a change here.
-- SummingMergeTree adds rows up when it merges, so read it with sum() and GROUP BY, or with uniqExact(user_id).
CREATE TABLE IF NOT EXISTS user_interactions_per_day
(
    day              Date,
    user_id          String,
    interaction_type LowCardinality(String),
    interactions     UInt64 COMMENT 'rows'
)
ENGINE = SummingMergeTree(interactions)
PARTITION BY toYYYYMM(day)
ORDER BY (day, user_id, interaction_type)
SETTINGS non_replicated_deduplication_window = 10000
