package io.clickreel.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/** The span of time by which a view can be compared with the raw clicks: the finest that it has a column for. */
enum Bucket {
    MINUTE("minute", "toUnixTimestamp(toStartOfMinute(event_ts))", "toUnixTimestamp(minute)", 60),
    HOUR("hour", "toUnixTimestamp(toStartOfHour(event_ts))", "toUnixTimestamp(hour)", 3_600),
    DAY("day", "toUInt32(toUInt16(toDate(event_ts))) * 86400", "toUInt32(toUInt16(toDate(day))) * 86400", 86_400),
    /** Such a view can be compared as a whole only. */
    ALL("", "toUInt32(0)", "toUInt32(0)", 0);

    private static final DateTimeFormatter TO_MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TO_DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);

    private final String column;
    private final String ofClicks;
    private final String ofView;
    private final long seconds;

    Bucket(String column, String ofClicks, String ofView, long seconds) {
        this.column = column;
        this.ofClicks = ofClicks;
        this.ofView = ofView;
        this.seconds = seconds;
    }

    static Bucket ofColumn(Optional<String> column) {
        for (Bucket bucket : values()) {
            if (column.isPresent() && bucket.column.equals(column.get())) {
                return bucket;
            }
        }
        return ALL;
    }

    /** The bucket's start from a row of a per-minute view, which has many times fewer rows than clicks. */
    String ofMinutes() {
        return ofClicks.replace("event_ts", MINUTE.column);
    }

    /** The bucket's start in seconds since 1970, from a row of clicks. */
    String ofClicks() {
        return ofClicks;
    }

    /** The bucket's start in seconds since 1970, from a row of the view. */
    String ofView() {
        return ofView;
    }

    /** The parameters of the conditions that pick a range of buckets. */
    Map<String, Long> range(long first, long last) {
        return Map.of("first", first, "last", last, "after", last + seconds);
    }

    /** Picks the clicks of the buckets of a range. */
    String clicksBetween() {
        return this == ALL
                ? "1"
                : "event_ts >= toDateTime64({first:Int64}, 3, 'UTC') AND event_ts < toDateTime64({after:Int64}, 3, 'UTC')";
    }

    /** Picks the inserts that may have clicks of the buckets of a range. */
    String batchesBetween() {
        return this == ALL
                ? "1"
                : "last_event_ts >= toDateTime64({first:Int64}, 3, 'UTC')"
                        + " AND first_event_ts < toDateTime64({after:Int64}, 3, 'UTC')";
    }

    String viewBetween() {
        return switch (this) {
            case ALL -> "1";
            case DAY -> "day >= toDate(intDiv({first:Int64}, 86400)) AND day <= toDate(intDiv({last:Int64}, 86400))";
            default ->
                column + " >= toDateTime({first:Int64}, 'UTC') AND " + column + " <= toDateTime({last:Int64}, 'UTC')";
        };
    }

    String text(long first, long last) {
        if (this == ALL) {
            return "all of it";
        }
        DateTimeFormatter form = this == DAY ? TO_DAY : TO_MINUTE;
        String from = form.format(Instant.ofEpochSecond(first));
        return column + (first == last ? " " + from : "s " + from + " to " + form.format(Instant.ofEpochSecond(last)))
                + " (UTC)";
    }
}
