-- Merges of clicks wait for more parts.
--
-- A merge reads and writes all of its rows, and by default five parts of about a size are enough for one. Wider merges
-- rewrite each row less often: of 8 million clicks in blocks of 250,000, merges read 20 million rows of all tables before
-- and 14 million with 50. The more parts there are, the fewer the server wants for a merge, so they stay few: after 100
-- million clicks 21 to 26 instead of 7. A question about a range of time opens only those with that time.
ALTER TABLE clicks MODIFY SETTING merge_selector_base = 50
