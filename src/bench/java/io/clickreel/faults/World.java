package io.clickreel.faults;

import io.clickreel.Settings;
import io.clickreel.audit.Audit;
import io.clickreel.audit.AuditReport;
import io.clickreel.audit.DeepAudit;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseConnection;
import io.clickreel.contract.ValueReader;
import io.clickreel.embedded.EmbeddedServices;
import io.clickreel.embedded.process.DataFolder;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.replay.Replay;
import io.clickreel.replay.ReplayRequest;
import io.clickreel.routes.StreamRoutes;
import io.clickreel.schema.SchemaCheck;
import io.clickreel.schema.SchemaFault;
import io.clickreel.testing.Services;
import io.clickreel.testing.TcpProxy;
import io.clickreel.testing.UpProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Kafka, ClickHouse and S3 as processes, a proxy in front of ClickHouse, and two or more instances of the pipeline, each
 * {@code clickreel up} in a process of its own. The services outlive the instances, as they do in production.
 */
final class World implements AutoCloseable {
    static final String TOPIC = "dvd_clicks";
    static final int PARTITIONS = 4;
    /** The shortest that a broker takes by default. */
    static final int SESSION_TIMEOUT_MS = 6_000;
    /** Short, so that a server that hangs makes the pipeline give up and repeat. */
    static final int INSERT_TIMEOUT_MS = 4_000;

    private static final String GROUP = "clicks-ingest";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path folder = Services.folder();
    private final Path routes = Services.copyOfRoutes();
    private final Path contract = ownContract(routes.resolve("clicks-ingest.camel.yaml"));
    private final List<Instance> instances = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>(List.of(folder, routes));
    private final boolean ownDisk;
    private final DataFolder data;
    private final EmbeddedServices services;
    private final Settings settings;
    private final TcpProxy clickHouse;
    private final Admin admin;
    private boolean kept;

    /** One {@code clickreel up} with a data folder of its own, which it finds again after a restart. */
    static final class Instance {
        private final Map<String, String> overrides;
        private UpProcess process;

        private Instance(Map<String, String> overrides) {
            this.overrides = overrides;
        }

        long pid() {
            return process.process().pid();
        }

        private Path log() {
            return Path.of(overrides.get("clickreel.data-dir"), "logs", "clickreel.log");
        }

        /** How many bytes it has logged so far. */
        long logged() {
            return log().toFile().length();
        }

