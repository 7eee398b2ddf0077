package io.clickreel.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The table and the JSON of all rounds. */
record IngestReport(List<IngestRun> runs) {
    String table() {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%-22s %10s %10s | %8s %10s %7s %7s %7s | %8s %10s | %8s %6s%n",
                "medians",
                "clicks/s",
                "drained/s",
                "pipeline",
                "ClickHouse",
                "drained",
                "broker",
                "all",
                "pipeline",
                "ClickHouse",
                "B/click",
                "blocks"));
        table.append(String.format(
                Locale.ROOT,
                "%-22s %10s %10s | %-43s | %-19s |%n",
                "",
                "",
                "",
                "CPU s per million clicks",
                "peak MiB"));
        for (String contender : contenders()) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-22s %,10.0f %,10.0f | %8.2f %10.2f %7.2f %7.2f %7.2f | %,8.0f %,10.0f | %8.1f %6.0f%n",
                    contender,
                    median(contender, IngestRun::rowsPerSecond),
                    median(contender, IngestRun::rowsPerSecondDrained),
                    median(contender, IngestRun::pipelineCpu),
                    median(contender, IngestRun::clickHouseCpu),
                    median(contender, IngestRun::clickHouseCpuDrained),
                    median(contender, IngestRun::brokerCpu),
                    median(contender, IngestRun::cpu),
                    median(contender, IngestRun::pipelinePeakMb),
                    median(contender, IngestRun::clickHousePeakMb),
                    median(contender, run -> run.bytesPerClick().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum()),
                    median(contender, IngestRun::blocks)));
        }
        return table.toString();
    }

    /** @param about what was run, such as the number of clicks and the versions */
    void write(Path file, Map<String, Object> about) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        ratio(json, "ratio_to_kafka_engine_tuned", IngestBench.TUNED, IngestRun::rowsPerSecond);
        ratio(json, "ratio_to_kafka_engine_default", IngestBench.DEFAULT, IngestRun::rowsPerSecond);
        ratio(json, "ratio_to_ceiling", IngestBench.CEILING, IngestRun::rowsPerSecond);
        ratio(json, "ratio_to_jdbc", IngestBench.JDBC, IngestRun::rowsPerSecond);
        ratio(json, "drained_ratio_to_kafka_engine_tuned", IngestBench.TUNED, IngestRun::rowsPerSecondDrained);
        ratio(json, "drained_ratio_to_ceiling", IngestBench.CEILING, IngestRun::rowsPerSecondDrained);
        ratio(json, "drained_ratio_to_jdbc", IngestBench.JDBC, IngestRun::rowsPerSecondDrained);
        if (contenders().contains(IngestBench.OURS)) {
            json.put("pipeline_cpu_s_per_million", rounded(median(IngestBench.OURS, IngestRun::pipelineCpu)));
            json.put("cpu_s_per_million", rounded(median(IngestBench.OURS, IngestRun::cpu)));
        }
        json.putAll(about);
        json.put("runs", runs);
        Files.createDirectories(file.getParent());
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), json);
    }

    private void ratio(Map<String, Object> json, String name, String other, ToDoubleFunction<IngestRun> value) {
        if (contenders().containsAll(List.of(IngestBench.OURS, other))) {
            json.put(name, rounded(median(IngestBench.OURS, value) / median(other, value)));
        }
    }

    private List<String> contenders() {
        return runs.stream().map(IngestRun::contender).distinct().toList();
    }

    private double median(String contender, ToDoubleFunction<IngestRun> value) {
        double[] sorted = runs.stream()
                .filter(run -> run.contender().equals(contender))
                .mapToDouble(value)
                .sorted()
                .toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
