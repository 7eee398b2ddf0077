package io.clickreel.bench;

import com.clickhouse.client.api.Client;
import io.clickreel.Settings;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseConnection;
import io.clickreel.embedded.EmbeddedServices;
import io.clickreel.embedded.process.DataFolder;
import io.clickreel.generate.ClickGeneratorSettings;
import io.clickreel.generate.ClickSource;
import io.clickreel.run.PipelineConfiguration;
import io.clickreel.schema.SchemaRunner;
import io.clickreel.testing.NewTopics;
import io.clickreel.testing.Services;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What exactly once costs, and how fast a topic of rubbish is put aside: {@code bench/delivery [MILLIONS] [ROUNDS]}, or
 * {@code bench/delivery poison [ROUNDS]} for the rubbish alone.
 *
 * <p>Each round fills a topic and an empty database of its own with the same clicks, then starts the consumers. Protocol
 * and plain loop take turns.
 */
public final class DeliveryBench {
    private static final int PARTITIONS = 2;
    private static final int POISON = 500_000;
    private static final long LIMIT_S = 300;

    private final Settings settings;
    private final int clicks;
    private int number;

    private record Sample(byte[] key, byte[] value) {}

    private DeliveryBench(Settings settings, int clicks) {
        this.settings = settings;
        this.clicks = clicks;
    }

    public static void main(String[] arguments) throws Exception {
        boolean poisonOnly = arguments.length > 0 && arguments[0].equals("poison");
        double millions = arguments.length > 0 && !poisonOnly ? Double.parseDouble(arguments[0]) : 2;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path folder = Services.folder();
        try (DataFolder data = DataFolder.take(folder);
                EmbeddedServices services = EmbeddedServices.start(
                        Services.settings(folder, Map.of()), Services.home(), data, text -> {})) {
            DeliveryBench bench = new DeliveryBench(services.settings(), (int) (millions * 1e6));
            if (poisonOnly) {
                bench.runPoison(rounds);
            } else {
                bench.run(rounds);
            }
        }
        System.exit(0);
    }

