-- question: What is happening right now?
-- note: The newest clicks, of the last hour with clicks.
-- refresh: 1
-- parameter: limit=25 [1..1000] How many clicks to show
--
-- It is asked each second, so the clicks are read only from the newest minute on since which there have been enough of
-- them. Devices and films are counted in different tables: with filters of both kinds the whole hour is read.
WITH
    (SELECT minute FROM device_events_per_minute WHERE minute <= now() ORDER BY minute DESC LIMIT 1) AS as_of,
    assumeNotNull(as_of) + toIntervalMinute(1) AS range_end,
    range_end - toIntervalHour(1) AS range_start,
    (
        SELECT greatest(range_start, max(minute))
        FROM
        (
            SELECT minute, sum(sum(clicks)) OVER (ORDER BY minute DESC) AS clicks_since
            FROM
            (
                SELECT minute, clicks
                FROM device_events_per_minute
                WHERE {category:String} = '' AND {film:UInt32} = 0
                    AND minute >= range_start AND minute < range_end
                    AND {{of_device}}
                    AND {{of_event_type}}
                UNION ALL
                SELECT minute, clicks
                FROM film_clicks_per_minute
                WHERE ({category:String} != '' OR {film:UInt32} != 0)
                    AND {device:String} = '' AND {event_type:String} = ''
                    AND minute >= range_start AND minute < range_end
                    AND {{of_film}}
            )
            GROUP BY minute
        )
        WHERE clicks_since >= {limit:UInt32}
    ) AS enough_since
SELECT
    clicked.event_ts                                                            AS event_ts,
    clicked.event_type                                                          AS event_type,
    clicked.film_id                                                             AS film_id,
    if(film.title = '', concat('film ', toString(clicked.film_id)), film.title) AS title,
    if(film.category_name = '', 'unknown', film.category_name)                  AS category,
    clicked.device                                                              AS device,
    clicked.page                                                                AS page,
    clicked.position                                                            AS position,
    clicked.referrer                                                            AS referrer,
    clicked.user_id                                                             AS user_id,
    clicked.session_id                                                          AS session_id,
    as_of
FROM
(
    SELECT *
    FROM clicks
    WHERE event_ts >= assumeNotNull(enough_since) AND event_ts < toDateTime64(range_end, 3)
        AND {{of_device}}
        AND {{of_event_type}}
        AND {{of_film}}
    ORDER BY event_ts DESC, _topic, _partition, _offset DESC
    LIMIT {limit:UInt32}
) AS clicked
LEFT ANY JOIN dim_film AS film ON film.film_id = clicked.film_id
ORDER BY clicked.event_ts DESC, clicked._topic, clicked._partition, clicked._offset DESC
