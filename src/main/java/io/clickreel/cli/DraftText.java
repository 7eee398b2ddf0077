package io.clickreel.cli;

import io.clickreel.infer.Proposal;
import io.clickreel.newstream.Draft;
import io.clickreel.trial.Trial;

/** A drafted stream for people: what was inferred, what is not sure, the first rows, and what would be dead. */
final class DraftText {
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
                .append(trial.deadCount())
                .append(" would be dead letters.\n\n")
                .append(rows(proposal, trial))
                .append("\nPARTITION BY ")
                .append(proposal.partitionKey())
                .append("  ORDER BY (_partition, ")
                .append(proposal.timeColumn())
                .append(")\n");
        if (!proposal.doubts().isEmpty()) {
            text.append("\nNot sure:\n");
            proposal.doubts().forEach(doubt -> text.append("  ").append(doubt).append('\n'));
        }
        return text.append(TrialText.dead(trial)).toString();
    }

    private static String rows(Proposal proposal, Trial trial) {
        TrialText rows = new TrialText(trial.rows(), "column", "type", "from");
        for (Proposal.Column column : proposal.columns()) {
            rows.add(column.name(), column.type(), TrialText.cut(column.from()));
        }
        rows.add("_rest", "String", "what the contract does not know");
        return rows.text();
    }
}
