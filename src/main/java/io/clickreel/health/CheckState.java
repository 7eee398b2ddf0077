package io.clickreel.health;

import org.jspecify.annotations.Nullable;

/**
 * One health check.
 *
 * @param state {@code UP}, {@code DEGRADED}, {@code DOWN} or {@code UNKNOWN}
 * @param since when it was first seen so, in ISO 8601
 */
public record CheckState(
        String name, String state, @Nullable String message, String since) {}
