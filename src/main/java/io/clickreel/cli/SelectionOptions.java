package io.clickreel.cli;

import io.clickreel.StartupException;
import io.clickreel.UtcTime;
import io.clickreel.redrive.Selection;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose dead letters. */
final class SelectionOptions {
    private static final Pattern AGO = Pattern.compile("-(\\d{1,6})([smhd])");
    private static final Pattern OFFSETS = Pattern.compile("(\\d{1,18})(?:-(\\d{1,18}))?");

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            split = ",",
            description = "Only those refused for this reason, such as missing_field; several with commas.")
    private List<String> reasons = new ArrayList<>();

    @Option(
            names = "--field",
            paramLabel = "FIELD",
            split = ",",
            description = "Only those refused for this field, as the contract names it; several with commas.")
    private List<String> fields = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Only those that became dead letters at this time or later: 2026-11-21T06:00:00Z, '2026-11-21"
                    + " 06:00:00' (UTC), 2026-11-21, or -90m, -1h, -2d before now.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Only those before this time.")
    private @Nullable String to;

    @Option(names = "--partition", paramLabel = "N", description = "Only those of this partition.")
    private @Nullable Integer partition;

    @Option(
            names = "--offsets",
            paramLabel = "A-B",
            description = "Only those of these offsets, both included: 100-200, or 100.")
    private @Nullable String offsets;

    /** @throws StartupException with a sentence, if one cannot be understood */
    Selection selection(Instant now) {
        Instant first = from == null ? null : time("--from", from, now);
        Instant end = to == null ? null : time("--to", to, now);
        if (first != null && end != null && !first.isBefore(end)) {
            throw new StartupException(
                    "--from " + from + " is not before --to " + to + ", so nothing can be between them.");
        }
        if (partition != null && partition < 0) {
            throw new StartupException("--partition is " + partition + ", but partitions are counted from 0.");
        }
        Long firstOffset = null;
        Long lastOffset = null;
        if (offsets != null) {
            Matcher matcher = OFFSETS.matcher(offsets);
            if (!matcher.matches()) {
                throw new StartupException(
                        "--offsets is '" + offsets + "', but 100-200 (both included) or 100 is expected.");
            }
            firstOffset = Long.valueOf(matcher.group(1));
            lastOffset = matcher.group(2) == null ? firstOffset : Long.valueOf(matcher.group(2));
            if (lastOffset < firstOffset) {
                throw new StartupException(
                        "--offsets is '" + offsets + "', but the second number is smaller than the first.");
            }
        }
        return new Selection(reasons, fields, first, end, partition, firstOffset, lastOffset);
    }

    private static Instant time(String option, String text, Instant now) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            return now.minus(
                    switch (ago.group(2)) {
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    });
        }
        try {
            return UtcTime.parse(text);
        } catch (DateTimeException e) {
            throw new StartupException(
                    option + " is '" + text + "', but a time is expected: 2026-11-21T06:00:00Z, '2026-11-21 06:00:00'"
                            + " (UTC), 2026-11-21, or -90m, -1h, -2d before now.",
                    e);
        }
    }
}
