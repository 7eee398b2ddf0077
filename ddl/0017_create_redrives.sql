-- What the re-drive of dead letters has done: one row for each step of each dead letter.
--
-- Questions: is this dead letter redriven, when; what had a re-drive that died begun.
-- intended is written before a chunk of dead letters is moved back to the topic, in one transaction of Kafka; done after
-- its commit. A chunk that was only intended is decided by the next re-drive, which asks Kafka: done if it was committed,
-- else withdrawn. chunk_id stands in the moved records too, as header clickreel.redrive.
-- ORDER BY the origin of the dead letter, as in dead_letters; a step that is written twice counts once.
CREATE TABLE IF NOT EXISTS redrives
(
    _topic     LowCardinality(String),
    _topic_id  UUID,
    _partition UInt32,
    _offset    UInt64,
    chunk_id   UUID,
    step       Enum8('intended' = 1, 'withdrawn' = 2, 'done' = 3),
    at         DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (_topic, _topic_id, _partition, _offset, chunk_id, step)
