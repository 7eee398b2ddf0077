package io.clickreel.bench;

import java.util.Locale;
import java.util.Map;

/**
 * One rate.
 *
 * @param rate clicks a second that were asked for, without the markers
 * @param sentPerSecond that Kafka acknowledged
 * @param storedPerSecond by the rows of {@code clicks}, with the markers
 * @param seenMs from Kafka's acknowledgement of a marker to the answer that shows it
 * @param unseen markers that were not seen half a minute after the end
 * @param askedMs how long the reader's question took
 * @param clickMs each click's {@code _ingested_at} minus its time in Kafka
 * @param oldestMs of each batch, {@code ingested_at - first_timestamp}
 * @param newestMs of each batch, {@code ingested_at - last_timestamp}
 * @param partsPerSecond parts that inserts made in {@code clicks}
 * @param allPartsPerSecond the same for all tables
 * @param mostActiveParts of {@code clicks}, looked at once a second
 * @param activeParts at the end, by table
 * @param cpu seconds a second, by process; "bench" is the producer and the reader
 */
record LatencyRun(
        int rate,
        double seconds,
        double sentPerSecond,
        double storedPerSecond,
        Percentiles seenMs,
        long unseen,
        Percentiles askedMs,
        Percentiles clickMs,
        Percentiles oldestMs,
        Percentiles newestMs,
        double partsPerSecond,
        double allPartsPerSecond,
        long mostActiveParts,
        Map<String, Long> activeParts,
        Map<String, Double> cpu,
        double load) {
    static final String HEAD = String.format(
            Locale.ROOT,
            "%9s %9s %9s | %7s %7s %7s %7s | %7s %7s | %7s %7s | %7s %7s | %7s %7s %6s | %8s %10s %6s%n"
                    + "%29s | %31s | %15s | %15s | %15s | %22s | %s%n",
            "clicks/s",
            "sent/s",
            "stored/s",
            "p50",
            "p90",
            "p99",
            "max",
            "p50",
            "p99",
            "p50",
            "p99",
            "p50",
            "p99",
            "clicks",
            "all",
            "active",
            "pipeline",
            "ClickHouse",
            "Kafka",
            "",
            "seen in a view, ms",
            "click, ms",
            "oldest, ms",
            "newest, ms",
            "parts made/s",
            "CPU seconds a second");

    String line() {
        return String.format(
                Locale.ROOT,
                "%,9d %,9.0f %,9.0f | %,7.0f %,7.0f %,7.0f %,7.0f | %,7.0f %,7.0f | %,7.0f %,7.0f | %,7.0f %,7.0f"
                        + " | %7.2f %7.2f %6d | %8.3f %10.3f %6.3f%s%n",
                rate,
                sentPerSecond,
                storedPerSecond,
                seenMs.p50(),
                seenMs.p90(),
                seenMs.p99(),
                seenMs.max(),
                clickMs.p50(),
                clickMs.p99(),
                oldestMs.p50(),
                oldestMs.p99(),
                newestMs.p50(),
                newestMs.p99(),
                partsPerSecond,
                allPartsPerSecond,
                activeParts.getOrDefault("clicks", 0L),
                cpu.getOrDefault("pipeline", 0.0),
                cpu.getOrDefault("clickhouse", 0.0),
                cpu.getOrDefault("kafka", 0.0),
                unseen == 0 ? "" : "  " + unseen + " markers NOT seen");
    }
}
