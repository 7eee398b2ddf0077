package io.clickreel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.clickreel.TextTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The state of a Clickreel as a person reads it on a terminal. */
final class StatusText {
    private static final String NOTHING = "-";

    private final StringBuilder text = new StringBuilder();
    private final JsonNode state;
    private final boolean verbose;

    private StatusText(JsonNode state, boolean verbose) {
        this.state = state;
        this.verbose = verbose;
    }

    /** @param state what /api/pipeline has */
    static String of(JsonNode state, boolean verbose) {
        return new StatusText(state, verbose).text();
    }

    private String text() {
        line("Clickreel " + said(state, "version") + " is " + said(state, "state") + ", and runs since "
                + said(state, "since") + " ("
                + duration(state.path("uptimeSeconds").asLong()) + ").");
        streams();
        films();
        services();
        routes();
        checks();
        return text.toString();
    }

    private void streams() {
        line("");
        if (state.path("streams").isEmpty()) {
            line("No stream is stored.");
            return;
        }
        TextTable table = new TextTable(
                2, 6, "stream", "state", "rows/s", "rows", "lag", "delay p50", "delay p99", "dead letters");
        for (JsonNode stream : state.path("streams")) {
            long dead = 0;
            for (JsonNode count : stream.path("deadLetters")) {
                dead += count.asLong();
            }
            JsonNode delay = stream.path("delay");
            table.add(
                    said(stream, "name"),
                    said(stream, "state"),
                    rate(stream.path("rowsPerSecond").asDouble()),
                    said(stream, "rows"),
                    said(stream, "lag"),
                    seconds(delay.path("p50Seconds")),
                    seconds(delay.path("p99Seconds")),
                    Long.toString(dead));
        }
        text.append(table.text());
        for (JsonNode stream : state.path("streams")) {
            if (stream.path("problem").isTextual()) {
                line("  " + said(stream, "name") + ": " + said(stream, "problem"));
            }
            JsonNode error = stream.path("lastError");
            if (error.isObject()) {
                line("  " + said(stream, "name") + ", last error at " + said(error, "at") + ": "
                        + said(error, "sentence"));
            }
        }
        if (state.path("partitionsProblem").isTextual()) {
            line("  " + said(state, "partitionsProblem"));
        }
        if (verbose) {
            partitions();
        }
    }

    private void partitions() {
        line("");
        TextTable table =
                new TextTable(3, 4, "stream", "partition", "state", "lag", "next offset", "failures", "since");
        for (JsonNode lane : state.path("lanes")) {
            table.add(
                    said(lane, "stream"),
                    said(lane, "topic") + "-" + said(lane, "partition"),
                    said(lane, "phase"),
                    lag(lane),
                    said(lane, "nextOffset"),
                    said(lane, "failures"),
                    said(lane, "since"));
        }
        text.append(table.text());
    }

    private String lag(JsonNode lane) {
        for (JsonNode partition : state.path("partitions")) {
            if (partition.path("stream").equals(lane.path("stream"))
                    && partition.path("partition").equals(lane.path("partition"))) {
                return said(partition, "lag");
            }
        }
        return NOTHING;
    }

    private void films() {
        line("");
        JsonNode films = state.path("films");
        line("films     "
                + (films.path("ageSeconds").isNumber()
                        ? said(films, "rows") + ", live for "
                                + duration(films.path("ageSeconds").asLong())
                        : "none are live")
                + (films.path("currentAt").isTextual() ? "; those of the file at " + said(films, "currentAt") : ""));
        if (films.path("problem").isTextual()) {
            line("          " + said(films, "problem"));
        }
    }

    private void services() {
        List<String> all = new ArrayList<>();
        for (JsonNode service : state.path("services")) {
            all.add(said(service, "name") + " " + said(service, "state")
                    + (verbose ? " at " + said(service, "address") : ""));
        }
        line("services  " + String.join(", ", all));
    }

    private void routes() {
        Map<String, List<String>> byState = new TreeMap<>();
        for (JsonNode route : state.path("routes")) {
            byState.computeIfAbsent(said(route, "state").toLowerCase(Locale.ROOT), first -> new ArrayList<>())
                    .add(said(route, "id"));
        }
        List<String> all = new ArrayList<>();
        for (String counted : List.of("started", "off")) {
            List<String> ids = byState.remove(counted);
            if (ids != null) {
                all.add(ids.size() + " " + counted);
            }
        }
        byState.forEach((name, ids) -> all.add(name + ": " + String.join(", ", ids)));
        line("routes    " + String.join(", ", all));
        if (verbose) {
            text.append(RoutesText.of(state));
        }
    }

    private void checks() {
        line("");
        boolean well = true;
        for (JsonNode check : state.path("checks")) {
            boolean up = said(check, "state").equals("UP");
            well &= up;
            if (!up || verbose) {
                line(said(check, "state") + "  " + said(check, "name") + ", since " + said(check, "since")
                        + (check.path("message").isTextual() ? ": " + said(check, "message") : ""));
            }
        }
        if (well) {
            line("All " + state.path("checks").size() + " health checks are UP.");
        }
    }

    private void line(String line) {
        text.append(line).append(System.lineSeparator());
    }

    private static String said(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isMissingNode() || value.isNull() ? NOTHING : value.asText();
    }

    private static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%.0f", perSecond);
    }

    private static String seconds(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.2f s", value.asDouble()) : NOTHING;
    }

    /** The two largest units of it. */
    static String duration(long seconds) {
        Duration time = Duration.ofSeconds(seconds);
        if (time.toDays() > 0) {
            return time.toDays() + " d " + time.toHoursPart() + " h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toSeconds() + " s";
    }
}
