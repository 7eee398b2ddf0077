-- The films, as the batch side exports them: the lookup table for titles and categories.
--
-- Questions: title and category of a film, asked when an answer is shown, so that a correction corrects history too.
-- ORDER BY film_id: it is only ever joined by it. The table is small and replaced whole, by EXCHANGE TABLES with
-- a staging table of its form: it is never empty and never half new.
CREATE TABLE IF NOT EXISTS dim_film
(
    film_key        String,
    film_id         UInt32,
    title           String,
    release_year    UInt16,
    length          UInt16,
    rating          LowCardinality(String),
    rental_duration UInt16,
    category_name   LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY film_id
