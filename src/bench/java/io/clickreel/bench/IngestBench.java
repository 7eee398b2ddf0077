package io.clickreel.bench;

import io.clickreel.Settings;
import io.clickreel.embedded.EmbeddedServices;
import io.clickreel.embedded.process.DataFolder;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * How fast a backlog goes from Kafka to ClickHouse, and what it costs, against other ways: {@code bench/ingest [MILLIONS]
 * [ROUNDS] [--random-sessions] [--only=NAME,NAME] [--engine-settings=SETTINGS] [--jvm-options=OPTIONS]}.
 */
public final class IngestBench {
    static final String OURS = "clickreel";
    static final String TUNED = "kafka_engine_tuned";
    static final String DEFAULT = "kafka_engine_default";
    static final String CEILING = "native_from_memory";
    static final String JDBC = "jdbc_batches";

    /** The best of those that were compared; see docs/performance.md. */
    private static final String ENGINE_SETTINGS = "kafka_num_consumers = 2, kafka_thread_per_consumer = 1,"
            + " kafka_max_block_size = 1000000, kafka_poll_max_batch_size = 65536, kafka_flush_interval_ms = 7500";

    private final ClickTopic topic;
    private final List<Contender> contenders;
    private final IngestRace race;

    private IngestBench(ClickTopic topic, List<Contender> contenders, IngestRace race) {
        this.topic = topic;
        this.contenders = contenders;
        this.race = race;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> numbers =
                Arrays.stream(arguments).filter(word -> !word.startsWith("--")).toList();
        long clicks = (long) (1e6 * (numbers.isEmpty() ? 10 : Double.parseDouble(numbers.get(0))));
        int rounds = numbers.size() < 2 ? 3 : Integer.parseInt(numbers.get(1));
        boolean random = Arrays.asList(arguments).contains("--random-sessions");
        List<String> only = List.of(option(arguments, "--only=", "").split(","));
        List<Contender> contenders = contenders(
                        option(arguments, "--engine-settings=", ENGINE_SETTINGS),
                        option(arguments, "--jvm-options=", ""))
                .stream()
                .filter(contender -> only.get(0).isEmpty() || only.contains(contender.name()))
                .toList();
        Path folder = Services.folder();
        // Each contender gets a ClickHouse of its own later, so this address is nobody's.
        Settings start = Services.settings(folder, Map.of("clickhouse.host", "127.0.0.1"));
        try (DataFolder data = DataFolder.take(folder);
                EmbeddedServices services = EmbeddedServices.start(start, Services.home(), data, text -> {})) {
            Settings settings = services.settings();
            System.out.printf(Locale.ROOT, "filling the topic with %,d clicks%n", clicks);
            ClickTopic topic =
                    ClickTopic.filled(settings.text("kafka.broker-url"), settings.text("kafka.topic"), clicks, random);
            ProcessMeter broker = ProcessMeter.ofPidFile(folder.resolve("run/kafka.pid"));
            new IngestBench(topic, contenders, new IngestRace(topic, settings, broker)).run(rounds, random);
        }
        OwnServices.delete(folder);
        System.exit(0);
    }

    private void run(int rounds, boolean random) throws Exception {
        List<IngestRun> runs = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            List<Contender> order = new ArrayList<>(contenders);
            if (round % 2 == 0) {
                Collections.reverse(order);
            }
            for (Contender contender : order) {
                IngestRun run = race.run(contender, round);
                runs.add(run);
                System.out.printf(
                        Locale.ROOT,
                        "round %d: %-22s %,9.0f clicks/s, %,9.0f with the merges, %5.2f CPU s per million (%s)%n",
                        round,
                        run.contender(),
                        run.rowsPerSecond(),
                        run.rowsPerSecondDrained(),
                        run.cpu(),
                        load());
            }
        }
        IngestReport report = new IngestReport(runs);
        System.out.println();
        System.out.print(report.table());
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("date", Instant.now().toString());
        about.put("commit", System.getProperty("bench.commit", "unknown"));
        about.put("clicks", topic.clicks());
        about.put("rounds", rounds);
        about.put("data", random ? "random sessions" : "sessions");
        about.put("cores", Runtime.getRuntime().availableProcessors());
        about.put("java", System.getProperty("java.version"));
        about.put("kafka", AppInfoParser.getVersion());
        about.put("camel", new org.apache.camel.impl.DefaultCamelContext().getVersion());
        report.write(Path.of("target/bench/ingest.json"), about);
    }

    private static List<Contender> contenders(String engineSettings, String moreJvmOptions) throws IOException {
        List<String> shipped = shippedJvmOptions();
        List<String> ours = new ArrayList<>(shipped);
        ours.addAll(List.of(moreJvmOptions.split(" ")));
        ours.removeIf(String::isEmpty);
        return List.of(
                new JvmContender(OURS, ShippedRoutes.class, ours),
                new KafkaEngine(DEFAULT, "", false),
                new KafkaEngine(TUNED, ", " + engineSettings, true),
                new JvmContender(CEILING, NativeFromMemory.class, List.of("@jvm.options", "-Xmx1500m", "-XX:+UseG1GC")),
                new JvmContender(JDBC, JdbcLoop.class, shipped));
    }

    /** Those that the launcher gives the pipeline. */
    private static List<String> shippedJvmOptions() throws IOException {
        String start = Files.readAllLines(Services.home().resolve("clickreel")).stream()
                .filter(line -> line.startsWith("exec \"$java\""))
                .findFirst()
                .orElseThrow();
        return Arrays.stream(start.split(" "))
                .filter(word -> word.startsWith("-X") || word.startsWith("@"))
                .toList();
    }

    private static String option(String[] arguments, String name, String otherwise) {
        return Arrays.stream(arguments)
                .filter(word -> word.startsWith(name))
                .map(word -> word.substring(name.length()))
                .findFirst()
                .orElse(otherwise);
    }

    private static String load() throws IOException {
        return "load " + Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }
}
