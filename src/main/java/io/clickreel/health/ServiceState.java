package io.clickreel.health;

import org.jspecify.annotations.Nullable;

/**
 * A service that Clickreel uses, as its health check saw it.
 *
 * @param name kafka, clickhouse or s3
 * @param state {@code UP}, {@code DOWN} or {@code UNKNOWN}
 * @param since when it was first seen so, in ISO 8601
 * @param problem what is wrong; null: nothing
 */
public record ServiceState(
        String name,
        String state,
        String since,
        String address,
        @Nullable String problem) {}
