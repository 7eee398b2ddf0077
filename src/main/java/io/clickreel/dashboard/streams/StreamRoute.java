package io.clickreel.dashboard.streams;

import io.clickreel.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stream and how its route is.
 *
 * @param description of the route
 * @param enabledBy the setting that starts the route with Clickreel; null if the route names none
 * @param isRunning whether it reads its topic now
 */
public record StreamRoute(
        Stream stream,
        @Nullable String description,
        @Nullable String enabledBy,
        boolean isRunning) {}
