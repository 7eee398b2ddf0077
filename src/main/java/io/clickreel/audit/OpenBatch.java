package io.clickreel.audit;

import io.clickreel.clickhouse.Row;
import io.clickreel.delivery.Intent;
import io.clickreel.kafka.PartitionOffsets;
import io.clickreel.stream.SourcePartition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is stored behind the ledger's end: the batch that is open, if all is well. Its end was committed to Kafka before
 * its first row was sent.
 *
 * @param closedEnd offset after the ledger's last range, asked last
 * @param intentEnd offset after the batch that was begun; closedEnd if none was
 * @param rows that are there, and dead letters
 * @param findings what is not as it should be
 */
record OpenBatch(long closedEnd, long intentEnd, long rows, List<Finding> findings) {
    private static final String CLOSED =
            "SELECT maxOrNull(end_offset) AS end FROM deliveries WHERE" + SourcePartition.IS_THIS;
    private static final String BEHIND = "SELECT minOrNull(f) AS first, max(e) AS end, sum(n) AS rows FROM (SELECT"
            + " first_offset AS f, last_offset + 1 AS e, rows AS n FROM batches WHERE" + SourcePartition.IS_THIS
            + "AND first_offset >= {closed:UInt64} UNION ALL SELECT _offset, _offset + 1, toUInt64(1) FROM dead_letters FINAL"
            + " WHERE" + SourcePartition.IS_THIS + "AND _offset >= {closed:UInt64})";

    /** Rows behind the ledger's end. */
    record Stored(long first, long end, long rows) {}

    /** Asks Kafka for the partition; null if it does not answer. */
    interface Asking {
        @Nullable
        PartitionOffsets ask();
    }

    /** Asks for the rows, then Kafka, then the ledger: so a batch that is delivered meanwhile looks like no fault. */
    static OpenBatch find(Store store, SourcePartition partition, Asking kafka, boolean isCurrent) {
        long before = closedEnd(store, partition);
        Row row = store.row(BEHIND, partition.parameters("closed", before));
        OptionalLong first = row.optionalNumber("first");
        Optional<Stored> stored = first.isEmpty()
                ? Optional.empty()
                : Optional.of(new Stored(first.getAsLong(), row.number("end"), row.number("rows")));
        PartitionOffsets has = isCurrent ? kafka.ask() : null;
        return judge(store, partition, stored, has, isCurrent, closedEnd(store, partition));
    }

    private static long closedEnd(Store store, SourcePartition partition) {
        return store.row(CLOSED, partition.parameters("closed", 0))
                .optionalNumber("end")
                .orElse(0);
    }

    /**
     * Judges the three answers together.
     *
     * @param stored rows behind the ledger's end before Kafka was asked
     * @param kafka null if it did not answer or has no such topic now
     * @param isCurrent whether Kafka should know: it has a topic with this id, or did not answer at all
     * @param closedEnd the ledger's end after Kafka was asked
     */
    static OpenBatch judge(
            Store store,
            SourcePartition partition,
            Optional<Stored> stored,
            @Nullable PartitionOffsets kafka,
            boolean isCurrent,
            long closedEnd) {
        Optional<Stored> open = stored.filter(rows -> rows.end() > closedEnd);
        Optional<Intent> own = kafka == null ? Optional.empty() : ownCommit(partition, kafka);
        long intentEnd = Math.max(
                closedEnd, own.map(intent -> intent.end().orElse(closedEnd)).orElse(closedEnd));
        long committed = own.isPresent() && kafka != null ? kafka.committed().orElse(0) : 0;
        long rows = open.map(Stored::rows).orElse(0L);
        // The first batch of all begins where Kafka's log does.
        long begun = closedEnd == 0 && kafka != null ? kafka.start() : closedEnd;
        if (committed > begun) {
            return new OpenBatch(
                    closedEnd,
                    closedEnd,
                    rows,
                    List.of(Finding.violation(partition + ": "
                            + Offsets.before(closedEnd, committed)
                            + " are delivered by what Kafka has committed, but the ledger"
                            + " (table deliveries) lacks them"
                            + (rows == 0
                                    ? ", and nothing of them is stored. Start ingestion again: it goes on at the ledger's end."
                                    : "; " + LedgerCheck.of(rows, "row")
                                            + " are stored there. '" + store.replay() + "' over these"
                                            + " offsets stores them again, once."))));
        }
        if (open.isEmpty() || open.get().end() <= intentEnd) {
            return new OpenBatch(closedEnd, intentEnd, rows, List.of());
        }
        Offsets behind = Offsets.before(
                Math.max(closedEnd, open.get().first()), open.get().end());
        if (isCurrent && kafka == null) {
            return new OpenBatch(
                    closedEnd,
                    closedEnd,
                    rows,
                    List.of(Finding.undecided(partition + ": "
                            + behind
                            + " are stored behind the ledger's end. Whether they are the batch that is open only Kafka"
                            + " can say. Ask again when it answers.")));
        }
        return new OpenBatch(
                closedEnd,
                closedEnd,
                rows,
                List.of(Finding.violation(partition + ": " + behind + " ("
                        + LedgerCheck.of(rows, "row")
                        + ") are stored behind the ledger's end, and no batch that reaches as far"
                        + " was begun. "
                        + (isCurrent
                                ? "'" + store.replay() + "' over these offsets stores them again, once."
                                : "Their topic is gone from Kafka, so nobody can finish the batch; '" + store.replay()
                                        + "' over these offsets makes the views agree with " + store.table() + "."))));
    }

    private static Optional<Intent> ownCommit(SourcePartition partition, PartitionOffsets kafka) {
        return Intent.read(kafka.commit())
                .filter(intent -> SourcePartition.uuid(intent.topicId()).equals(partition.topicId()));
    }

    boolean isSuspect() {
        return !findings.isEmpty();
    }

    /** The offsets that a batch in flight may have stored in part. */
    boolean isOpen() {
        return intentEnd > closedEnd;
    }
}
