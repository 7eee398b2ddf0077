package io.clickreel.cli;

import io.clickreel.TextTable;
import io.clickreel.infer.Proposal;
import io.clickreel.infer.Shown;
import io.clickreel.newstream.Draft;
import io.clickreel.newstream.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A drafted stream for people: what was inferred, what is not sure, the first rows, and what would be dead. */
final class DraftText {
    private static final int WIDEST = 36;

    private DraftText() {}

    static String of(Draft draft) {
        Proposal proposal = draft.proposal();
        Trial trial = draft.trial();
        StringBuilder text = new StringBuilder();
        text.append("Read ")
                .append(draft.source())
                .append(".\n")
                .append(proposal.events())
                .append(" are events; ")
                .append(trial.stored())
                .append(" of the records would be stored, ")
                .append(trial.dead().values().stream().mapToInt(count -> count).sum())
                .append(" would be dead letters.\n\n")
                .append(rows(proposal, trial.rows()))
                .append("\nPARTITION BY ")
                .append(proposal.partitionKey())
                .append("  ORDER BY (_partition, ")
                .append(proposal.timeColumn())
                .append(")\n");
        if (!proposal.doubts().isEmpty()) {
            text.append("\nNot sure:\n");
            proposal.doubts().forEach(doubt -> text.append("  ").append(doubt).append('\n'));
        }
        if (!trial.dead().isEmpty()) {
            text.append("\nDead letters of the sample:\n");
            TextTable table = new TextTable(2, 1, "  reason", "field", "records", "first", "for example");
            trial.dead()
                    .forEach((dead, count) -> table.add(
                            "  " + dead.reason(),
                            cut(dead.field()),
                            Integer.toString(count),
                            dead.first(),
                            dead.detail()));
            text.append(table.text());
        }
        return text.toString();
    }

    /** The rows stand side by side, because a table may have many columns. */
    private static String rows(Proposal proposal, List<Map<String, String>> rows) {
        List<String> head = new ArrayList<>(List.of("column", "type", "from"));
        IntStream.rangeClosed(1, rows.size()).forEach(row -> head.add("row " + row));
        TextTable table = new TextTable(head.size(), 0, head.toArray(String[]::new));
        for (Proposal.Column column : proposal.columns()) {
            add(table, column.name(), column.type(), column.from(), rows);
        }
        add(table, "_rest", "String", "what the contract does not know", rows);
        return table.text();
    }

    private static void add(TextTable table, String name, String type, String from, List<Map<String, String>> rows) {
        List<String> line = new ArrayList<>(List.of(name, type, cut(from)));
        rows.forEach(row -> line.add(cut(row.getOrDefault(name, ""))));
        table.add(line.toArray(String[]::new));
    }

    private static String cut(String text) {
        String shown = Shown.of(text);
        return shown.length() <= WIDEST ? shown : shown.substring(0, WIDEST - 3) + "...";
    }
}
