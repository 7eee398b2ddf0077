-- Each (minute, n), and (point, 0) for each point of the range, from that of the first minute on: rows are read once.
arrayJoin(arrayConcat(
    groupArray((minute, n)),
    arrayMap(point -> (point, toUInt64(0)), arrayFilter(
        point -> point >= point_of(min(minute)) AND point < range_end,
        arrayMap(
            i -> range_start + toIntervalMinute(i * {step:UInt32}),
            range(if(count() = 0, 0, intDiv({minutes:UInt32} - 1, {step:UInt32}) + 2)))))
))
