package io.clickreel.replay;

import io.clickreel.UtcTime;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The range that a user asks for.
 *
 * @param from the first record
 * @param to the record after the last one; null: up to the end of what is delivered
 * @param partition null: all of the topic
 */
public record ReplayRequest(
        Bound from, @Nullable Bound to, @Nullable Integer partition) {

    /** One end of the range. */
    public sealed interface Bound {
        /** An end given by Kafka's time of the record. */
        record Time(Instant at) implements Bound {}

        record Offset(long offset) implements Bound {}
    }

    /** @throws ReplayRefusedException with the sentence for what cannot be understood */
    public static ReplayRequest parse(String from, @Nullable String to, @Nullable Integer partition) {
        Bound first = bound("--from", from);
        Bound end = to == null ? null : bound("--to", to);
        boolean backwards = first instanceof Bound.Time begin
                        && end instanceof Bound.Time stop
                        && !begin.at().isBefore(stop.at())
                || first instanceof Bound.Offset one && end instanceof Bound.Offset two && one.offset() >= two.offset();
        if (backwards) {
            throw new ReplayRefusedException("--to " + to + " is not behind --from " + from
                    + ". The range begins at --from and ends before --to.");
        }
        return new ReplayRequest(first, end, partition);
    }

    /** Whether one of the ends makes sense for one partition only. */
    boolean needsPartition() {
        return from instanceof Bound.Offset || to instanceof Bound.Offset;
    }

    private static Bound bound(String option, String given) {
        String text = given.strip();
        if (text.matches("\\d{1,18}")) {
            return new Bound.Offset(Long.parseLong(text));
        }
        try {
            return new Bound.Time(UtcTime.parse(text));
        } catch (DateTimeException e) {
            throw new ReplayRefusedException(
                    option + " is '" + given + "', but a time in UTC, as '2026-11-21 06:00:00' or"
                            + " 2026-11-21T06:00:00Z, or an offset, as 120000, is expected.");
        }
    }

    /** The request as it would be typed: the same words are the same replay. */
    @Override
    public String toString() {
        return "--from " + text(from) + (to == null ? "" : " --to " + text(to))
                + (partition == null ? "" : " --partition " + partition);
    }

    private static String text(Bound bound) {
        return bound instanceof Bound.Time time ? time.at().toString() : Long.toString(((Bound.Offset) bound).offset());
    }
}
