-- Clicks from range_start to range_end: minute, film_id, clicks, watchlist_adds.
--
-- The minutes of films know neither devices nor event types: with such a filter the clicks themselves are read. Of the
-- two halves of the UNION, ClickHouse reads only the one whose condition is not always false.
SELECT minute, film_id, clicks, watchlist_adds
FROM film_clicks_per_minute
WHERE {device:String} = '' AND {event_type:String} = ''
    AND minute >= range_start AND minute < range_end
UNION ALL
SELECT toStartOfMinute(event_ts), film_id, 1, event_type = 'add_to_watchlist'
FROM clicks
WHERE ({device:String} != '' OR {event_type:String} != '')
    AND event_ts >= range_start AND event_ts < toDateTime64(range_end, 3)
    AND {{of_device}}
    AND {{of_event_type}}
