package io.clickreel.audit;

import io.clickreel.clickhouse.Sql;
import io.clickreel.stream.EventTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The span of time by which a view can be compared with the raw rows: the finest that it has a column for. */
enum Bucket {
    MINUTE("minute", "toStartOfMinute", 60),
    HOUR("hour", "toStartOfHour", 3_600),
    DAY("day", "toDate", 86_400),
    /** Such a view can be compared as a whole only. */
    ALL("", "", 0);

    private static final DateTimeFormatter TO_MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TO_DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);
    private static final String FIRST = "toDateTime64({first:Int64}, 3, 'UTC')";
    private static final String AFTER = "toDateTime64({after:Int64}, 3, 'UTC')";

    private final String word;
    private final String function;
    private final long seconds;

    Bucket(String word, String function, long seconds) {
        this.word = word;
        this.function = function;
        this.seconds = seconds;
    }

    /** How the column of such a bucket is usually called. */
    String word() {
        return word;
    }

    /** The function of ClickHouse that cuts a time to it. */
    String function() {
        return function;
    }

    /** The bucket's start in seconds since 1970, from a time. */
    String cut(String time) {
        return this == ALL ? "toUInt32(0)" : start(function + "(" + time + ")");
    }

    /** The bucket's start in seconds since 1970, from a time or a day that is cut to it already. */
    String start(String cut) {
        return switch (this) {
            case ALL -> "toUInt32(0)";
            case DAY -> "toUInt32(toUInt16(toDate(" + cut + "))) * 86400";
            default -> "toUnixTimestamp(" + cut + ")";
        };
    }

    /** The parameters of the conditions that pick a range of buckets. */
    Map<String, Long> range(long first, long last) {
        return Map.of("first", first, "last", last, "after", last + seconds);
    }

    /** Picks the rows of the buckets of a range. */
    String rowsBetween(@Nullable EventTime time) {
        if (this == ALL || time == null) {
            return "1";
        }
        return this == DAY
                ? days("toDate(" + EventTime.COLUMN + ")")
                : time.since(FIRST) + " AND " + time.before(AFTER);
    }

    /**
     * Picks the inserts that may have rows of the buckets of a range.
     *
     * @param time whose first and last of each insert {@code batches} has; null: it has none
     */
    String batchesBetween(@Nullable EventTime time) {
        if (this == ALL || time == null) {
            return "1";
        }
        // A day of another time zone begins and ends up to 14 hours from that of UTC.
        boolean wider = this == DAY && !time.isUtc();
        return "last_event_ts >= " + FIRST + (wider ? " - toIntervalDay(1)" : "") + " AND first_event_ts < " + AFTER
                + (wider ? " + toIntervalDay(1)" : "");
    }

    /** @param column of the view */
    String viewBetween(String column) {
        String quoted = Sql.quoted(column);
        return switch (this) {
            case ALL -> "1";
            case DAY -> days(quoted);
            default ->
                quoted + " >= toDateTime({first:Int64}, 'UTC') AND " + quoted + " <= toDateTime({last:Int64}, 'UTC')";
        };
    }

    private static String days(String day) {
        return day + " >= toDate(intDiv({first:Int64}, 86400)) AND " + day + " <= toDate(intDiv({last:Int64}, 86400))";
    }

    String text(long first, long last) {
        if (this == ALL) {
            return "all of it";
        }
        DateTimeFormatter form = this == DAY ? TO_DAY : TO_MINUTE;
        String from = form.format(Instant.ofEpochSecond(first));
        return word + (first == last ? " " + from : "s " + from + " to " + form.format(Instant.ofEpochSecond(last)))
                + " (UTC)";
    }
}
