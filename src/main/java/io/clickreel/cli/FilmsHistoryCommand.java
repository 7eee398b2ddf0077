package io.clickreel.cli;

import io.clickreel.films.FilmDecisions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code clickreel films history}: lists each refresh of the films, and the versions that can be brought back. */
@Command(
        name = "history",
        description = {
            "Shows each refresh of the films, the newest first, why it was refused, and which versions are kept.",
            "Times are UTC. -Dkey=value is a setting for this run."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Exit code: 0 done, 1 failed."})
final class FilmsHistoryCommand implements Callable<Integer> {
    @Mixin
    private RunSettings settings = new RunSettings();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many refreshes (default: 20).")
    private int limit = 20;

    @Override
    public Integer call() {
        FilmsAccess.use(settings.load("films"), settings.home(), films -> {
            for (FilmDecisions.Event event : films.history(limit)) {
                System.out.printf(
                        "%s  %-11s %s  %s%s%s%n",
                        event.when(),
                        event.outcome().replace('_', ' '),
                        event.isCounted() ? event.films() + " films (" + event.before() + " before)" : "not counted",
                        event.key(),
                        event.version().isEmpty() ? "" : "  version " + event.version(),
                        event.reason().isEmpty() ? "" : "  " + event.reason());
            }
            for (FilmDecisions.Kept kept : films.kept()) {
                System.out.printf(
                        "kept: version %s, %s films, live up to %s%n", kept.version(), kept.films(), kept.replacedAt());
            }
        });
        return 0;
    }
}
