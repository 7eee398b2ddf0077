-- Clicks per minute, device, event type, referrer, page and position.
--
-- Questions: activity over time by event type; how each device is used; what people from each referrer do; how much the
-- position in a list matters; what the newest minute is.
-- ORDER BY (minute, ...): at most 72 rows a minute for each position that was clicked, so a range of time is all that has
-- to be found quickly. They do not grow with the stream: at 10,000 clicks a second too, a day is some million rows.
-- On disk, by bench/schema: 0.07 bytes and 0.02 rows a click.
-- SummingMergeTree adds rows up when it merges, so read it with sum() and GROUP BY.
CREATE TABLE IF NOT EXISTS device_events_per_minute
(
    minute     DateTime('UTC'),
    device     LowCardinality(String),
    event_type LowCardinality(String),
    referrer   LowCardinality(String),
    page       LowCardinality(String),
    position   UInt16,
    clicks     UInt64
)
ENGINE = SummingMergeTree(clicks)
PARTITION BY toYYYYMM(minute)
ORDER BY (minute, device, event_type, referrer, page, position)
SETTINGS non_replicated_deduplication_window = 10000
