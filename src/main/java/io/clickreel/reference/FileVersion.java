package io.clickreel.reference;

import java.time.Instant;

/**
 * One version of an object in S3.
 *
 * @param etag as S3 gives it, with or without quotes
 */
public record FileVersion(String bucket, String key, String etag, Instant lastModified) {}
