package io.clickreel.bench;

import java.util.Locale;
import java.util.Map;

/**
 * What the tables of one folder of DDL cost. CPU is ClickHouse's, in seconds per million clicks.
 *
 * @param insertCpu until the last insert was answered
 * @param drainedCpu with the merges that were left behind
 * @param rowsPerClick rows of each table that merges have left, for each click
 * @param bytesPerClick on disk, for each click
 */
record SchemaRun(
        String ddl,
        int round,
        double insertCpu,
        double drainedCpu,
        Map<String, Double> rowsPerClick,
        Map<String, Double> bytesPerClick) {
    static final String HEAD = String.format(
            "%-30s %5s | %7s %7s | bytes (and rows) a click%n", "CPU s a million", "round", "inserts", "drained");

    String line() {
        StringBuilder line = new StringBuilder(
                String.format(Locale.ROOT, "%-30s %5d | %7.2f %7.2f |", ddl, round, insertCpu, drainedCpu));
        bytesPerClick.forEach((table, bytes) ->
                line.append(String.format(Locale.ROOT, " %s %.3f (%.3f rows)", table, bytes, rowsPerClick.get(table))));
        return line.append(System.lineSeparator()).toString();
    }
}
