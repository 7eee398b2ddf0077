package io.clickreel.cli;

import io.clickreel.TextTable;
import io.clickreel.infer.Shown;
import io.clickreel.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Records that were tried, for people: the first rows side by side, because a table may have many columns; and the dead. */
final class TrialText {
    private static final int WIDEST = 36;

    private final TextTable table;
    private final List<Map<String, String>> rows;

    /** @param head of the columns that stand before the rows */
    TrialText(List<Map<String, String>> rows, String... head) {
        this.rows = rows;
        List<String> all = new ArrayList<>(List.of(head));
        IntStream.rangeClosed(1, rows.size()).forEach(row -> all.add("row " + row));
        this.table = new TextTable(all.size(), 0, all.toArray(String[]::new));
    }

    /** @param told what stands before the values of this column, the column's name first */
    void add(String... told) {
        List<String> line = new ArrayList<>(List.of(told));
        rows.forEach(row -> line.add(cut(row.getOrDefault(told[0], ""))));
        table.add(line.toArray(String[]::new));
    }

    String text() {
        return table.text();
    }

    /** Empty if none is dead. */
    static String dead(Trial trial) {
        if (trial.dead().isEmpty()) {
            return "";
        }
        TextTable table = new TextTable(2, 1, "  reason", "field", "records", "first", "for example");
        for (Trial.Dead dead : trial.dead()) {
            table.add(
                    "  " + dead.reason(),
                    cut(dead.field()),
                    Integer.toString(dead.records()),
                    dead.first(),
                    dead.detail());
        }
        return "\nDead letters of the sample:\n" + table.text();
    }

    /** What is too long, or cannot be seen, for a cell of a table. */
    static String cut(String text) {
        String shown = Shown.of(text);
        return shown.length() <= WIDEST ? shown : shown.substring(0, WIDEST - 3) + "...";
    }
}
