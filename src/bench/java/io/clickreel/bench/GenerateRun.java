package io.clickreel.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.clickreel.Settings;
import io.clickreel.generate.ClickGeneratorSettings;
import io.clickreel.generate.ClickPublishing;
import io.clickreel.generate.ClickSource;
import io.clickreel.run.PipelineConfiguration;
import io.clickreel.testing.Services;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.main.Main;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * One part of {@link GenerateBench}, in a process of its own: {@code making SECONDS}, or {@code publishing SECONDS BROKER
 * TOPIC}. It prints its result as a line of JSON.
 */
final class GenerateRun {
    static final String HEADING = """
            | what | clicks | clicks/s | CPU s per million | heap after GC, MB: start | end |
            |---|---|---|---|---|---|""";

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final long WARM_UP_CLICKS = 2_000_000;

    private GenerateRun() {}

    public static void main(String[] arguments) throws Exception {
        double seconds = Double.parseDouble(arguments[1]);
        if (arguments[0].equals("making")) {
            make(seconds);
        } else {
            publish(seconds, arguments[2], arguments[3]);
        }
        System.exit(0);
    }

    static String tableRow(String result) {
        try {
            JsonNode json = new ObjectMapper().readTree(result);
            return String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,d | %.2f | %.1f | %.1f |",
                    json.get("what").asText(),
                    json.get("clicks").asLong(),
                    json.get("clicks_per_second").asLong(),
                    json.get("cpu_seconds_per_million").asDouble(),
                    json.get("heap_start_mb").asDouble(),
                    json.get("heap_end_mb").asDouble());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a result: " + result, e);
        }
    }

    private static void make(double seconds) throws Exception {
        ClickSource source =
                new ClickSource(ClickGeneratorSettings.defaults().withRatePerSecond(0), InstantSource.system());
        long made = 0;
        while (made < WARM_UP_CLICKS) {
            made += source.next().size();
        }
        double heap = heapMb();
        Watch watch = new Watch();
        long before = made;
        while (watch.seconds() < seconds) {
            made += source.next().size();
        }
        watch.stop();
        watch.print("making and encoding", made - before, heap, heapMb());
        // Else it would be garbage when the heap is measured.
        Reference.reachabilityFence(source);
    }

    private static void publish(double seconds, String broker, String topic) throws Exception {
        Settings settings = Services.settings(
                Path.of("target"),
                Map.of(
                        "kafka.broker-url", broker,
                        "kafka.topic", topic,
                        "clicks.generate.rate-per-second", "0",
                        "clicks.generate.seed", "42",
                        "camel.main.routes-include-pattern",
                                "file:routes/clicks-generate.camel.yaml,file:routes/errors.camel.yaml",
                        "routes.reload", "false",
                        "camel.server.enabled", "false",
                        "camel.management.enabled", "false"));
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setOverrideProperties(PipelineConfiguration.camelProperties(settings));
        main.bind("clickGenerator", ClickPublishing.of(settings));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            Callable<Long> published = () -> endOffsets(admin, topic);
            main.start();
            while (published.call() < WARM_UP_CLICKS) {
                Thread.sleep(100);
            }
            main.getCamelContext().getRouteController().suspendRoute("clicks-generate");
            double heap = heapMb();
            long before = published.call();
            Watch watch = new Watch();
            main.getCamelContext().getRouteController().resumeRoute("clicks-generate");
            Thread.sleep((long) (seconds * 1_000));
            main.getCamelContext().getRouteController().suspendRoute("clicks-generate");
            watch.stop();
            watch.print("the route into Kafka", published.call() - before, heap, heapMb());
            main.stop();
        }
    }

    private static long endOffsets(Admin admin, String topic) throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = IntStream.range(0, GenerateBench.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        var latest =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().values().stream()
                .mapToLong(end -> end.offset())
                .sum();
    }

    /** What is in use after a full collection. */
    private static double heapMb() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
    }

    /** Wall clock and CPU time of this process. */
    private static final class Watch {
        private final long startNanos = System.nanoTime();
        private final long startCpuNanos = SYSTEM.getProcessCpuTime();
        private double seconds;
        private double cpuSeconds;

        double seconds() {
            return (System.nanoTime() - startNanos) / 1e9;
        }

        void stop() {
            seconds = seconds();
            cpuSeconds = (SYSTEM.getProcessCpuTime() - startCpuNanos) / 1e9;
        }

        void print(String what, long clicks, double heapStartMb, double heapEndMb) {
            System.out.printf(
                    Locale.ROOT,
                    "{\"what\": \"%s\", \"clicks\": %d, \"clicks_per_second\": %.0f, \"cpu_seconds_per_million\": %.3f,"
                            + " \"heap_start_mb\": %.1f, \"heap_end_mb\": %.1f}%n",
                    what,
                    clicks,
                    clicks / seconds,
                    cpuSeconds / clicks * 1e6,
                    heapStartMb,
                    heapEndMb);
        }
    }
}
