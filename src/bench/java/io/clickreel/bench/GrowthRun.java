package io.clickreel.bench;

import java.util.Locale;

/**
 * One more million clicks in a table of a size, in inserts of 100,000.
 *
 * @param tableMillion the size before it
 * @param insertCpu ClickHouse's CPU seconds per million up to the last insert's answer
 * @param drainedCpu the same, with the merges that were left to do
 * @param growingCpu CPU seconds per million, merges included, of all that came in since the last size
 * @param parts of clicks, after the merges
 */
record GrowthRun(double tableMillion, double insertCpu, double drainedCpu, double growingCpu, long parts) {
    static final String HEAD = String.format(
            Locale.ROOT,
            "%13s | %10s %10s %14s | %6s%n%13s | %s%n",
            "table million",
            "inserts",
            "drained",
            "growing to it",
            "parts",
            "",
            "ClickHouse, CPU seconds per million");

    String line() {
        return String.format(
                Locale.ROOT,
                "%13.1f | %10.2f %10.2f %14.2f | %6d%n",
                tableMillion,
                insertCpu,
                drainedCpu,
                growingCpu,
                parts);
    }
}
