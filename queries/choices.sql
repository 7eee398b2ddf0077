-- question: What can the answers be filtered by?
-- note: Devices and event types of the last day with clicks; every category and film that dim_film has, and the films that were clicked in this day without being there.
-- refresh: 60
--
-- What is distinct is found before it is made text: texts would be compared for each row.
WITH
    (SELECT minute FROM device_events_per_minute WHERE minute <= now() ORDER BY minute DESC LIMIT 1) AS as_of,
    assumeNotNull(as_of) - toIntervalDay(1) AS range_start,
    clicked AS
    (
        SELECT DISTINCT film_id
        FROM film_clicks_per_minute
        WHERE minute > range_start AND minute <= assumeNotNull(as_of)
    )
SELECT kind, value, label, as_of
FROM
(
    SELECT 'device' AS kind, toString(device) AS value, value AS label
    FROM
    (
        SELECT DISTINCT device
        FROM device_events_per_minute
        WHERE minute > range_start AND minute <= assumeNotNull(as_of)
    )
    UNION ALL
    SELECT 'event_type', toString(event_type) AS value, replaceAll(value, '_', ' ')
    FROM
    (
        SELECT DISTINCT event_type
        FROM device_events_per_minute
        WHERE minute > range_start AND minute <= assumeNotNull(as_of)
    )
    UNION ALL
    SELECT DISTINCT 'category', toString(category_name) AS value, value
    FROM dim_film
    WHERE category_name NOT IN ('', 'unknown')
    UNION ALL
    SELECT DISTINCT 'category', 'unknown', 'unknown'
    FROM clicked
    WHERE film_id NOT IN (SELECT film_id FROM dim_film WHERE category_name NOT IN ('', 'unknown'))
    UNION ALL
    SELECT 'film', toString(film_id), if(any(title) = '', concat('film ', toString(film_id)), any(title))
    FROM dim_film
    GROUP BY film_id
    UNION ALL
    SELECT 'film', toString(film_id), concat('film ', toString(film_id))
    FROM clicked
    WHERE film_id NOT IN (SELECT film_id FROM dim_film)
)
ORDER BY indexOf(['device', 'event_type', 'category', 'film'], kind), label, value
