-- Requests that ingestion begins no new batch for a while, as a replay makes while it swaps tables.
--
-- Question: may the next batch begin now? Each consumer asks once a second. A batch that is begun is finished.
-- held_until passes by itself, so that a replay that dies does not stop ingestion for good.
-- ReplacingMergeTree by holder: the newest row of each counts. Read it with FINAL.
CREATE TABLE IF NOT EXISTS ingest_holds
(
    holder     String,
    held_until DateTime64(3, 'UTC'),
    set_at     DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(set_at)
ORDER BY holder
