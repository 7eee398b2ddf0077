package io.clickreel.bench;

import java.util.Arrays;

/** What half, 90 %, 99 % and all of the values do not exceed; not-a-number where there are none. */
record Percentiles(int count, double p50, double p90, double p99, double max) {
    static Percentiles of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Percentiles(sorted.length, at(sorted, 0.5), at(sorted, 0.9), at(sorted, 0.99), at(sorted, 1));
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
