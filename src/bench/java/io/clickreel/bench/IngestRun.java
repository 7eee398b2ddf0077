package io.clickreel.bench;

import java.util.Map;

/**
 * What one contender did in one round. CPU is in seconds per million clicks, memory in MiB.
 *
 * @param seconds from the first click that could be seen to the last, in clicks and in each view
 * @param drainSeconds from then until ClickHouse had no merge left to do
 * @param pipelineCpu up to the last click; 0 where the pipeline is ClickHouse itself
 * @param clickHouseCpu up to the last click
 * @param clickHouseCpuDrained the same with the merges that were left behind
 * @param blocks how many blocks were inserted into clicks
 * @param bytesPerClick on disk when drained, for each table
 */
record IngestRun(
        String contender,
        int round,
        double rowsPerSecond,
        double rowsPerSecondDrained,
        double seconds,
        double drainSeconds,
        double pipelineCpu,
        double clickHouseCpu,
        double clickHouseCpuDrained,
        double brokerCpu,
        long pipelinePeakMb,
        long clickHousePeakMb,
        long blocks,
        Map<String, Double> bytesPerClick) {
    /** Of all processes, merges included. */
    double cpu() {
        return pipelineCpu + clickHouseCpuDrained + brokerCpu;
    }
}
