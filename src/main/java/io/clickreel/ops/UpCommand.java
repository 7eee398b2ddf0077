package io.clickreel.ops;

import io.clickreel.Clickreel;
import io.clickreel.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
    // The picture that picocli would draw of it is not how it is typed.
    @Option(names = "-D", hidden = true, mapFallbackValue = "true")
    private final Map<String, String> overrides = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        Path home = Clickreel.home();
        Settings settings = Settings.load(home.resolve("application.properties"), System.getenv(), overrides);
        // Before the first logger is made: it opens its file there.
        System.setProperty(
                "clickreel.logs",
                home.resolve(settings.text("clickreel.data-dir"))
                        .resolve("logs")
                        .toString());
        return new Pipeline(settings, home).run();
    }
}
