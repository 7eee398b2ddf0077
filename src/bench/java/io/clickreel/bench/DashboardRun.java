package io.clickreel.bench;

import java.util.Locale;
import java.util.Map;

/**
 * One phase.
 *
 * @param readers open dashboards
 * @param storedPerSecond clicks
 * @param delayP50Ms from a record in Kafka to its row, by the ledger of batches
 * @param answersPerSecond of questions that were polled, to all readers
 * @param pushedPerSecond live answers, to all readers
 * @param refused answers with another status than 200
 * @param cpu seconds a second, by process
 */
record DashboardRun(
        int readers,
        double seconds,
        double storedPerSecond,
        double delayP50Ms,
        double delayP99Ms,
        double answersPerSecond,
        double pushedPerSecond,
        long refused,
        Map<String, Double> cpu,
        double load) {
    static final String HEAD = String.format(
            Locale.ROOT,
            "%7s %9s | %9s %9s | %10s %8s %7s | %8s %10s %6s%n",
            "readers",
            "stored/s",
            "delay p50",
            "p99, ms",
            "answers/s",
            "pushed/s",
            "refused",
            "pipeline",
            "ClickHouse",
            "Kafka");

    String line() {
        return String.format(
                Locale.ROOT,
                "%7d %,9.0f | %,9.0f %,9.0f | %10.1f %8.1f %7d | %8.3f %10.3f %6.3f%n",
                readers,
                storedPerSecond,
                delayP50Ms,
                delayP99Ms,
                answersPerSecond,
                pushedPerSecond,
                refused,
                cpu.getOrDefault("pipeline", 0.0),
                cpu.getOrDefault("clickhouse", 0.0),
                cpu.getOrDefault("kafka", 0.0));
    }
}
