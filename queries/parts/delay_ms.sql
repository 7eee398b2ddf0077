-- From the oldest record of a batch in Kafka to the batch in ClickHouse, in milliseconds.
--
-- NULL for a time that no record can have had: more than a week old or a minute ahead, it is that of a producer whose
-- clock is wrong, or who counts in seconds. A clock that is a little ahead makes no delay below nothing.
if(
    first_timestamp >= ingested_at - toIntervalDay(7) AND first_timestamp <= ingested_at + toIntervalMinute(1),
    greatest(0, dateDiff('millisecond', first_timestamp, ingested_at)),
    NULL
)
