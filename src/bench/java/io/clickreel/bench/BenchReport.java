package io.clickreel.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The JSON of a benchmark, with where and when it ran. */
final class BenchReport {
    private BenchReport() {}

    /** Writes {@code target/bench/<name>.json}. */
    static void write(String name, Map<String, Object> results) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("date", Instant.now().toString());
        json.put("commit", System.getProperty("bench.commit", "unknown"));
        json.put("cores", Runtime.getRuntime().availableProcessors());
        json.put("load", load());
        json.put("java", System.getProperty("java.version"));
        json.putAll(results);
        Path file = Path.of("target/bench/" + name + ".json");
        Files.createDirectories(file.getParent());
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), json);
    }

    /** The machine's load in the last minute. */
    static double load() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }
}
