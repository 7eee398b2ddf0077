package io.clickreel.bench;

import io.clickreel.Settings;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code ./clickreel up} as a user starts it, with the launcher's options for the JVM, and without the generator. */
final class LaunchedPipeline implements AutoCloseable {
    private static final double REST_SHARE = 0.25;
    private static final List<String> ADDRESSES = List.of(
            "kafka.broker-url",
            "kafka.topic",
            "kafka.dead-topic",
            "kafka.topic-partitions",
            "clickhouse.host",
            "clickhouse.port",
            "clickhouse.database",
            "s3.endpoint",
            "s3.access-key",
            "s3.secret-key");
    private static final long START_LIMIT_NANOS = 120_000_000_000L;
    private static final long STOP_LIMIT_S = 30;

    private final Process process;
    private final Path folder;
    private final URI dashboard;

    private LaunchedPipeline(Process process, Path folder, URI dashboard) {
        this.process = process;
        this.folder = folder;
        this.dashboard = dashboard;
    }

    /** Starts it and returns at once. @param addressed with the addresses of the services, the topic and the database */
    static LaunchedPipeline start(Settings addressed) throws IOException {
        return start(addressed, Map.of());
    }

    /** @param more settings for the command line */
    static LaunchedPipeline start(Settings addressed, Map<String, String> more) throws IOException {
        Path folder = Services.folder();
        Map<String, String> overrides = new LinkedHashMap<>(Services.overrides(folder, Map.of()));
        ADDRESSES.forEach(key -> overrides.put(key, addressed.text(key)));
        overrides.put("clicks.generate.enabled", "false");
        overrides.putAll(more);
        List<String> words =
                new ArrayList<>(List.of(Services.home().resolve("clickreel").toString(), "up"));
        overrides.forEach((key, value) -> words.add("-D" + key + "=" + value));
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(folder.resolve("console.txt").toFile())
                .start();
        return new LaunchedPipeline(
                process, folder, URI.create("http://127.0.0.1:" + overrides.get("dashboard.port") + "/"));
    }

    LaunchedPipeline awaitUp() throws IOException, InterruptedException {
        long limit = System.nanoTime() + START_LIMIT_NANOS;
        while (!console().contains("Clickreel is up")) {
            requireAlive();
            if (System.nanoTime() > limit) {
                throw new IllegalStateException("clickreel up is not up in time; it said: " + console());
            }
            Thread.sleep(100);
        }
        return this;
    }

    /** Waits until its start is over for the JVM's compiler too, and it does no more than store some clicks. */
    void awaitRest() throws InterruptedException {
        new ProcessMeter(process.pid()).awaitRest(REST_SHARE);
    }

    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("clickreel up ended; it said: " + console());
        }
    }

    /** Address of its page. */
    URI dashboard() {
        return dashboard;
    }

    double cpuSeconds() {
        // The launcher replaces itself by the JVM, so it is the same process.
        return new ProcessMeter(process.pid()).cpuSeconds();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_LIMIT_S, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        OwnServices.delete(folder);
    }

    private String console() throws IOException {
        return Files.readString(folder.resolve("console.txt"));
    }
}
