package io.clickreel.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code clickreel films rollback}: makes films live again that were live before. */
@Command(
        name = "rollback",
        description = {
            "Makes the films live that were live before, at once; those that are live now are kept. The file in the bucket"
                    + " is left aside until it changes.",
            "-Dkey=value is a setting for this run."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Exit code: 0 done, 1 there is no such version, or it failed."})
final class FilmsRollbackCommand implements Callable<Integer> {
    @Mixin
    private RunSettings settings = new RunSettings();

    @Option(
            names = "--to",
            paramLabel = "VERSION",
            description =
                    "This version, or the one that begins so; films history names them. Without it: the one before.")
    private String version = "";

    @Override
    public Integer call() {
        FilmsAccess.use(settings.load("films"), settings.home(), films -> System.out.println(films.rollBack(version)));
        return 0;
    }
}