        /** What it has logged since then. */
        String loggedSince(long bytes) {
            try (InputStream in = Files.newInputStream(log())) {
                in.skipNBytes(bytes);
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** What JMX says of a route; null if there is no such route. */
        String route(String id, String attribute) {
            return process.withRoute(
                    id,
                    (beans, route) -> beans.isRegistered(route) ? (String) beans.getAttribute(route, attribute) : null);
        }
    }

    private final Ledger ledger = new Ledger(PARTITIONS);

    private World(boolean ownDisk) {
        this.data = DataFolder.take(folder);
        this.ownDisk = ownDisk && mount(data.subfolder("clickhouse"));
        this.services = EmbeddedServices.start(
                Services.settings(folder, Map.of()), Services.home(), data, text -> System.err.println("  " + text));
        this.settings = services.settings();
        this.clickHouse = new TcpProxy(settings.text("clickhouse.host"), settings.port("clickhouse.port"));
        this.admin = Admin.create(Map.<String, Object>of(
                "bootstrap.servers", brokers(),
                "request.timeout.ms", 3_000,
                "default.api.timeout.ms", 3_000,
                "reconnect.backoff.max.ms", 500));
    }

    /**
     * Starts the services and two instances.
     *
     * @param ownDisk whether ClickHouse gets a small disk of its own, if this process may mount one
     */
    static World start(boolean ownDisk) {
        World world = new World(ownDisk);
        try {
            Instance first = world.join();
            Instance second = world.join();
            world.awaitUp(first);
            world.awaitUp(second);
            return world;
        } catch (Throwable e) {
            world.close();
            throw e;
        }
    }

    String brokers() {
        return settings.text("kafka.broker-url");
    }

    /** What is known of each record that was sent. */
    Ledger ledger() {
        return ledger;
    }

    TcpProxy clickHouse() {
        return clickHouse;
    }

    List<Instance> instances() {
        return List.copyOf(instances);
    }

    /** Where data and logs are: of the services, of the routes' copy, of each instance. */
    List<Path> folders() {
        return List.copyOf(folders);
    }

    /** The contract of the clicks, which a fault may edit. */
    Path contract() {
        return contract;
    }

    /** The folder of the route files, which all instances read. */
    Path routes() {
        return routes;
    }

    /** Gives a route a copy of its contract beside it. */
    private static Path ownContract(Path route) {
        try {
            String text = Files.readString(route);
            Matcher named = Pattern.compile("contracts/\\S+\\.json").matcher(text);
            if (!named.find()) {
                throw new IllegalStateException(route + " names no contract any more");
            }
            Path copy = route.resolveSibling("clicks.schema.json");
            Files.copy(Services.home().resolve(named.group()), copy);
            Files.writeString(route, named.replaceFirst(Matcher.quoteReplacement(copy.toString())));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The disk that only ClickHouse has; null if it shares the others'. */
    Path disk() {
        return ownDisk ? folder.resolve("clickhouse") : null;
    }

    // ---- Instances

    /** Starts one more; {@link #awaitUp} waits for it. */
    Instance join() {
        Instance instance = new Instance(overrides());
        instances.add(instance);
        start(instance);
        return instance;
    }

    /** Starts one again that was ended. */
    void start(Instance instance) {
        instance.process = UpProcess.start(instance.overrides, Map.of());
    }

    void awaitUp(Instance instance) {
        instance.process.awaitUp();
    }

    void kill(Instance instance) {
        instance.process.process().destroyForcibly();
        instance.process.awaitExit(10);
    }

    /** Ends it as Ctrl-C does. It does not come back. */
    void leave(Instance instance) {
        instances.remove(instance);
        instance.process.process().destroy();
        instance.process.awaitExit(20);
    }

    private Map<String, String> overrides() {
        Path own = Services.folder();
        folders.add(own);
        Map<String, String> all = Services.overrides(own, Map.of());
        all.put("kafka.broker-url", brokers());
        all.put("kafka.topic", TOPIC);
        all.put("kafka.topic-partitions", Integer.toString(PARTITIONS));
        all.put("clickhouse.host", "127.0.0.1");
        all.put("clickhouse.port", Integer.toString(clickHouse.port()));
        all.put("clickhouse.insert-timeout-ms", Integer.toString(INSERT_TIMEOUT_MS));
        for (String s3 : List.of("s3.endpoint", "s3.access-key", "s3.secret-key")) {
            all.put(s3, settings.text(s3));
        }
        all.put("camel.main.routes-include-pattern", "file:" + routes + "/*.yaml");
        // A zombie need not sleep for long.
        all.put("camel.component.kafka.session-timeout-ms", Integer.toString(SESSION_TIMEOUT_MS));
        all.put("clicks.generate.enabled", "false");
        all.put("dim-film.poll-ms", "3600000");
        // Small batches, so that a fault meets many.
        all.put("ingest.batch-rows", "2000");
        all.put("ingest.batch-wait-ms", "200");
        all.put("ingest.retry-first-ms", "100");
        all.put("ingest.retry-max-ms", "1000");
        return all;
    }

    // ---- Processes

    /** The process of a service, which is a child of this one. */
    ProcessHandle service(String name) {
        try {
            long pid = Long.parseLong(Files.readString(folder.resolve("run").resolve(name + ".pid"))
                    .strip());
            return ProcessHandle.current()
                    .children()
                    .filter(child -> child.pid() == pid && child.isAlive())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the embedded " + name + " does not run"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends STOP or CONT to a process that the harness has started. */
    static void signal(String signal, long pid) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("kill -" + signal + " " + pid + " ended with " + code);
        }
    }

    /** Waits until Kafka and ClickHouse answer. */
    void awaitServices() {
        UpProcess.within(90).until(() -> query("SELECT 1").equals("1"));
        UpProcess.within(90).until(() -> !admin.describeCluster().nodes().get().isEmpty());
    }

    // ---- What is there

    /** What ClickHouse answers, straight and not through the proxy, without the last line break. */
    String query(String sql) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + settings.text("clickhouse.host") + ":"
                        + settings.text("clickhouse.port") + "/?database=" + settings.text("clickhouse.database")))
                .header("X-ClickHouse-User", settings.text("clickhouse.user"))
                .header("X-ClickHouse-Key", settings.text("clickhouse.password"))
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
            return answer.body().stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The offset after the last record, by partition. */
    long[] ends() throws Exception {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            latest.put(new TopicPartition(TOPIC, partition), OffsetSpec.latest());
        }
        long[] ends = new long[PARTITIONS];
        admin.listOffsets(latest).all().get().forEach((partition, end) -> ends[partition.partition()] = end.offset());
        return ends;
    }