    private void run(int rounds) throws Exception {
        List<Sample> sample = sample();
        // The first of each warms up.
        protocol(sample, clicks);
        plain(sample, clicks);
        double[] exactlyOnce = new double[rounds];
        double[] atLeastOnce = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            exactlyOnce[i] = protocol(sample, clicks);
            atLeastOnce[i] = plain(sample, clicks);
            System.out.printf(
                    Locale.ROOT,
                    "round %d: exactly once %,.0f clicks/s, at least once %,.0f%n",
                    i + 1,
                    exactlyOnce[i],
                    atLeastOnce[i]);
        }
        double dead = protocol(poison(), POISON);
        double ratio = median(exactlyOnce) / median(atLeastOnce);
        System.out.printf(
                Locale.ROOT,
                "%nof %,d clicks, 4 views and the batches, medians of %d rounds%n"
                        + "  exactly once    %,9.0f clicks/s%n"
                        + "  at least once   %,9.0f clicks/s%n"
                        + "  ratio           %9.2f%n"
                        + "  100 %% poison    %,9.0f records/s into dead letters%n",
                clicks,
                rounds,
                median(exactlyOnce),
                median(atLeastOnce),
                ratio,
                dead);
        Files.createDirectories(Path.of("target/bench"));
        Files.writeString(
                Path.of("target/bench/delivery.json"),
                String.format(
                        Locale.ROOT,
                        "{\"date\": \"%s\", \"clicks\": %d, \"rounds\": %d, \"exactly_once_per_second\": %.0f,"
                                + " \"at_least_once_per_second\": %.0f, \"ratio_to_at_least_once\": %.3f,"
                                + " \"dead_letters_per_second\": %.0f}%n",
                        Instant.now(),
                        clicks,
                        rounds,
                        median(exactlyOnce),
                        median(atLeastOnce),
                        ratio,
                        dead));
    }

    private void runPoison(int rounds) throws Exception {
        List<Sample> poison = poison();
        // The first warms up.
        for (int i = 0; i <= rounds; i++) {
            double before = cpuSeconds();
            double rate = protocol(poison, POISON);
            System.out.printf(
                    Locale.ROOT,
                    "round %d: %,.0f records/s into dead letters, %.1f CPU seconds with filling the topic%n",
                    i,
                    rate,
                    cpuSeconds() - before);
        }
    }

    /** Of this JVM and those of the services. */
    private static double cpuSeconds() {
        ProcessHandle own = ProcessHandle.current();
        return Stream.concat(Stream.of(own), own.descendants())
                        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                        .mapToLong(Duration::toMillis)
                        .sum()
                / 1e3;
    }

    /** The shipped routes. @return records a second */
    private double protocol(List<Sample> records, int count) throws Exception {
        Settings own = own();
        fill(own, records, count);
        schema(own);
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setOverrideProperties(PipelineConfiguration.camelProperties(own));
        main.configure().addConfiguration(new PipelineConfiguration(own, Services.home(), mistake -> {
            throw mistake;
        }));
        main.start();
        main.getCamelContext().getRouteController().startRoute("clicks-ingest");
        double rate = measure(own, count);
        main.stop();
        return rate;
    }

    private double plain(List<Sample> records, int count) throws Exception {
        Settings own = own();
        fill(own, records, count);
        schema(own);
        Map<String, Object> kafka = Map.of(
                "bootstrap.servers", own.text("kafka.broker-url"),
                "group.id", "plain-" + number,
                "auto.offset.reset", "earliest",
                "enable.auto.commit", "false",
                "max.poll.records", "20000",
                "max.partition.fetch.bytes", "8388608");
        List<Thread> threads = new ArrayList<>();
        try (Client client = connection(own).client()) {
            for (int i = 0; i < Integer.parseInt(own.text("ingest.consumers")); i++) {
                Thread thread = new Thread(new AtLeastOnceConsumer(
                        kafka,
                        own.text("kafka.topic"),
                        client,
                        own.text("clickhouse.database"),
                        Integer.parseInt(own.text("ingest.batch-rows"))));
                threads.add(thread);
                thread.start();
            }
            double rate = measure(own, count);
            for (Thread thread : threads) {
                thread.interrupt();
                thread.join();
            }
            return rate;
        }
    }

    /** From the first that is stored to the last: how a group forms at the start is no part of it. */
    private double measure(Settings own, int count) throws Exception {
        long limit = System.nanoTime() + LIMIT_S * 1_000_000_000L;
        long firstNanos = 0;
        long first = 0;
        try (Client client = connection(own).client()) {
            while (System.nanoTime() < limit) {
                long stored = client.queryAll(
                                "SELECT (SELECT count() FROM clicks) + (SELECT count() FROM dead_letters) AS stored")
                        .get(0)
                        .getLong("stored");
                if (first == 0 && stored > 0) {
                    first = stored;
                    firstNanos = System.nanoTime();
                }
                if (stored >= count) {
                    return (count - first) / ((System.nanoTime() - firstNanos) / 1e9);
                }
                // Asked more often, the question itself would be much of the work.
                Thread.sleep(50);
            }
        }
        throw new IllegalStateException("not all of it arrived within " + LIMIT_S + " s");
    }

    /** A topic and a database that nobody has used. */
    private Settings own() {
        number++;
        return settings.with(Map.of(
                "kafka.topic", "bench_" + number,
                "kafka.dead-topic", "bench_" + number + ".dead",
                "clickhouse.database", "bench_" + number,
                "clicks.generate.enabled", "false",
                "ingest.instance-id", "bench-" + number,
                "camel.main.routes-include-pattern",
                        "file:routes/clicks-*.yaml,file:routes/deliver-*.yaml,file:routes/dead-*.yaml,file:routes/errors.camel.yaml",
                "routes.reload", "false",
                "camel.server.enabled", "false",
                "camel.management.enabled", "false",
                "camel.main.auto-startup-exclude-pattern", "clicks-ingest"));
    }

    private void schema(Settings own) {
        try (ClickHouse clickHouse = connection(own).open()) {
            new SchemaRunner(clickHouse).apply(Services.home().resolve("ddl"));
        }
    }

    private static ClickHouseConnection connection(Settings own) {
        return new ClickHouseConnection(
                own.text("clickhouse.host"),
                own.port("clickhouse.port"),
                false,
                own.text("clickhouse.user"),
                own.text("clickhouse.password"),
                own.text("clickhouse.database"),
                60_000);
    }

    private static void fill(Settings own, List<Sample> records, int count) throws Exception {
        Map<String, Object> kafka = Map.of(
                "bootstrap.servers", own.text("kafka.broker-url"),
                "compression.type", "lz4",
                "linger.ms", "20",
                "batch.size", "262144");
        NewTopics.create(kafka, new NewTopic(own.text("kafka.topic"), PARTITIONS, (short) 1));
        try (var producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                Sample record = records.get(i % records.size());
                producer.send(new ProducerRecord<>(
                        own.text("kafka.topic"), i / 1000 % PARTITIONS, record.key(), record.value()));
            }
        }
    }

    private List<Sample> sample() {
        ClickSource source = new ClickSource(
                ClickGeneratorSettings.defaults().withRatePerSecond(0), InstantSource.fixed(Instant.now()));
        List<Sample> sample = new ArrayList<>(clicks);
        while (sample.size() < clicks) {
            source.next().forEach(click -> sample.add(new Sample(click.key(), click.value())));
        }
        return sample;
    }

    private static List<Sample> poison() {
        Random random = new Random(1);
        List<Sample> poison = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            byte[] rubbish = new byte[250];
            random.nextBytes(rubbish);
            poison.add(new Sample(("u_" + i).getBytes(StandardCharsets.UTF_8), rubbish));
        }
        return poison;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
