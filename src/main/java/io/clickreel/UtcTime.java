package io.clickreel;

import static java.time.format.DateTimeFormatter.ISO_LOCAL_DATE;
import static java.time.format.DateTimeFormatter.ISO_LOCAL_TIME;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/** A time as people type it: a date, a date and a time, with an offset or, without one, in UTC. */
public final class UtcTime {
    private static final DateTimeFormatter TYPED = new DateTimeFormatterBuilder()
            .append(ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffsetId()
            .optionalEnd()
            .optionalEnd()
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
            .toFormatter();

    private UtcTime() {}

    /**
     * Reads 2026-11-21T06:00:00Z, '2026-11-21 06:00:00' and 2026-11-21.
     *
     * @throws java.time.DateTimeException if it is none of these
     */
    public static Instant parse(String text) {
        return TYPED.parse(text.strip().replaceFirst("(\\d) +(?=\\d)", "$1T"), Instant::from);
    }
}
