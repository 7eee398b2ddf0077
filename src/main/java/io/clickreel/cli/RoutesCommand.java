package io.clickreel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clickreel.Nearest;
import io.clickreel.StartupException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clickreel routes}: the routes of the Clickreel that runs on the data folder, and what each should do. */
@Command(
        name = "routes",
        description = {
            "Lists, starts, stops, suspends and resumes the routes of the Clickreel that runs on the data folder.",
            "What is changed lasts until it is changed again, the route's file is saved, or Clickreel is started again."
        },
        mixinStandardHelpOptions = true)
final class RoutesCommand {
    private static final String EXIT_CODES =
            "Exit code: 0 it is so now, or was so before; 1 it could not be done; 2 no Clickreel runs, or it has no such route.";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** What the subcommands share. */
    static final class Options {
        @Mixin
        private RunSettings settings = new RunSettings();

        @Option(names = "--json", description = "Prints JSON, for programs.")
        private boolean json;
    }

    @Command(
            name = "list",
            description = "Lists them: state, for how long, exchanges since the start, what the last failure was.",
            mixinStandardHelpOptions = true,
            footer = {"", "Exit code: 0 done, 2 no Clickreel runs."})
    int list(@Mixin Options options) {
        return Running.ask(options.settings, spec, running -> {
            JsonNode state = running.state();
            print(options.json ? state.path("routes") + System.lineSeparator() : RoutesText.of(state));
            return 0;
        });
    }

    @Command(
            name = "start",
            description = "Starts a route that is stopped.",
            mixinStandardHelpOptions = true,
            footer = {"", EXIT_CODES})
    int start(@Mixin Options options, @Parameters(paramLabel = "ID", description = "Of the route.") String id) {
        return change(options, id, "start", "Started");
    }

    @Command(
            name = "stop",
            description =
                    "Stops a route; what it has at work is ended first, for up to camel.main.shutdown-timeout seconds.",
            mixinStandardHelpOptions = true,
            footer = {"", EXIT_CODES})
    int stop(@Mixin Options options, @Parameters(paramLabel = "ID", description = "Of the route.") String id) {
        return change(options, id, "stop", "Stopped");
    }

    @Command(
            name = "suspend",
            description =
                    "Suspends a route: it takes nothing new. A stream's records wait in Kafka, and its consumers stay in"
                            + " their group.",
            mixinStandardHelpOptions = true,
            footer = {"", EXIT_CODES})
    int suspend(@Mixin Options options, @Parameters(paramLabel = "ID", description = "Of the route.") String id) {
        return change(options, id, "suspend", "Suspended");
    }

    @Command(
            name = "resume",
            description = "Lets a route run that is suspended.",
            mixinStandardHelpOptions = true,
            footer = {"", EXIT_CODES})
    int resume(@Mixin Options options, @Parameters(paramLabel = "ID", description = "Of the route.") String id) {
        return change(options, id, "resume", "Started");
    }

    private int change(Options options, String id, String operation, String wanted) {
        return Running.ask(options.settings, spec, running -> {
            List<String> ids = new ArrayList<>();
            JsonNode route = null;
            for (JsonNode one : running.state().path("routes")) {
                ids.add(one.path("id").asText());
                route = one.path("id").asText().equals(id) ? one : route;
            }
            if (route == null) {
                return fail(
                        "There is no route " + id + "." + Nearest.guess(id, ids)
                                + " ./clickreel routes list has all of them.",
                        Running.NOT_RUNNING);
            }
            String before = route.path("state").asText();
            if (before.equals(wanted) || before.equals("Off") && wanted.equals("Stopped")) {
                return done(
                        options,
                        id,
                        before,
                        before,
                        "The route " + id + " is " + word(before) + " already; nothing was changed.");
            }
            if (operation.equals("suspend") && !before.equals("Started")) {
                return fail(
                        "The route " + id + " is " + word(before) + ", and only one that runs can be suspended.", 1);
            }
            try {
                String now = running.change(id, camels(operation, before));
                String sentence = "The route " + id + " was " + word(before) + ", and is " + word(now) + " now.";
                return now.equals(wanted)
                        ? done(options, id, before, now, sentence)
                        : fail(sentence + " ./clickreel status says why.", 1);
            } catch (StartupException e) {
                return fail(
                        "The route " + id + " is " + word(before) + " and could not be changed: " + e.getMessage(), 1);
            }
        });
    }

    /** Whoever wants a route to run need not know which of the two it takes: a stopped one is started, a suspended one resumed. */
    private static String camels(String operation, String before) {
        if (operation.equals("start") || operation.equals("resume")) {
            return before.equals("Suspended") ? "resume" : "start";
        }
        return operation;
    }

    private int done(Options options, String id, String before, String now, String sentence) {
        if (options.json) {
            ObjectNode told = JsonNodeFactory.instance.objectNode();
            told.put("id", id).put("before", before).put("state", now);
            print(told + System.lineSeparator());
        } else {
            print(sentence + System.lineSeparator());
        }
        return 0;
    }

    private int fail(String sentence, int code) {
        spec.commandLine().getErr().println("clickreel: " + sentence);
        return code;
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    private static String word(String state) {
        return state.toLowerCase(Locale.ROOT);
    }
}
