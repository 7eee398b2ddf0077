-- The beginning of the point of time that a minute belongs to.
-- parameter: time_zone=UTC The clock that points begin by, such as Asia/Kolkata: on its whole hour, or its midnight
--
-- The offset is that of each minute, so that an hour that comes twice makes two points; days are as long as they are.
(m) -> if(
    {step:UInt32} < 1440,
    m - toIntervalSecond((toUnixTimestamp(m) + timeZoneOffset(toTimeZone(m, {time_zone:String}))) % (60 * {step:UInt32})),
    toDateTime(toStartOfInterval(toTimeZone(m, {time_zone:String}), toIntervalDay(intDiv({step:UInt32}, 1440))), {time_zone:String})
) AS point_of
