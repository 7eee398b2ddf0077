package io.clickreel.films;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The films that are live, as this instance knows since its last look.
 *
 * @param version the number and hash of all films; empty: none are live, or nobody has looked yet
 * @param since when they went live; null: none are live
 */
public record LiveFilms(
        String version, long films, @Nullable Instant since) {
    static final LiveFilms NONE = new LiveFilms("", 0, null);
}
