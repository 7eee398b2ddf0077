package io.clickreel.bench;

import io.clickreel.Settings;
import io.clickreel.embedded.EmbeddedServices;
import io.clickreel.embedded.process.DataFolder;
import io.clickreel.testing.NewTopics;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * How fast the generator is, each part in a JVM of its own on one core: {@code bench/generate [SECONDS]}.
 *
 * <p>Kafka runs beside it, on all cores.
 */
public final class GenerateBench {
    static final int PARTITIONS = 2;
    private static final String TOPIC = "bench_generate";
    private static final String CORE = "0";

    private GenerateBench() {}

    public static void main(String[] arguments) throws Exception {
        String seconds = arguments.length > 0 ? arguments[0] : "30";
        Path folder = Services.folder();
        // Addresses that nobody asks: only Kafka is needed.
        Map<String, String> others = Map.of("clickhouse.host", "127.0.0.1", "s3.endpoint", "http://127.0.0.1");
        List<String> results = new ArrayList<>();
        try (DataFolder data = DataFolder.take(folder);
                EmbeddedServices services =
                        EmbeddedServices.start(Services.settings(folder, others), Services.home(), data, text -> {})) {
            createTopic(services.settings());
            results.add(run("making", seconds));
            results.add(run("publishing", seconds, services.settings().text("kafka.broker-url"), TOPIC));
        }
        System.out.printf("%n%s%n", GenerateRun.HEADING);
        results.forEach(result -> System.out.println(GenerateRun.tableRow(result)));
        Files.writeString(
                Path.of("target/bench/generate.json"),
                String.format(
                        Locale.ROOT,
                        "{\"date\": \"%s\", \"core\": %s, \"seconds\": %s, \"runs\": [%s]}%n",
                        Instant.now(),
                        CORE,
                        seconds,
                        String.join(", ", results)));
        System.exit(0);
    }

    /** @return the run's result as a JSON object, the last line of its output */
    private static String run(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "taskset",
                "-c",
                CORE,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                GenerateRun.class.getName()));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("'" + arguments[0] + "' failed: " + output);
            }
            return output.strip().substring(output.strip().lastIndexOf('\n') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("taskset and java are needed", e);
        }
    }

    private static void createTopic(Settings settings) throws Exception {
        // What nobody reads need not fill the disk.
        NewTopic topic = new NewTopic(TOPIC, PARTITIONS, (short) 1)
                .configs(Map.of("retention.bytes", "500000000", "segment.bytes", "100000000"));
        NewTopics.create(Map.of("bootstrap.servers", settings.text("kafka.broker-url")), topic);
    }
}
