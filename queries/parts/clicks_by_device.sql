-- Clicks from range_start to range_end: minute, device, event_type, referrer, page, position, clicks.
--
-- The minutes of devices do not know films: with a category or a film the clicks themselves are read. Of the two halves
-- of the UNION, ClickHouse reads only the one whose condition is not always false.
SELECT minute, device, event_type, referrer, page, position, clicks
FROM device_events_per_minute
WHERE {category:String} = '' AND {film:UInt32} = 0
    AND minute >= range_start AND minute < range_end
    AND {{of_device}}
UNION ALL
SELECT toStartOfMinute(event_ts), device, event_type, referrer, page, position, 1
FROM clicks
WHERE ({category:String} != '' OR {film:UInt32} != 0)
    AND event_ts >= range_start AND event_ts < toDateTime64(range_end, 3)
    AND {{of_device}}
    AND {{of_film}}
