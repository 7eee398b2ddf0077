package io.clickreel.testing;

import io.clickreel.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a test needs to start services: folders below target/, free ports, and the settings that name both. It starts none. */
public final class Services {
    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final int FIRST_PORT = 11_000;
    private static final int LAST_PORT = 32_000;

    private static int nextPort = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);

    private Services() {}

    /** The project's folder. */
    public static Path home() {
        return HOME;
    }

    /** The shipped settings with free ports, and with what is given over them. */
    public static Settings settings(Path dataDir, Map<String, String> overrides) {
        return Settings.load(HOME.resolve("application.properties"), Map.of(), overrides(dataDir, overrides));
    }

    /** The overrides themselves, for a command line. */
    public static Map<String, String> overrides(Path dataDir, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("clickreel.data-dir", dataDir.toString());
        // Its controller takes the next one.
        all.put("embedded.kafka.port", Integer.toString(freePorts(2)));
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

    /** What this JVM has logged. */
    public static Path log() {
        return HOME.resolve("target/test-" + System.getProperty("tests.jvm", "1") + ".log");
    }

    /**
     * A port that nobody has. It is not one of those that the system gives to connections (32768 and above on Linux), or it
     * might be taken again before it is used. Each JVM begins elsewhere, so that two that run at once do not meet.
     */
    public static int freePort() {
        return freePorts(1);
    }

    /** The first of so many free ports in a row. */
    public static synchronized int freePorts(int count) {
        while (true) {
            int first = nextPort;
            nextPort = first + count < LAST_PORT ? first + count : FIRST_PORT;
            if (IntStream.range(first, first + count).allMatch(Services::isFree)) {
                return first;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
