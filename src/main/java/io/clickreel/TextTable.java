package io.clickreel;

import java.util.ArrayList;
import java.util.List;

/** A table in plain text: texts to the left, numbers to the right. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final int texts;
    private final int numbers;

    /**
     * @param texts how many columns at the beginning are text
     * @param numbers how many behind them are numbers; the rest is text again
     */
    public TextTable(int texts, int numbers, String... head) {
        this.texts = texts;
        this.numbers = numbers;
        rows.add(List.of(head));
    }

    public void add(String... row) {
        rows.add(List.of(row));
    }

    public String text() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String padding = " ".repeat(widths[i] - row.get(i).length());
                boolean left = i < texts || i >= texts + numbers;
                line.append(i == 0 ? "" : GAP).append(left ? row.get(i) + padding : padding + row.get(i));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
