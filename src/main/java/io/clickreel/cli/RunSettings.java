package io.clickreel.cli;

import io.clickreel.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The option {@code -Dkey=value} that all commands have, and the settings that result from it. */
final class RunSettings {
    // picocli would draw it as '-D <String=String>', which is not how it is typed.
    @Option(names = "-D", hidden = true, mapFallbackValue = "true")
    private final Map<String, String> overrides = new LinkedHashMap<>();

    Path home() {
        return Clickreel.home();
    }

    /**
     * Loads them; to be called before anything is logged.
     *
     * @param log name of this command's log file, without ".log"
     * @throws io.clickreel.StartupException if the file cannot be read or a key is unknown
     */
    Settings load(String log) {
        Settings settings = Settings.load(home().resolve("application.properties"), System.getenv(), overrides);
        // Before the first logger is made, because that opens the log file.
        System.setProperty(
                "clickreel.logs",
                home().resolve(settings.text("clickreel.data-dir"))
                        .resolve("logs")
                        .toString());
        System.setProperty("clickreel.log", log);
        return settings;
    }
}
