-- What dim_film_refreshes says of each version: its size, which films it was, and whether a person has decided on it.
--
-- Questions: is this version of the file the one that was loaded, also where its ETag is old or missing; were these very
-- films live before; may a refused version be approved; what did a person approve or take back.
-- version is made of the films themselves, so that the same films are known again whatever the file is called.
ALTER TABLE dim_film_refreshes
    MODIFY COLUMN outcome Enum8('loaded' = 1, 'refused' = 2, 'failed' = 3, 'approved' = 4, 'rolled_back' = 5),
    ADD COLUMN IF NOT EXISTS size UInt64 COMMENT 'bytes of the file, or of all its parts' AFTER last_modified,
    ADD COLUMN IF NOT EXISTS version String COMMENT 'number of films and a hash of all their values; of dim_film_versions' AFTER size,
    ADD COLUMN IF NOT EXISTS approvable Bool COMMENT 'refused for what it changes, not for what it is' AFTER reason
