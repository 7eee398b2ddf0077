package io.clickreel.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.testing.Services;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.utils.AppInfoParser;

/** {@code bench/faults [ROUNDS] [SEED] [FAULT]}: random rounds, a line for each, and target/bench/faults.json. */
public final class FaultsMain {
    private FaultsMain() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        long firstSeed = arguments.length > 1 ? Long.parseLong(arguments[1]) : new Random().nextInt(1_000_000);
        String only = arguments.length > 2 ? arguments[2] : null;
        Harness harness = new Harness(Boolean.getBoolean("faults.mount"));
        // Ctrl-C ends the instances too: they are in processes of their own.
        Runtime.getRuntime().addShutdownHook(new Thread(harness::close));
        System.out.printf("%d rounds from seed %d; a round again: bench/faults 1 <its seed>%n", rounds, firstSeed);
        Map<String, String> versions = versions(harness.world());
        List<Harness.Result> results = new ArrayList<>();
        long seed = firstSeed;
        for (int i = 0; i < rounds; i++, seed++) {
            seed = only == null ? seed : Faults.seedOf(only, seed);
            Harness.Result result = harness.round(seed);
            results.add(result);
            System.out.println(line(i + 1, result));
            result.complaints().forEach(complaint -> System.out.println("      " + complaint));
        }
        System.out.println(summary(results, versions));
        write(results, versions);
        System.exit(results.stream().allMatch(Harness.Result::ok) ? 0 : 1);
    }

    private static String line(int number, Harness.Result result) {
        String head = String.format(
                Locale.ROOT, "%3d  seed %d  %-20s %-34s", number, result.seed(), result.fault(), result.shape());
        if (result.skipped() != null) {
            return head + " skipped: " + result.skipped();
        }
        return head
                + String.format(
                        Locale.ROOT,
                        " %6d good + %6d poison%s  recovered in %4.1f s of %4.1f  %s%s",
                        result.good(),
                        result.poison(),
                        result.unknown() == 0 ? "" : " + " + result.unknown() + " unknown",
                        result.recoveredS(),
                        result.tookS(),
                        result.ok() ? "ok" : "FAILED",
                        result.detail().isEmpty() ? "" : " (" + result.detail() + ")");
    }

    private static String summary(List<Harness.Result> results, Map<String, String> versions) {
        long skipped =
                results.stream().filter(result -> result.skipped() != null).count();
        long failed = results.stream().filter(result -> !result.ok()).count();
        long good = results.stream().mapToLong(Harness.Result::good).sum();
        long poison = results.stream().mapToLong(Harness.Result::poison).sum();
        return String.format(
                Locale.ROOT,
                "%d rounds: %d ok, %d failed, %d skipped; %d records acknowledged by Kafka: %d good, %d poison; %s",
                results.size(),
                results.size() - failed - skipped,
                failed,
                skipped,
                good + poison,
                good,
                poison,
                versions);
    }

    private static Map<String, String> versions(World world) throws Exception {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("clickreel", System.getProperty("faults.commit", "unknown"));
        versions.put("kafka", AppInfoParser.getVersion());
        versions.put("clickhouse", world.query("SELECT version()"));
        versions.put("camel", org.apache.camel.CamelContext.class.getPackage().getImplementationVersion());
        versions.put("java", System.getProperty("java.version"));
        versions.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        return versions;
    }

    private static void write(List<Harness.Result> results, Map<String, String> versions) throws Exception {
        Path file =
                Files.createDirectories(Services.home().resolve("target/bench")).resolve("faults.json");
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("at", Instant.now().toString());
        report.put("versions", versions);
        report.put("rounds", results);
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), report);
    }
}
