package io.clickreel.audit;

import io.clickreel.TextTable;
import io.clickreel.kafka.PartitionOffsets;
import io.clickreel.stream.SourcePartition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The two tables of a report. */
final class ReportTables {
    private ReportTables() {}

    /** The table of partitions, without lines yet. */
    static TextTable partitions() {
        return new TextTable(
                1,
                9,
                "topic",
                "partition",
                "from",
                "to",
                "rows",
                "dead letters",
                "no record",
                "lost",
                "in flight",
                "lag",
                "verdict");
    }

    /** Adds a partition's line. */
    static void add(
            TextTable table,
            SourcePartition partition,
            boolean isCurrent,
            LedgerTotals totals,
            OpenBatch batch,
            @Nullable PartitionOffsets has,
            List<Finding> findings) {
        table.add(
                partition.topic() + (isCurrent ? "" : " (former, " + partition.topicId() + ")"),
                Integer.toString(partition.partition()),
                totals.isEmpty() ? "-" : Long.toString(totals.first()),
                totals.isEmpty() ? "-" : Long.toString(totals.end() - 1),
                number(totals.rows()),
                number(totals.deadLetters()),
                number(totals.withoutRecord()),
                number(totals.lost()),
                number(batch.rows()),
                has == null ? "-" : number(lag(has, totals, batch)),
                word(findings.stream().map(Finding::verdict).reduce(Verdict.HOLDS, Verdict::and)));
    }

    static TextTable views(List<ViewCheck.Outcome> views) {
        TextTable table = new TextTable(1, 2, "view", "raw rows", "its total", "verdict");
        views.forEach(outcome -> table.add(
                outcome.view().name(), number(outcome.raw()), number(outcome.total()), word(outcome.verdict())));
        return table;
    }

    /** How many offsets Kafka has beyond the ledger's end. */
    private static long lag(PartitionOffsets has, LedgerTotals totals, OpenBatch batch) {
        long from = totals.isEmpty() ? has.start() : Math.max(totals.end(), batch.closedEnd());
        return Math.max(0, has.end() - from);
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case HOLDS -> "holds";
            case UNKNOWN -> "unknown";
            case UNDECIDED -> "undecided";
            case VIOLATED -> "violated";
        };
    }

    private static String number(long number) {
        return "%,d".formatted(number);
    }
}
