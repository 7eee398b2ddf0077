-- Page events per minute, page, type, device and country.
--
-- Questions: how often each page is viewed; activity over time; what people do on each device and in each country; what the
-- newest minute is.
-- ORDER BY (minute, ...): "now" reads the last minutes only.
-- SummingMergeTree adds rows up when it merges, so read it with sum() and GROUP BY.
CREATE TABLE IF NOT EXISTS page_events_per_minute
(
    minute     DateTime('UTC'),
    page_url   String,
    event_type LowCardinality(String),
    device     LowCardinality(String),
    country    LowCardinality(String),
    events     UInt64 COMMENT 'rows'
)
ENGINE = SummingMergeTree(events)
PARTITION BY toYYYYMM(minute)
ORDER BY (minute, page_url, event_type, device, country)
SETTINGS non_replicated_deduplication_window = 10000
