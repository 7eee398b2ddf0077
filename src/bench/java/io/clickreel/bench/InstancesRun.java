package io.clickreel.bench;

import java.util.Locale;

/**
 * So many instances that share a backlog.
 *
 * @param drainedPerSecond with the merges that were left to do
 * @param pipelineCpu seconds per million clicks, of all instances
 * @param clickHouseCpu the same, up to the last click
 * @param clickHouseCpuDrained the same, with the merges that were left to do
 * @param inserts into clicks
 */
record InstancesRun(
        int instances,
        long clicks,
        double clicksPerSecond,
        double drainedPerSecond,
        double pipelineCpu,
        double clickHouseCpu,
        double clickHouseCpuDrained,
        double kafkaCpu,
        long inserts) {
    static final String HEAD = String.format(
            Locale.ROOT,
            "%9s %10s %10s | %8s %10s %8s %6s | %7s%n%31s | %s%n",
            "instances",
            "clicks/s",
            "drained/s",
            "pipeline",
            "ClickHouse",
            "drained",
            "Kafka",
            "inserts",
            "",
            "CPU seconds per million clicks");

    String line() {
        return String.format(
                Locale.ROOT,
                "%9d %,10.0f %,10.0f | %8.2f %10.2f %8.2f %6.2f | %7d%n",
                instances,
                clicksPerSecond,
                drainedPerSecond,
                pipelineCpu,
                clickHouseCpu,
                clickHouseCpuDrained,
                kafkaCpu,
                inserts);
    }
}
