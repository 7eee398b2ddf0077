-- Which columns of dead_letters hold bytes instead of text.
--
-- The re-drive has to send the very same bytes again, so they are not made text.
ALTER TABLE dead_letters
    COMMENT COLUMN key 'bytes: export with output_format_parquet_string_as_string = 0',
    COMMENT COLUMN value 'bytes: export with output_format_parquet_string_as_string = 0',
    COMMENT COLUMN _header_values 'bytes: export with output_format_parquet_string_as_string = 0'
