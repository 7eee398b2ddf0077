package io.clickreel.cli;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.run.RunningFolders;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The option {@code -Dkey=value} that all commands have, and the settings that result from it. */
final class RunSettings {
    private static final String DATA_DIR = "clickreel.data-dir";
    private static final String FORMAT = "logs.format";
    private static final Set<String> NAMING = Stream.of(DATA_DIR, "kafka.broker-url", "clickhouse.host")
            .map(Settings::environmentName)
            .collect(Collectors.toSet());

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
     * @throws StartupException if the file cannot be read or a key is unknown
     */
    Settings load(String log) {
        return load(log, home().resolve(early(DATA_DIR)));
    }

    /**
     * Loads them for a command that works beside a Clickreel: if none runs on their data folder, and one runs on another, that
     * one is meant.
     *
     * @param log name of this command's log file, without ".log"
     * @throws StartupException if the file cannot be read or a key is unknown, or several run and none is named
     */
    Settings loadBeside(String log) {
        Path own = home().resolve(early(DATA_DIR));
        List<Path> others = isNamed() || RunningFolders.isTaken(own) ? List.of() : RunningFolders.of(home());
        if (others.isEmpty()) {
            return load(log, own);
        }
        if (others.size() > 1) {
            String or = " or -D" + DATA_DIR + "=";
            throw new StartupException("Clickreel runs on several data folders. Say which is meant: -D" + DATA_DIR + "="
                    + others.stream().map(Path::toString).collect(Collectors.joining(or)) + ".");
        }
        System.err.println("clickreel: works with the Clickreel that runs on " + others.get(0) + ".");
        return load(log, others.get(0)).with(Map.of(DATA_DIR, others.get(0).toString()));
    }

    /** Whether command line or environment say which Clickreel is meant: by its data folder, or by the services. */
    private boolean isNamed() {
        return Stream.concat(overrides.keySet().stream(), System.getenv().keySet().stream())
                .map(Settings::environmentName)
                .anyMatch(NAMING::contains);
    }

    private String early(String key) {
        return Settings.early(file(), System.getenv(), overrides, key);
    }

    private Settings load(String log, Path dataFolder) {
        // Before the first logger is made, because that opens the log file.
        System.setProperty("clickreel.logs", dataFolder.resolve("logs").toString());
        System.setProperty("clickreel.log", log);
        System.setProperty("clickreel.logs.format", early(FORMAT).equals("json") ? "json" : "text");
        Settings settings = Settings.load(file(), System.getenv(), overrides);
        settings.oneOf(FORMAT, "text", "json");
        return settings;
    }

    private Path file() {
        return home().resolve("application.properties");
    }
}
