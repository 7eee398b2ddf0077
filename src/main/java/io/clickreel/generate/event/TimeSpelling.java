package io.clickreel.generate.event;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How times are written: like an example, so that they come as the stream's own producer writes them. */
final class TimeSpelling {
    private static final Pattern EXAMPLE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d(?<between>[ Tt])\\d\\d:\\d\\d:\\d\\d"
            + "(\\.(?<decimals>\\d{1,9}))?(?<zone>[Zz]|[+-]\\d\\d(:?\\d\\d)?)?");

    private TimeSpelling() {}

    /** @return null if the example is no time */
    static @Nullable DateTimeFormatter like(String example) {
        Matcher parts = EXAMPLE.matcher(example);
        if (!parts.matches()) {
            return null;
        }
        DateTimeFormatterBuilder spelling = new DateTimeFormatterBuilder()
                .appendPattern("uuuu-MM-dd")
                .appendLiteral(parts.group("between"))
                .appendPattern("HH:mm:ss");
        if (parts.group("decimals") != null) {
            int decimals = parts.group("decimals").length();
            spelling.appendFraction(ChronoField.NANO_OF_SECOND, decimals, decimals, true);
        }
        String zone = parts.group("zone");
        if (zone != null) {
            spelling.appendLiteral(zone);
        }
        boolean isUtc = zone == null || zone.equalsIgnoreCase("Z");
        return spelling.toFormatter(Locale.ROOT).withZone(isUtc ? ZoneOffset.UTC : ZoneOffset.of(zone));
    }
}
