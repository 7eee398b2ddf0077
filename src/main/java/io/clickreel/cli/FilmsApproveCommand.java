package io.clickreel.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code clickreel films approve}: lets the version that was refused last change as much as it does. */
@Command(
        name = "approve",
        description = {
            "Lets the version of the film file that was refused last through, once. A file that breaks the contract"
                    + " (contracts/dim_film.schema.json) cannot be approved.",
            "-Dkey=value is a setting for this run."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Exit code: 0 done, 1 there is nothing to approve, or it failed."})
final class FilmsApproveCommand implements Callable<Integer> {
    @Mixin
    private RunSettings settings = new RunSettings();

    @Override
    public Integer call() {
        FilmsAccess.use(settings.load("films"), settings.home(), films -> System.out.println(films.approve()));
        return 0;
    }
}
