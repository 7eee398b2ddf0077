package io.clickreel.audit;

import java.util.List;

/**
 * What an audit has to say.
 *
 * @param tables the partitions and the views
 * @param findings in the order in which they were made
 */
public record AuditReport(String tables, List<Finding> findings) {
    public AuditReport {
        findings = List.copyOf(findings);
    }

    /** The report of an audit that could not be made. */
    public static AuditReport undecided(String sentence) {
        return new AuditReport("", List.of(Finding.undecided(sentence)));
    }

    public Verdict verdict() {
        return findings.stream().map(Finding::verdict).reduce(Verdict.HOLDS, Verdict::and);
    }

    public String text() {
        StringBuilder text = new StringBuilder(tables);
        if (!tables.isEmpty()) {
            text.append('\n');
        }
        for (Finding finding : findings) {
            String mark =
                    switch (finding.verdict()) {
                        case HOLDS -> "note: ";
                        case UNKNOWN -> "unknown: ";
                        case UNDECIDED -> "undecided: ";
                        case VIOLATED -> "violated: ";
                    };
            text.append(mark).append(finding.sentence()).append('\n');
        }
        text.append(
                switch (verdict()) {
                    case HOLDS ->
                        "holds: every offset that was delivered is in its table or in dead_letters once, and every"
                                + " view agrees; nothing lost, nothing doubled";
                    case UNKNOWN ->
                        "holds as far as is known: every offset that was delivered is in its table or in dead_letters once,"
                                + " and every view agrees; of the offsets that are named above nothing is known";
                    case UNDECIDED -> "undecided: what could be judged holds, but not all could be";
                    case VIOLATED ->
                        "violated: "
                                + LedgerCheck.of(
                                        findings.stream()
                                                .filter(finding -> finding.verdict() == Verdict.VIOLATED)
                                                .count(),
                                        "finding")
                                + ", named above";
                });
        return text.append('\n').toString();
    }
}
