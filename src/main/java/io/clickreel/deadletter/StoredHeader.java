package io.clickreel.deadletter;

import org.jspecify.annotations.Nullable;

/** A header of a dead letter. */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
public record StoredHeader(String key, byte @Nullable [] value) {}
