package io.clickreel.run;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.embedded.EmbeddedServices;
import io.clickreel.embedded.process.DataFolder;
import io.clickreel.embedded.process.FolderLock;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The services on which a command works, whether a pipeline runs or not: those of the Clickreel that holds the data
 * folder, or, where the settings name none, embedded ones for as long as the command runs.
 */
public final class RunningServices implements AutoCloseable {
    /** What stays in this process; everything else another one with the same folder has to know. */
    private static final Pattern SECRET = Pattern.compile(".*(password|secret|access-key|jaas|kafka\\.client\\.).*");

    /** The services that keep data: their folder, and the setting that names one that is not embedded. */
    private static final Map.Entry<String, String> KAFKA = Map.entry("kafka", "kafka.broker-url");

    private static final Map.Entry<String, String> CLICKHOUSE = Map.entry("clickhouse", "clickhouse.host");

    private final Settings settings;
    private final @Nullable DataFolder data;
    private final @Nullable EmbeddedServices own;
    private final boolean besidePipeline;

    private RunningServices(
            Settings settings, @Nullable DataFolder data, @Nullable EmbeddedServices own, boolean besidePipeline) {
        this.settings = settings;
        this.data = data;
        this.own = own;
        this.besidePipeline = besidePipeline;
    }

    /**
     * Finds or starts them.
     *
     * @throws StartupException if one does not start, or there is no data to work on
     */
    public static RunningServices open(Settings settings, Path home) {
        Path folder = dataFolder(settings, home);
        if (!FolderLock.isTaken(folder) && (lacks(folder, KAFKA, settings) || lacks(folder, CLICKHOUSE, settings))) {
            throw new StartupException("There is no data in " + folder.normalize()
                    + ": no Clickreel runs on it or ever ran. Start one by ./clickreel up; or name the folder of another one by"
                    + " -Dclickreel.data-dir=..., or services by kafka.broker-url and clickhouse.host.");
        }
        return openOrMake(settings, home);
    }

    /** Whether the settings ask for an embedded service that was never started on this folder. */
    private static boolean lacks(Path folder, Map.Entry<String, String> service, Settings settings) {
        return !settings.isSet(service.getValue()) && !Files.isDirectory(folder.resolve(service.getKey()));
    }

    /**
     * Finds or starts them, also where nothing was stored yet.
     *
     * @throws StartupException if one does not start
     */
    public static RunningServices openOrMake(Settings settings, Path home) {
        Path folder = dataFolder(settings, home);
        Optional<DataFolder> free = DataFolder.takeUnlessHeld(folder);
        if (settings.isSet("kafka.broker-url") && settings.isSet("clickhouse.host")) {
            free.ifPresent(DataFolder::close);
            return new RunningServices(
                    free.isEmpty() ? settings.with(announced(folder)) : settings, null, null, free.isEmpty());
        }
        if (free.isEmpty()) {
            return new RunningServices(settings.with(announced(folder)), null, null, true);
        }
        DataFolder data = free.get();
        Progress progress = Progress.onTerminal();
        try {
            EmbeddedServices own = EmbeddedServices.start(settings, home, data, progress);
            return new RunningServices(own.settings(), data, own, false);
        } catch (RuntimeException e) {
            data.close();
            throw e;
        } finally {
            progress.end();
        }
    }

    /**
     * The settings with the addresses of services that are there already, by the settings or by a Clickreel that runs on the same
     * data folder; empty if there are none. Nothing is started.
     */
    public static Optional<Settings> addresses(Settings settings, Path home) {
        Path folder = dataFolder(settings, home);
        boolean runs = FolderLock.isTaken(folder);
        if (settings.isSet("kafka.broker-url") && settings.isSet("clickhouse.host")) {
            return Optional.of(runs ? settings.with(announced(folder)) : settings);
        }
        return runs ? Optional.of(settings.with(announced(folder))) : Optional.empty();
    }

    /** The folder that a Clickreel with these settings holds while it runs. */
    public static Path dataFolder(Settings settings, Path home) {
        return home.resolve(settings.text("clickreel.data-dir")).normalize();
    }

    /** The process that holds the folder now, a Clickreel or a command that has started the services; empty if none does. */
    public static OptionalLong process(Path dataFolder) {
        return FolderLock.holder(dataFolder);
    }

    /** Writes the settings where {@link #open} of another process finds them, so that a command needs no {@code -D} of {@code up}. */
    static void announce(Settings addressed, Path dataFolder) {
        Properties shared = addressed.toProperties();
        shared.keySet().removeIf(key -> SECRET.matcher(key.toString()).matches());
        Path file = file(dataFolder);
        try {
            Files.createDirectories(file.getParent());
            try (Writer writer = Files.newBufferedWriter(file)) {
                shared.store(writer, "What runs on this folder; written at each start");
            }
        } catch (IOException e) {
            throw new StartupException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Whether a Clickreel runs on the same data folder. */
    public boolean besidePipeline() {
        return besidePipeline;
    }

    /** The settings, with the address of each service. */
    public Settings settings() {
        return settings;
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
        if (data != null) {
            data.close();
        }
    }

    private static Map<String, String> announced(Path folder) {
        Path file = file(folder);
        Properties shared = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            shared.load(reader);
        } catch (IOException e) {
            throw new StartupException(
                    "Clickreel is starting or stopping on " + folder + " (" + file + " cannot be read). Try again when"
                            + " it says that it is up.",
                    e);
        }
        Map<String, String> addresses = new HashMap<>();
        shared.stringPropertyNames().forEach(key -> addresses.put(key, shared.getProperty(key)));
        return addresses;
    }

    private static Path file(Path dataFolder) {
        return dataFolder.resolve("run").resolve("services.properties");
    }
}
