package io.clickreel.bench;

import java.util.Locale;

/**
 * One question over one size of table.
 *
 * @param million clicks in the table
 * @param firstMs the first time that it was asked, with the caches of an insert
 * @param ms of the times after that, from the question to the answer's rows
 * @param cpuMs of ClickHouse, for one answer
 * @param readRows of all tables
 * @param readBytes before compression
 */
record QuestionRun(
        double million,
        String question,
        double firstMs,
        Percentiles ms,
        double cpuMs,
        long readRows,
        long readBytes,
        int answerRows) {
    static final String HEAD = String.format(
            Locale.ROOT,
            "%8s  %-37s %8s %6s %8s %8s %8s %8s %8s %12s %10s %6s%n",
            "million",
            "question",
            "first ms",
            "times",
            "p50 ms",
            "p90 ms",
            "p99 ms",
            "max ms",
            "CPU ms",
            "rows read",
            "MB read",
            "rows");

    String line() {
        return String.format(
                Locale.ROOT,
                "%8.1f  %-37s %8.1f %6d %8.1f %8.1f %8.1f %8.1f %8.1f %,12d %10.1f %6d%n",
                million,
                question,
                firstMs,
                ms.count(),
                ms.p50(),
                ms.p90(),
                ms.p99(),
                ms.max(),
                cpuMs,
                readRows,
                readBytes / 1e6,
                answerRows);
    }
}
