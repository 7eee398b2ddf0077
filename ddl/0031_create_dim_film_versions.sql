-- The films as they were before the last refreshes, so that a person can go back.
--
-- Questions: which films were live before; what did this version say. Each refresh that replaces films puts those of
-- before here; the oldest versions are dropped. PARTITION BY version: a version comes and goes as a whole.
CREATE TABLE IF NOT EXISTS dim_film_versions
(
    version         String COMMENT 'as in dim_film_refreshes',
    film_key        String,
    film_id         UInt32,
    title           String,
    release_year    UInt16,
    length          UInt16,
    rating          LowCardinality(String),
    rental_duration UInt16,
    category_name   LowCardinality(String),
    replaced_at     DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = MergeTree
PARTITION BY version
ORDER BY film_id
