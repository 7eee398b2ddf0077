-- What a stream's records had to keep to, and the columns they were made for, by their hash.
--
-- Question: under which contract was this batch begun? Its intent in Kafka and its row of deliveries have the hash. A
-- batch that is tried again is made under the same contract, though its file may have been edited since.
-- A row is written before the first batch of its contract is begun; a few hundred bytes each, and few.
CREATE TABLE IF NOT EXISTS contracts
(
    hash            String,
    table           String,
    contract        String COMMENT 'the text of the file',
    partition_key   String,
    column_names    Array(String),
    column_types    Array(String),
    column_defaults Array(String) COMMENT 'empty, DEFAULT, MATERIALIZED, ALIAS or EPHEMERAL',
    first_used      DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY hash
