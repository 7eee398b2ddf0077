package io.clickreel.embedded;

import io.clickreel.Settings;
import io.clickreel.embedded.clickhouse.ClickHouseServerMain;
import io.clickreel.embedded.clickhouse.install.LibChdb;
import io.clickreel.embedded.kafka.KafkaServerMain;
import io.clickreel.embedded.process.ChildService;
import io.clickreel.embedded.process.DataFolder;
import io.clickreel.embedded.s3.EmbeddedS3;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services whose address is not set, started on 127.0.0.1. */
public final class EmbeddedServices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServices.class);
    private static final String HOST = "127.0.0.1";

    private final Settings settings;
    private final Path home;
    private final Consumer<String> progress;
    private final Map<String, String> addresses = new HashMap<>();
    private final List<AutoCloseable> running = new ArrayList<>();
    private final DataFolder data;
    private volatile @Nullable ChildService clickHouse;

    private EmbeddedServices(Settings settings, Path home, DataFolder data, Consumer<String> progress) {
        this.settings = settings;
        this.home = home;
        this.data = data;
        this.progress = progress;
    }

    /**
     * Starts what is needed, all at the same time, and returns when all of it is ready.
     *
     * @param home the folder to which relative paths of the settings refer
     * @param data where the services keep everything
     * @param progress is told what takes long
     * @throws io.clickreel.StartupException if one does not start; those that did are stopped again
     */
    public static EmbeddedServices start(Settings settings, Path home, DataFolder data, Consumer<String> progress) {
        EmbeddedServices services = new EmbeddedServices(settings, home, data, progress);
        try {
            services.start();
            return services;
        } catch (RuntimeException e) {
            services.close();
            throw e;
        }
    }

    /** The settings with the addresses of the services that run here. */
    public Settings settings() {
        return settings.with(addresses);
    }

    /** What the walls around the embedded ClickHouse lack, a sentence each; empty if none runs: see {@link #walled}. */
    public List<String> missingWalls() {
        ChildService running = clickHouse;
        return running == null ? List.of() : running.warnings();
    }

    /** Whether a ClickHouse runs here. */
    public boolean walled() {
        return clickHouse != null;
    }

    private void start() {
        List<Supplier<AutoCloseable>> starts = prepared();
        if (!starts.isEmpty()) {
            progress.accept("starting the embedded services");
        }
        List<CompletableFuture<AutoCloseable>> starting = starts.stream()
                .map(start -> CompletableFuture.supplyAsync(start, EmbeddedServices::inNewThread))
                .toList();
        RuntimeException failure = null;
        for (CompletableFuture<AutoCloseable> start : starting) {
            try {
                running.add(start.join());
            } catch (CompletionException e) {
                failure = e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Stops them, all at the same time. */
    @Override
    public void close() {
        List<CompletableFuture<Void>> stopping = running.stream()
                .map(service -> CompletableFuture.runAsync(() -> closeQuietly(service), EmbeddedServices::inNewThread))
                .toList();
        stopping.forEach(CompletableFuture::join);
        running.clear();
    }

    /** Checks and prepares each service before anything runs, so that a taken port is reported first. */
    private List<Supplier<AutoCloseable>> prepared() {
        List<Supplier<AutoCloseable>> starts = new ArrayList<>();
        if (!settings.isSet("s3.endpoint")) {
            starts.add(prepareS3());
        }
        if (!settings.isSet("kafka.broker-url")) {
            starts.add(prepareKafka());
        }
        if (!settings.isSet("clickhouse.host")) {
            starts.add(prepareClickHouse());
        }
        if (!starts.isEmpty()) {
            data.requireSpace();
        }
        return starts;
    }

    private Supplier<AutoCloseable> prepareKafka() {
        int port = settings.port("embedded.kafka.port");
        ChildService.Command command = new ChildService.Command(
                "kafka",
                KafkaServerMain.class,
                childJvm("embedded.kafka.heap-mb"),
                List.of(folder("kafka"), Integer.toString(port)),
                Map.of());
        ChildService.awaitOrphan(command, data);
        Ports.requireFree(HOST, port, "embedded.kafka.port");
        Ports.requireFree(HOST, port + 1, "embedded.kafka.port", ", whose controller takes the next one");
        return () -> {
            ChildService service = ChildService.start(command, data);
            address("kafka.broker-url", HOST + ":" + port);
            return service;
        };
    }

    private Supplier<AutoCloseable> prepareClickHouse() {
        int port = settings.port("embedded.clickhouse.port");
        String configured = settings.text("embedded.clickhouse.library");
        Path library = LibChdb.locate(home, configured.isEmpty() ? null : home.resolve(configured), progress);
        ChildService.Command command = new ChildService.Command(
                "clickhouse",
                ClickHouseServerMain.class,
                childJvm("embedded.clickhouse.heap-mb"),
                List.of(
                        "--library=" + library,
                        "--path=" + folder("clickhouse"),
                        "--host=" + HOST,
                        "--port=" + port,
                        "--max-memory-mb=" + settings.number("embedded.clickhouse.max-memory-mb", 256, 1 << 20),
                        "--walls=" + settings.text("embedded.clickhouse.walls"),
                        "--remote=" + remoteAddresses()),
                Map.of("user", settings.text("clickhouse.user"), "password", settings.text("clickhouse.password")));
        ChildService.awaitOrphan(command, data);
        Ports.requireFree(HOST, port, "embedded.clickhouse.port");
        return () -> {
            ChildService service = ChildService.start(command, data);
            service.warnings().forEach(warning -> LOG.warn("The embedded ClickHouse: {}", warning));
            clickHouse = service;
            address("clickhouse.host", HOST);
            address("clickhouse.port", Integer.toString(port));
            address("clickhouse.ssl", "false");
            return service;
        };
    }

    /** The addresses that the user allows, and the S3 that Clickreel itself works with. */
    private String remoteAddresses() {
        String s3 = settings.isSet("s3.endpoint")
                ? settings.text("s3.endpoint")
                : "http://" + HOST + ":" + settings.port("embedded.s3.port");
        return s3 + "," + settings.text("embedded.clickhouse.remote-addresses");
    }

    private Supplier<AutoCloseable> prepareS3() {
        int port = settings.port("embedded.s3.port");
        Ports.requireFree(HOST, port, "embedded.s3.port");
        return () -> {
            EmbeddedS3 s3 = EmbeddedS3.start(
                    Path.of(folder("s3")), port, settings.text("s3.access-key"), settings.text("s3.secret-key"));
            address("s3.endpoint", "http://" + HOST + ":" + port);
            if (!settings.isSet("s3.access-key")) {
                // It asks for no keys, but without any the client would search this machine and its network for some.
                address("s3.access-key", "nobody");
                address("s3.secret-key", "nobody");
            }
            return s3;
        };
    }

    private List<String> childJvm(String heapSetting) {
        return List.of(
                "-Xmx" + settings.number(heapSetting, 64, 1 << 16) + "m",
                "-XX:+UseSerialGC",
                // The JVM's file of counters would be outside the data folder.
                "-XX:-UsePerfData",
                // Names are resolved by the machine, not by Vert.x asking the network.
                "-Dvertx.disableDnsResolver=true",
                "-Dclickreel.logs.format=" + settings.text("logs.format"),
                "-Dlog4j.configurationFile=log4j2-child.xml");
    }

    private String folder(String name) {
        return data.subfolder(name).toString();
    }

    private synchronized void address(String key, String value) {
        addresses.put(key, value);
    }

    /** Runs it in a separate thread: the starts mostly wait, so few cores are no limit. */
    private static void inNewThread(Runnable work) {
        new Thread(work, "embedded").start();
    }

    private static void closeQuietly(AutoCloseable service) {
        try {
            service.close();
        } catch (Exception e) {
            LOG.warn("A service did not stop cleanly: {}", e.getMessage());
        }
    }
}
