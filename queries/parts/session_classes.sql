-- How sessions are sorted: by their minutes, and by how many events they have.
--
-- end_of is where a class ends, which is the next one's beginning; NULL for the last.
[0, 1, 2, 5, 10, 20, 30, 60]::Array(UInt64) AS minute_classes,
[1, 2, 5, 10, 20, 50, 100]::Array(UInt64)   AS event_classes,
(classes, at_least) -> nullIf(classes[indexOf(classes, at_least) + 1], 0) AS end_of
