-- The first minute that has clicks: what was before it is not known, which is not the same as none.
--
-- Looked for up to 31 days before range_start, and no further: a producer whose clock is wrong begins in 1970.
(
    SELECT minute
    FROM device_events_per_minute
    WHERE minute >= range_start - toIntervalDay(31) AND minute < range_end
    ORDER BY minute
    LIMIT 1
) AS clicks_begin
