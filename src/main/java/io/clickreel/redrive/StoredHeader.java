package io.clickreel.redrive;

import org.jspecify.annotations.Nullable;

/** A header of a dead letter. */
@SuppressWarnings("ArrayRecordComponent") // equals of the array component is never used.
public record StoredHeader(String key, byte @Nullable [] value) {}
