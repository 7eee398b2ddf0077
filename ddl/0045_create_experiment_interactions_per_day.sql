-- Interactions per day, experiment, variation, device and type.
--
-- Questions: which variation of an experiment makes the most people buy; what people do with each device.
-- ORDER BY (day, experiment_name, ...): some hundred rows a day, however many events there are.
-- SummingMergeTree adds rows up when it merges, so read it with sum() and GROUP BY.
CREATE TABLE IF NOT EXISTS experiment_interactions_per_day
(
    day                  Date,
    experiment_name      LowCardinality(String),
    experiment_variation LowCardinality(String),
    device_name          LowCardinality(String),
    interaction_type     LowCardinality(String),
    interactions         UInt64 COMMENT 'rows'
)
ENGINE = SummingMergeTree(interactions)
PARTITION BY toYYYYMM(day)
ORDER BY (day, experiment_name, experiment_variation, device_name, interaction_type)
SETTINGS non_replicated_deduplication_window = 10000
