-- A hold is for the partitions of one topic: a replay of one stream leaves the others running. Empty: all topics.
ALTER TABLE ingest_holds ADD COLUMN IF NOT EXISTS topic String AFTER holder