    /** What each partition's consumers have committed, with the intent. */
    Map<Integer, OffsetAndMetadata> committed() throws Exception {
        Map<Integer, OffsetAndMetadata> committed = new TreeMap<>();
        admin.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, offset) -> {
                    if (partition.topic().equals(TOPIC) && offset != null) {
                        committed.put(partition.partition(), offset);
                    }
                });
        return committed;
    }

    /** What {@code clickreel audit --deep} says of the world's services; it goes on where the last round's stopped. */
    AuditReport audit() {
        try (ClickHouse clickHouse = connection().open();
                KafkaAdmin kafka = new KafkaAdmin(kafka().admin("audit"))) {
            return new Audit(clickHouse, kafka, clicks(), streams())
                    .run(new DeepAudit(folder.resolve("audit-deep.properties"), false, text -> {}));
        }
    }

    /** What is not as the steps of the schema have made it. */
    List<SchemaFault> schemaFaults() {
        try (ClickHouse clickHouse = connection().open()) {
            return new SchemaCheck(clickHouse, this::streams).faults().orElseThrow();
        }
    }

    /** {@code clickreel replay --from}, while ingestion goes on. */
    void replay(Instant from) throws InterruptedException {
        try (Replay replay = new Replay(
                connection(), kafka(), clicks(), streams(), ValueReader.PLAIN, text -> {}, text -> {}, () -> false)) {
            replay.run(ReplayRequest.parse(from.toString(), null, null), false);
        }
    }

    private List<io.clickreel.stream.Stream> streams() {
        return StreamRoutes.ofFiles(settings, Services.home());
    }

    private io.clickreel.stream.Stream clicks() {
        return streams().stream()
                .filter(stream -> stream.name().equals("clicks"))
                .findFirst()
                .orElseThrow();
    }

    private ClientProperties kafka() {
        return ClientProperties.of(settings);
    }

    private ClickHouseConnection connection() {
        return new ClickHouseConnection(
                settings.text("clickhouse.host"),
                settings.port("clickhouse.port"),
                false,
                settings.text("clickhouse.user"),
                settings.text("clickhouse.password"),
                settings.text("clickhouse.database"),
                60_000);
    }

    // ---- The disk

    /**
     * Mounts a disk of 700 MB: a file system as servers have it if this process may, else one in memory. Only where the
     * script has made a namespace of mounts, which ends with this process.
     */
    private boolean mount(Path on) {
        String image = folder.resolve("disk.img").toString();
        return run("truncate", "-s", "700M", image)
                        && run("mkfs.ext4", "-q", "-F", "-m", "0", image)
                        && run("mount", "-o", "loop", image, on.toString())
                || run("mount", "-t", "tmpfs", "-o", "size=700m", "tmpfs", on.toString());
    }

    /** The mount ends with this process, but somebody may want to see what a failed round has left on it. */
    private void keepDisk() {
        if (run("cp", "-a", folder.resolve("clickhouse").toString(), folder + "/clickhouse-disk")) {
            run("rm", "-f", folder.resolve("disk.img").toString());
        }
    }

    private void unmount() {
        run("umount", folder.resolve("clickhouse").toString());
    }

    /** @return whether it could be run and ended well */
    private static boolean run(String... words) {
        try {
            return new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Says that somebody will want to see what is there: {@link #close} leaves it. */
    void keep() {
        kept = true;
    }

    /** Deletes data and logs; only after {@link #close}. */
    void delete() {
        for (Path each : folders) {
            try (Stream<Path> files = Files.walk(each)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Ends all that it has started. */
    @Override
    public void close() {
        for (Instance instance : instances()) {
            instance.process.close();
        }
        admin.close(Duration.ZERO);
        clickHouse.close();
        services.close();
        data.close();
        if (ownDisk) {
            if (kept) {
                keepDisk();
            }
            unmount();
        }
    }
}
