package io.clickreel.cli;

import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouseFailure;
import io.clickreel.films.FilmDecisions;
import io.clickreel.run.PipelineConfiguration;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code clickreel films}: what a person decides about versions of the film file. */
@Command(
        name = "films",
        description =
                "Shows what has become of each version of the film file, lets a refused one through, or goes back to one before.",
        mixinStandardHelpOptions = true)
public final class FilmsCommand {
    @Command(
            description = {
                "Shows each refresh of the films, the newest first, why it was refused, and which versions are kept.",
                "Times are UTC. -Dkey=value is a setting for this run."
            },
            mixinStandardHelpOptions = true,
            footer = {"", "Exit code: 0 done, 1 failed."})
    int history(
            @Mixin RunSettings settings,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "At most so many refreshes (default: 20).")
                    int limit) {
        return use(settings, films -> {
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
    }

    @Command(
            description = {
                "Lets the version of the film file that was refused last through, once. A file that breaks the contract"
                        + " (contracts/dim_film.schema.json) cannot be approved.",
                "-Dkey=value is a setting for this run."
            },
            mixinStandardHelpOptions = true,
            footer = {"", "Exit code: 0 done, 1 there is nothing to approve, or it failed."})
    int approve(@Mixin RunSettings settings) {
        return use(settings, films -> System.out.println(films.approve()));
    }

    @Command(
            description = {
                "Makes the films live that were live before, at once; those that are live now are kept. The file in the bucket"
                        + " is left aside until it changes.",
                "-Dkey=value is a setting for this run."
            },
            mixinStandardHelpOptions = true,
            footer = {"", "Exit code: 0 done, 1 there is no such version, or it failed."})
    int rollback(
            @Mixin RunSettings settings,
            @Option(
                            names = "--to",
                            paramLabel = "VERSION",
                            defaultValue = "",
                            description =
                                    "This version, or the one that begins so; films history names them. Without it: the one before.")
                    String version) {
        return use(settings, films -> System.out.println(films.rollBack(version)));
    }

    private static int use(RunSettings settings, Consumer<FilmDecisions> work) {
        return Access.use(settings, "films", access -> {
            try {
                work.accept(new FilmDecisions(access.clickHouse(), PipelineConfiguration.filmContract(access.home())));
                return 0;
            } catch (ClickHouseFailure e) {
                throw new StartupException(e.getMessage() + " Nothing is half done: call it again.", e);
            }
        });
    }
}
