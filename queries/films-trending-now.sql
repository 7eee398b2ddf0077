-- question: Which films are trending right now?
-- note: "Now" is the last minutes up to the newest minute with clicks, that one included. Lift compares a film's clicks with what its share of all clicks before would lead one to expect; the smoothing keeps films with a handful of clicks from winning. Without clicks before, of at least as many minutes as "now", there is no lift, and the most clicked are shown.
-- parameter: minutes=10 [1..1440] How many minutes are "now"
-- parameter: times=6 [1..100] How many times as long as "now" the time before is
-- parameter: smoothing=10 [1..1000000] Clicks that are added to both sides of the comparison
-- parameter: limit=10 [1..1000] How many films to show
-- parameter: category= Only films of this category, unknown for those that dim_film does not have; empty means all
-- parameter: film=0 Only the film with this film_id; 0 means all
--
-- expected = clicks of everything now * share of the film before; lift = (now + smoothing) / (expected + smoothing).
-- A share, not a count, so that a busier evening does not make every film trend. Category and film choose which films are shown, but not what they
-- are compared with: the share of a film among itself says nothing.
WITH
    {{range_end}},
    range_end - toIntervalMinute({minutes:UInt32}) AS now_start,
    now_start - toIntervalMinute({minutes:UInt32} * {times:UInt32}) AS range_start,
    {{clicks_begin}}
SELECT
    if(film.title = '', concat('film ', toString(clicked.film_id)), film.title)       AS title,
    if(film.category_name = '', 'unknown', film.category_name)                        AS category,
    clicked.film_id                                                                   AS film_id,
    clicked.clicks_now                                                                AS clicks_now,
    clicked.clicks_before                                                             AS clicks_before,
    round(clicked.clicks_expected, 1)                                                 AS clicks_expected,
    round((clicks_now + {smoothing:Float64}) / (clicked.clicks_expected + {smoothing:Float64}), 2) AS lift,
    as_of
FROM
(
    SELECT
        film_id,
        sumIf(clicks, minute >= now_start) AS clicks_now,
        sumIf(clicks, minute < now_start) AS clicks_before,
        sum(clicks_now) OVER () AS all_now,
        sum(clicks_before) OVER () AS all_before,
        if(
            clicks_begin < now_start - toIntervalMinute({minutes:UInt32}) AND all_before > 0,
            all_now * clicks_before / all_before,
            NULL
        ) AS clicks_expected
    FROM
    (
        {{clicks_by_film}}
    )
    GROUP BY film_id
) AS clicked
LEFT ANY JOIN dim_film AS film ON film.film_id = clicked.film_id
WHERE clicked.clicks_now > 0
    AND ({film:UInt32} = 0 OR clicked.film_id = {film:UInt32})
    AND ({category:String} = '' OR if(film.category_name = '', 'unknown', film.category_name) = {category:String})
ORDER BY (clicks_now + {smoothing:Float64}) / (clicked.clicks_expected + {smoothing:Float64}) DESC NULLS LAST, clicks_now DESC, film_id
LIMIT {limit:UInt32}
