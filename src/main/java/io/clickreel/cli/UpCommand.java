package io.clickreel.cli;

import io.clickreel.Settings;
import io.clickreel.run.Pipeline;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code clickreel up}: starts the services that have no address, then the routes, and runs until it is told to stop. */
@Command(
        name = "up",
        customSynopsis = "clickreel up [-hV] [-Dkey=value]...",
        description = {
            "Starts what is not running yet and the routes; Ctrl-C stops it.",
            "-Dkey=value is a setting for this run; application.properties lists all of them."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "For example: ./clickreel up -Dclicks.generate.rate-per-second=1000"})
public final class UpCommand implements Callable<Integer> {
    @Mixin
    private RunSettings settings = new RunSettings();

    @Override
    public Integer call() throws Exception {
        // First: a logger that the pipeline's class makes would open its file where logs are by default.
        Settings loaded = settings.load("clickreel");
        return new Pipeline(loaded, settings.home()).run();
    }
}
