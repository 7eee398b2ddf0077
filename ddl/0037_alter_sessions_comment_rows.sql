-- Says which column counts rows: the audit compares it with the rows of the table that the view reads.
ALTER TABLE sessions COMMENT COLUMN clicks 'rows'
