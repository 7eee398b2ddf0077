package io.clickreel.testing;

import com.sun.tools.attach.VirtualMachine;
import io.clickreel.Settings;
import io.clickreel.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** {@code clickreel up} in a process of its own, as a user starts it, with all that it says. */
public final class UpProcess implements AutoCloseable {
    static final int LEAST_LIMIT_S = 60;

    private static final List<String> CHILDREN = List.of("kafka", "clickhouse");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private final Process process;
    private final Settings settings;
    private final Path dataDir;
    private final Path out;
    private final Path err;

    private UpProcess(Process process, Settings settings, Path dataDir, Path out, Path err) {
        this.process = process;
        this.settings = settings;
        this.dataDir = dataDir;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts it and returns at once.
     *
     * @param settings for the command line; see {@link Services#overrides}
     * @param environment beside this process's own
     */
    public static UpProcess start(Map<String, String> settings, Map<String, String> environment) {
        return start(Services.home(), settings, environment);
    }

    private static UpProcess start(Path home, Map<String, String> settings, Map<String, String> environment) {
        Path dataDir = Path.of(settings.get("clickreel.data-dir"));
        Path console = Services.folder();
        Path out = console.resolve("out.txt");
        Path err = console.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(CommandProcess.line(home, settings, "up"))
                .directory(home.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        try {
            return new UpProcess(builder.start(), read(settings, environment), dataDir, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it and returns once it says that it is up. */
    public static UpProcess up(Map<String, String> settings, Map<String, String> environment) {
        return up(Services.home(), settings, environment);
    }

    /** @param home the project's folder */
    public static UpProcess up(Path home, Map<String, String> settings, Map<String, String> environment) {
        UpProcess started = start(home, settings, environment);
        try {
            return started.awaitUp();
        } catch (Throwable e) {
            started.close();
            throw e;
        }
    }

    public UpProcess awaitUp() {
        Awaitility.await().atMost(Duration.ofSeconds(3 * LEAST_LIMIT_S)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("it ended with " + process.exitValue() + " instead of being up: " + err());
            }
            return out().contains("Clickreel is up");
        });
        return this;
    }

    /** Waits for its end. @return its exit code */
    public int awaitExit(int seconds) {
        try {
            if (!process.waitFor(Math.max(seconds, 2 * LEAST_LIMIT_S), TimeUnit.SECONDS)) {
                throw new AssertionError("it still runs after " + seconds + " s. It said: " + err());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public Process process() {
        return process;
    }

    public String out() {
        return text(out);
    }

    public String err() {
        return text(err);
    }

    /** Everything, also what is too much for the console. */
    public String log() {
        return text(dataDir.resolve("logs/clickreel.log"));
    }

    public String setting(String key) {
        return settings.text(key);
    }

    /** The process of an embedded service that runs now. */
    public Optional<ProcessHandle> child(String name) {
        Path file = dataDir.resolve("run").resolve(name + ".pid");
        return holdsTheFolder() && Files.exists(file)
                ? ProcessHandle.of(Long.parseLong(text(file).strip()))
                        .filter(ProcessHandle::isAlive)
                        .filter(UpProcess::isEmbedded)
                : Optional.empty();
    }

    public List<ProcessHandle> children() {
        return Stream.concat(
                        CHILDREN.stream().flatMap(name -> child(name).stream()),
                        process.isAlive() ? process.children() : Stream.empty())
                .distinct()
                .toList();
    }

    /** What the embedded ClickHouse answers, without the last line break. */
    public String query(String sql) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                        + setting("embedded.clickhouse.port") + "/?database=" + setting("clickhouse.database")))
                .header("X-ClickHouse-User", setting("clickhouse.user"))
                .header("X-ClickHouse-Key", setting("clickhouse.password"))
                .timeout(ANSWER_LIMIT)
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .build();
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        return answer.body().stripTrailing();
    }

    public long count(String sql) {
        return Long.parseLong(query("SELECT toInt64(" + sql + ")"));
    }

    public HttpResponse<String> get(String portSetting, String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + setting(portSetting) + path))
                .timeout(ANSWER_LIMIT)
                .build());
    }

    /** How many records the topic has ever had. */
    public long published() {
        try (var consumer = new KafkaConsumer<>(kafka(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            String topic = setting("kafka.topic");
            List<TopicPartition> partitions = LongStream.range(0, Long.parseLong(setting("kafka.topic-partitions")))
                    .mapToObj(number -> new TopicPartition(topic, (int) number))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /** How clients reach the embedded Kafka. */
    public Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", "127.0.0.1:" + setting("embedded.kafka.port"));
    }

    /** What JMX, as a local client reads it, says of this process's routes. */
    public <T> T withRoute(String id, RouteBean<T> use) {
        return withBeans(beans ->
                use.with(beans, new ObjectName("org.apache.camel:context=clickreel,type=routes,name=\"" + id + "\"")));
    }

    /** What JMX, as a local client reads it, says of this process. */
    @SuppressWarnings("BanJNDI") // The address is that of our own process.
    public <T> T withBeans(Beans<T> use) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
            String address = machine.startLocalManagementAgent();
            machine.detach();
            try (var connection = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
                return use.with(connection.getMBeanServerConnection());
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Something to do with the MBean of a route. */
    public interface RouteBean<T> {
        T with(MBeanServerConnection beans, ObjectName route) throws Exception;
    }

    /** Something to do with any MBeans. */
    public interface Beans<T> {
        T with(MBeanServerConnection beans) throws Exception;
    }

    public void stopRoute(String id) {
        withRoute(id, (beans, route) -> beans.invoke(route, "stop", null, null));
    }

    public void startRoute(String id) {
        withRoute(id, (beans, route) -> beans.invoke(route, "start", null, null));
    }

    /**
     * Waits for a condition; a service that does not answer yet is no failure. The limit is there to end a test that has
     * failed. A slow machine does not fail one: it is a minute at least.
     */
    public static ConditionFactory within(int seconds) {
        return Awaitility.await()
                .ignoreExceptions()
                .atMost(Duration.ofSeconds(Math.max(seconds, LEAST_LIMIT_S)))
                .pollInterval(Duration.ofMillis(200));
    }

    /** Ends it and its children in whatever state they are. */
    @Override
    public void close() {
        List<ProcessHandle> left = children();
        process.destroyForcibly();
        left.forEach(ProcessHandle::destroyForcibly);
        awaitExit(10);
    }

    private boolean holdsTheFolder() {
        Path lock = dataDir.resolve("clickreel.lock");
        return Files.exists(lock) && text(lock).equals(Long.toString(process.pid()));
    }

    /** The number may belong to another program by now. */
    private static boolean isEmbedded(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains("io.clickreel.embedded.");
    }

    private static Settings read(Map<String, String> settings, Map<String, String> environment) {
        try {
            return Settings.load(Services.home().resolve("application.properties"), environment, settings);
        } catch (StartupException e) {
            // It is the process that has to refuse them.
            return Settings.load(Services.home().resolve("application.properties"), Map.of(), Map.of());
        }
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
