package io.clickreel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clickreel status}: how the Clickreel is that runs on the data folder. */
@Command(
        name = "status",
        customSynopsis = "clickreel status [-hvV] [--watch] [--json] [-Dkey=value]...",
        description = {
            "Shows how the Clickreel is that runs on the data folder: streams, films, services, routes, health checks.",
            "Counts are those of this instance since its start; rows/s of the last ten seconds, delays of the last minute. It"
                    + " starts nothing, and needs no open port: only the user who runs Clickreel can ask, on the same machine."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:All is well.",
            "1:Something is DEGRADED or DOWN, and named.",
            "2:No Clickreel runs, or it does not answer."
        },
        footer = {"", "For example: ./clickreel status --watch"})
final class StatusCommand implements Callable<Integer> {
    private static final long REFRESH_MS = 2_000;
    private static final long STOP_LIMIT_S = 5;
    private static final String CLEAR = "\033[H\033[2J";

    @Mixin
    private RunSettings settings = new RunSettings();

    @Option(names = "--watch", description = "Shows it again every two seconds, until Ctrl-C.")
    private boolean watch;

    @Option(names = "--json", description = "Prints one JSON object, that of /api/pipeline; with --watch one a line.")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            description = "Each partition, each route and each health check too.")
    private boolean verbose;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        return Running.ask(settings, spec, running -> watch ? watch(running) : show(running, ""));
    }

    private int watch(Running running) {
        String clear = !json && System.console() != null ? CLEAR : "";
        try (Interruption stop = new Interruption(STOP_LIMIT_S, "", "")) {
            int code = show(running, clear);
            while (stop.pause(REFRESH_MS) && !spec.commandLine().getOut().checkError()) {
                code = show(running, clear);
            }
            return code;
        }
    }

    /** @param before printed before it, at once with it, so that a terminal does not flicker */
    private int show(Running running, String before) {
        String text = running.stateText();
        JsonNode state = Running.parse(text);
        PrintWriter out = spec.commandLine().getOut();
        out.print(before + (json ? text + System.lineSeparator() : StatusText.of(state, verbose)));
        if (watch && before.isEmpty() && !json) {
            out.println();
        }
        out.flush();
        return state.path("state").asText().equals("UP") ? 0 : 1;
    }
}
