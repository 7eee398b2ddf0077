-- Interactions per day, item and type.
--
-- Questions: which items are looked at and bought the most; which one is bought far more often than the others today; how
-- many interactions there are of each type.
-- ORDER BY (day, item_id, interaction_type): of 50 items and six types, 300 rows a day at most.
-- SummingMergeTree adds rows up when it merges, so read it with sum() and GROUP BY.
CREATE TABLE IF NOT EXISTS item_interactions_per_day
(
    day              Date,
    item_id          String,
    interaction_type LowCardinality(String),
    interactions     UInt64 COMMENT 'rows'
)
ENGINE = SummingMergeTree(interactions)
PARTITION BY toYYYYMM(day)
ORDER BY (day, item_id, interaction_type)
SETTINGS non_replicated_deduplication_window = 10000
