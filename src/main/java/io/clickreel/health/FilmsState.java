package io.clickreel.health;

import io.clickreel.films.LiveFilms;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The films that are live.
 *
 * @param version the number and hash of all of them; empty: none are live, or nobody has looked yet
 * @param since when they went live, in ISO 8601; null: none are
 * @param ageSeconds for how long they are live
 * @param currentAt when they were last seen to be those of the file in the bucket, in ISO 8601; null: not since the start
 * @param problem why the file in the bucket is not what is live, or what is to be known of it; null: nothing
 */
public record FilmsState(
        String version,
        long rows,
        @Nullable String since,
        @Nullable Long ageSeconds,
        @Nullable String currentAt,
        @Nullable String problem) {
    static FilmsState of(LiveFilms live, @Nullable Instant currentAt, @Nullable String problem) {
        Instant since = live.since();
        return new FilmsState(
                live.version(),
                live.films(),
                text(since),
                since == null
                        ? null
                        : Long.valueOf(Math.max(
                                0, Duration.between(since, Instant.now()).toSeconds())),
                text(currentAt),
                problem);
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
