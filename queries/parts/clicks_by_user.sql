-- Clicks from range_start to range_end: minute, user_id, clicks.
--
-- The minutes of users know nothing but users: with a filter the clicks themselves are read. Of the two halves of the
-- UNION, ClickHouse reads only the one whose condition is not always false.
SELECT minute, user_id, clicks
FROM user_clicks_per_minute
WHERE {device:String} = '' AND {event_type:String} = '' AND {category:String} = '' AND {film:UInt32} = 0
    AND minute >= range_start AND minute < range_end
UNION ALL
SELECT toStartOfMinute(event_ts), user_id, 1
FROM clicks
WHERE NOT ({device:String} = '' AND {event_type:String} = '' AND {category:String} = '' AND {film:UInt32} = 0)
    AND event_ts >= range_start AND event_ts < toDateTime64(range_end, 3)
    AND {{of_device}}
    AND {{of_event_type}}
    AND {{of_film}}
