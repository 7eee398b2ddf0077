-- Names the contract of each batch by its hash, and the stream by its name in the routes.
--
-- contract is empty for batches from before, for lost offsets, and for a replay, whose records were judged by the contract
-- of its time. stream is empty for rows from before; it tells whose the rows of a topic are that no route reads any more.
ALTER TABLE deliveries
    ADD COLUMN IF NOT EXISTS contract LowCardinality(String) AFTER instance,
    ADD COLUMN IF NOT EXISTS stream LowCardinality(String) AFTER contract
