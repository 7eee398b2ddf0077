package io.clickreel.audit;

import io.clickreel.kafka.PartitionOffsets;
import io.clickreel.kafka.TopicSurvey;
import io.clickreel.stream.SourcePartition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares a partition with Kafka's log, and finds the offsets whose contents nobody can know any more. */
final class LogCheck {
    private final Store store;
    private final SourcePartition partition;
    private final LedgerTotals totals;
    private final OpenBatch open;

    /** @param open the batch behind the ledger's end, asked last */
    LogCheck(Store store, SourcePartition partition, LedgerTotals totals, OpenBatch open) {
        this.store = store;
        this.partition = partition;
        this.totals = totals;
        this.open = open;
    }

    /**
     * Adds what it finds.
     *
     * @param has what Kafka has of the partition; null: nothing is known of it
     * @param survey null: Kafka did not answer at all, which was said once for all partitions
     * @param general findings that are not of one partition alone
     */
    void check(
            @Nullable PartitionOffsets has,
            @Nullable TopicSurvey survey,
            List<Finding> findings,
            List<Finding> general) {
        if (has != null) {
            gone(has, findings);
            compare(has, findings);
        } else if (survey != null) {
            unasked(survey, findings, general);
        }
        if (!totals.isEmpty() && totals.first() > 0) {
            findings.add(
                    Finding.unknown("%s: the audit can speak from offset %,d on; what was before was gone from Kafka"
                                    .formatted(partition, totals.first())
                            + " or passed over when the partition was first read."));
        }
    }

    private void compare(PartitionOffsets has, List<Finding> findings) {
        if (has.end() < totals.end()) {
            findings.add(Finding.violation(partition + ": Kafka's log ends at offset " + has.end()
                    + ", but offsets up to " + (totals.end() - 1)
                    + " were delivered: Kafka has lost records that were read before, and gives their offsets to new ones."
                    + " Make the topic again, or name another one in the route."));
        }
        if (!totals.isEmpty() && has.start() < totals.first()) {
            Offsets before = Offsets.before(has.start(), totals.first());
            findings.add(Finding.violation(partition + ": " + before + " (" + before.count() + ") are in Kafka, but"
                    + " ingestion began behind them: they are neither in " + store.table()
                    + " nor in dead_letters. If this was not meant (autoOffsetReset in the route of the stream "
                    + store.stream().name() + "), '" + store.replay() + "' over these offsets stores them."));
        }
    }

    private void gone(PartitionOffsets has, List<Finding> findings) {
        long end = Math.max(totals.end(), open.closedEnd());
        if (has.start() <= end) {
            return;
        }
        Offsets gone = Offsets.before(end, has.start());
        findings.add(Finding.unknown(
                totals.isEmpty() && end == 0
                        ? "%s: Kafka's log begins at offset %,d, and nothing of it was delivered yet: what was before is gone, and nobody can tell what it held."
                                .formatted(partition, has.start())
                        : partition + ": " + gone + " (" + gone.count()
                                + ") are gone from Kafka, by its retention or by hand,"
                                + " and were not delivered: nobody can tell how many records they held. Ingestion stops there"
                                + " unless ingest.on-lost-offsets=continue; with that they will be named as lost."));
    }

    private void unasked(TopicSurvey survey, List<Finding> findings, List<Finding> general) {
        String why = survey.unanswered().get(partition);
        if (why != null) {
            findings.add(Finding.undecided(partition + ": Kafka does not answer for this partition (" + why
                    + "), so nothing of it is compared with Kafka's offsets. Ask again when its leader is there."));
            return;
        }
        Finding former = Finding.unknown("Kafka has no topic " + partition.topic() + " of the id " + partition.topicId()
                + " any more (deleted, or made again), so it is judged by what ClickHouse has. Whether it had records"
                + " behind what was delivered, nobody can tell.");
        if (!general.contains(former)) {
            general.add(former);
        }
    }
}
