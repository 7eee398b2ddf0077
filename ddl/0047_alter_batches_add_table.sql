-- Names the table that got each batch, so that answers about one stream leave the batches of the others out.
--
-- The view batches_mv is older and does not say it, which means clicks.
ALTER TABLE batches ADD COLUMN IF NOT EXISTS table LowCardinality(String) DEFAULT 'clicks' AFTER _partition
