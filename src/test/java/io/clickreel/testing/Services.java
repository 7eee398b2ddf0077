package io.clickreel.testing;

import io.clickreel.Settings;
import io.clickreel.embedded.EmbeddedServices;
import io.clickreel.embedded.clickhouse.SharedClickHouse;
import io.clickreel.embedded.process.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The real embedded services, on free ports and in a folder of their own, started once for all tests of a run. */
public final class Services {
    private static final Path HOME = Path.of("").toAbsolutePath();

    private static EmbeddedServices shared;

    private Services() {}

    /** The project's folder. */
    public static Path home() {
        return HOME;
    }

    /** Settings with the addresses of the shared services; a topic, a bucket or a database of one's own keeps tests apart. */
    public static synchronized Settings shared() {
        if (shared == null) {
            // ClickHouse is the one that its own test suite uses too.
            Map<String, String> clickHouse = Map.of(
                    "clickhouse.host", SharedClickHouse.host(),
                    "clickhouse.port", Integer.toString(SharedClickHouse.port()),
                    "clickhouse.user", SharedClickHouse.user(),
                    "clickhouse.password", SharedClickHouse.password());
            shared = EmbeddedServices.start(
                    settings(folder(), clickHouse), HOME, DataFolder.take(folder()), System.err::println);
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared.settings();
    }

    /** The shipped settings with free ports, and with what is given over them. */
    public static Settings settings(Path dataDir, Map<String, String> overrides) {
        return Settings.load(HOME.resolve("application.properties"), Map.of(), overrides(dataDir, overrides));
    }

    /** The overrides themselves, for a command line. */
    public static Map<String, String> overrides(Path dataDir, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("clickreel.data-dir", dataDir.toString());
        int kafka = freePortPair();
        all.put("embedded.kafka.port", Integer.toString(kafka));
        all.put("embedded.clickhouse.port", Integer.toString(freePort()));
        all.put("embedded.s3.port", Integer.toString(freePort()));
        all.put("dashboard.port", Integer.toString(freePort()));
        all.put("management.port", Integer.toString(freePort()));
        String library = System.getProperty("embedded.clickhouse.library");
        if (library != null) {
            all.put("embedded.clickhouse.library", library);
        }
        all.putAll(more);
        return all;
    }

    /** A new folder below target/. */
    public static Path folder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(HOME.resolve("target/test-data")), "run");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The routes in a folder of their own, where they can be edited. */
    public static Path copyOfRoutes() {
        Path copy = folder();
        try (Stream<Path> files = Files.list(HOME.resolve("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first of two free ports in a row. */
    public static int freePortPair() {
        while (true) {
            int port = freePort();
            try (ServerSocket next = new ServerSocket(port + 1)) {
                return port;
            } catch (IOException e) {
                // The next one is taken: look for another pair.
            }
        }
    }
}
