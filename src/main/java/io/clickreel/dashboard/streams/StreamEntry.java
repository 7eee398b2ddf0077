package io.clickreel.dashboard.streams;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream as {@code /api/streams} tells it.
 *
 * @param description of its route
 * @param enabledBy the setting that starts its route with Clickreel; null if the route names none
 * @param isRunning whether its route reads the topic now
 * @param problem why nothing is known of its table; null if something is
 * @param rows of its table; null if there is no such table, or nobody knows
 * @param timeColumn by which time is asked for; null if the table has none
 * @param userColumn that says who it was; null if none is named so
 * @param valueColumns that have few different values
 * @param questions all that are asked of it, by name
 */
public record StreamEntry(
        String name,
        @Nullable String description,
        String topic,
        String deadTopic,
        String table,
        boolean enabled,
        @Nullable String enabledBy,
        @JsonProperty("running") boolean isRunning,
        @Nullable String problem,
        @Nullable Long rows,
        @Nullable String timeColumn,
        @Nullable String userColumn,
        List<String> valueColumns,
        List<String> questions) {}
