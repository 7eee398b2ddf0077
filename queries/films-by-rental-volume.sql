-- question: Which films have the highest rental volume?
-- note: By clicks and watchlist additions until rentals are connected.
-- parameter: minutes=1440 [1..5256000] How far back to look, in minutes
-- parameter: limit=10 [1..1000] How many films to show
-- parameter: now= The end of the time in UTC; empty means the newest minute that has clicks
-- parameter: device= Only clicks from this device; empty means all
-- parameter: event_type= Only clicks of this type; empty means all
-- parameter: category= Only films of this category, unknown for those that dim_film does not have; empty means all
-- parameter: film=0 Only the film with this film_id; 0 means all
--
-- The minutes of films know neither devices nor event types: with such a filter the clicks themselves are read. Of the
-- two halves of the UNION, ClickHouse reads only the one whose condition is not always false.
WITH
    coalesce(
        {now:Nullable(DateTime('UTC'))},
        (SELECT minute FROM device_events_per_minute WHERE minute <= now() ORDER BY minute DESC LIMIT 1)
    ) AS as_of,
    toStartOfMinute(assumeNotNull(as_of)) + toIntervalMinute(1) AS range_end,
    range_end - toIntervalMinute({minutes:UInt32})              AS range_start
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
        SELECT film_id, clicks, watchlist_adds
        FROM film_clicks_per_minute
        WHERE {device:String} = '' AND {event_type:String} = ''
            AND minute >= range_start AND minute < range_end
        UNION ALL
        SELECT film_id, 1, event_type = 'add_to_watchlist'
        FROM clicks
        WHERE ({device:String} != '' OR {event_type:String} != '')
            AND event_ts >= range_start AND event_ts < range_end
            AND ({device:String} = '' OR device = {device:String})
            AND ({event_type:String} = '' OR event_type = {event_type:String})
    ) AS counted
    WHERE ({film:UInt32} = 0 OR film_id = {film:UInt32})
        AND ({category:String} = ''
            OR film_id IN (SELECT film_id FROM dim_film WHERE category_name = {category:String})
            OR ({category:String} = 'unknown'
                AND film_id NOT IN (SELECT film_id FROM dim_film WHERE category_name != '')))
    GROUP BY film_id
) AS clicked
LEFT ANY JOIN dim_film AS film ON film.film_id = clicked.film_id
ORDER BY clicks DESC, watchlist_adds DESC, film_id
LIMIT {limit:UInt32}
