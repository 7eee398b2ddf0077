-- What each replay has planned and done: a row for each of its steps, so that one that was interrupted goes on.
--
-- Questions: which replay is unfinished and what is left of it; which rows did which step write, and when.
-- Step 0 is the replay itself, done when all is swapped in; its plan is JSON. The plan of a step that copies is the
-- condition on clicks that it copies by.
-- ReplacingMergeTree by the step: the newest row of each counts. Read it with FINAL.
CREATE TABLE IF NOT EXISTS replays
(
    job          String,
    step         UInt32,
    kind         LowCardinality(String) COMMENT 'replay, read, keep, cut, copy; abandoned: a replay that was given up',
    plan         String,
    _partition   UInt32,
    first_offset UInt64,
    end_offset   UInt64,
    rows         UInt64 COMMENT 'about how many rows it has to write',
    done         Bool,
    noted_at     DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(noted_at)
ORDER BY (job, step)
