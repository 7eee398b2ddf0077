package io.clickreel.bench;

import java.io.IOException;
import java.util.TreeMap;

/**
 * The parts of each table of a database at one moment.
 *
 * @param made how many parts inserts have made so far: each takes the table's next block number
 * @param active those that questions read now
 */
record TableParts(TreeMap<String, Long> made, TreeMap<String, Long> active) {
    static TableParts of(OwnDatabase database) throws IOException, InterruptedException {
        TableParts parts = new TableParts(new TreeMap<>(), new TreeMap<>());
        for (String line : database.lines("SELECT table, max(max_block_number), sum(active) FROM system.parts"
                + " WHERE database = '" + database.name() + "' GROUP BY table")) {
            String[] columns = line.split("\t");
            parts.made.put(columns[0], Long.parseLong(columns[1]));
            parts.active.put(columns[0], Long.parseLong(columns[2]));
        }
        return parts;
    }

    /** Parts made since then, each second. */
    double madePerSecond(String table, TableParts before, double seconds) {
        return (made.getOrDefault(table, 0L) - before.made.getOrDefault(table, 0L)) / seconds;
    }

    double madePerSecond(TableParts before, double seconds) {
        return made.keySet().stream()
                .mapToDouble(table -> madePerSecond(table, before, seconds))
                .sum();
    }
}
