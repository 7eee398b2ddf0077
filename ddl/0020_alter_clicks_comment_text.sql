-- What the text columns of clicks hold where the record had bytes that are no text.
--
-- ClickHouse takes any bytes as String; Parquet, Arrow and JSON do not, and one such key made a whole export unreadable.
ALTER TABLE clicks
    COMMENT COLUMN _key 'the key''s text; bytes that are no text as 0x and hex: unhex(substring(_key, 3))',
    COMMENT COLUMN _header_values 'as text; bytes that are no text as 0x and hex; one without value is empty'
