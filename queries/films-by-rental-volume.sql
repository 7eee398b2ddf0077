-- question: Which films have the highest rental volume?
-- note: By clicks and watchlist additions until rentals are connected.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
-- parameter: limit=10 [1..1000] How many films to show
WITH
    {{range_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS range_start
SELECT
    if(film.title = '', concat('film ', toString(clicked.film_id)), film.title) AS title,
    if(film.category_name = '', 'unknown', film.category_name)                  AS category,
    clicked.film_id                                                             AS film_id,
    clicked.clicks                                                              AS clicks,
    clicked.watchlist_adds                                                      AS watchlist_adds,
    as_of
FROM
(
    SELECT film_id, sum(counted.clicks) AS clicks, sum(counted.watchlist_adds) AS watchlist_adds
    FROM
    (
        {{clicks_by_film}}
    ) AS counted
    WHERE {{of_film}}
    GROUP BY film_id
) AS clicked
LEFT ANY JOIN dim_film AS film ON film.film_id = clicked.film_id
ORDER BY clicks DESC, watchlist_adds DESC, film_id
LIMIT {limit:UInt32}
