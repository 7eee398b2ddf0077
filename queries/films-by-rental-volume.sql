-- question: Which films have the highest rental volume?
-- note: By clicks and watchlist additions until rentals are connected.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
-- parameter: limit=10 [1..1000] How many films to show
-- parameter: now= The end of the window in UTC; empty means the newest minute that has clicks
WITH
    coalesce(
        {now:Nullable(DateTime('UTC'))},
        (SELECT minute FROM device_events_per_minute WHERE minute <= now() ORDER BY minute DESC LIMIT 1)
    ) AS as_of,
    toStartOfMinute(assumeNotNull(as_of)) AS newest
SELECT
    if(film.title = '', concat('film ', toString(clicked.film_id)), film.title) AS title,
    if(film.category_name = '', 'unknown', film.category_name)                  AS category,
    clicked.film_id                                                             AS film_id,
    clicked.clicks                                                              AS clicks,
    clicked.watchlist_adds                                                      AS watchlist_adds,
    as_of
FROM
(
    SELECT film_id, sum(clicks) AS clicks, sum(watchlist_adds) AS watchlist_adds
    FROM film_clicks_per_minute
    WHERE minute > newest - toIntervalMinute({minutes:UInt32}) AND minute <= newest
    GROUP BY film_id
) AS clicked
LEFT ANY JOIN dim_film AS film ON film.film_id = clicked.film_id
ORDER BY clicks DESC, watchlist_adds DESC, film_id
LIMIT {limit:UInt32}
