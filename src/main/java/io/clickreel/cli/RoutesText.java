package io.clickreel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.clickreel.TextTable;
import java.util.Locale;

/** The routes of a Clickreel as a table. */
final class RoutesText {
    private RoutesText() {}

    /** @param state what /api/pipeline has */
    static String of(JsonNode state) {
        TextTable table = new TextTable(2, 3, "route", "state", "up", "exchanges", "failed", "what it does");
        for (JsonNode route : state.path("routes")) {
            table.add(
                    route.path("id").asText(),
                    route.path("state").asText().toLowerCase(Locale.ROOT),
                    StatusText.duration(route.path("uptimeSeconds").asLong()),
                    route.path("exchanges").asText("-"),
                    route.path("failures").asText("-"),
                    route.path("lastFailure").isTextual()
                            ? route.path("lastFailure").asText()
                            : route.path("description").asText(""));
        }
        return table.text();
    }
}
