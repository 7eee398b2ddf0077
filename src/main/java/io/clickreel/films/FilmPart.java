package io.clickreel.films;

import java.time.Instant;

/**
 * One object that holds films.
 *
 * @param etag empty: S3 gives none
 */
public record FilmPart(String key, String etag, long size, Instant lastModified) {
    /** Its name in its folder. */
    public String name() {
        return key.substring(key.lastIndexOf('/') + 1);
    }
}
