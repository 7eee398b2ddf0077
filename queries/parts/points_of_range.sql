-- The points from range_start on: one more than would fit into whole points, for the range may begin within one.
SELECT range_start + toIntervalMinute(number * {step:UInt32}) AS point
FROM numbers(intDiv({minutes:UInt32} - 1, {step:UInt32}) + 2)
WHERE point < range_end
