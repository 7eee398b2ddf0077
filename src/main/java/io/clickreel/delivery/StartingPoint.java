package io.clickreel.delivery;

import io.clickreel.delivery.ledger.StoredRanges;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Where a partition's next batch begins, found from what Kafka and ClickHouse each know of the last one.
 *
 * <p>The ledger decides: what it has closed is stored, what it has not closed is not. Kafka's committed offset adds the
 * batch that is begun. Where the two cannot be brought together without loss or doubling, nothing is guessed.
 */
sealed interface StartingPoint {
    /**
     * Ingestion continues.
     *
     * @param offset of the first record that is not stored
     * @param boundEnd where the first batch has to end, because it was begun already
     * @param contract hash of the contract that this batch was begun under; empty if none is known
     * @param remark what was out of the ordinary; null if nothing was
     */
    record Resume(
            long offset,
            OptionalLong boundEnd,
            String contract,
            @Nullable String remark) implements StartingPoint {
        /** Nothing was begun. */
        Resume(long offset, @Nullable String remark) {
            this(offset, OptionalLong.empty(), "", remark);
        }
    }

    /**
     * Offsets that were never stored are gone from Kafka.
     *
     * @param from the first of them
     * @param then where ingestion continues after them
     */
    record Lost(long from, Resume then) implements StartingPoint {}

    /** A person has to decide. */
    record Unclear(String reason) implements StartingPoint {}

    /**
     * What Kafka has of the partition.
     *
     * @param start offset of the first record
     * @param end offset after the last one
     * @param first where a partition is begun that was never read: its start, or its end
     */
    record Log(long start, long end, long first) {}

    static StartingPoint find(Uuid topicId, @Nullable OffsetAndMetadata committed, StoredRanges stored, Log log) {
        Optional<Intent> intent = Intent.read(committed);
        boolean topicMadeAgain = intent.isPresent() && !intent.get().topicId().equals(topicId);
        StartingPoint unread = committed == null || topicMadeAgain
                ? withoutCommit(topicMadeAgain, stored, log)
                : withCommit(committed.offset(), intent, stored, log);
        return unread instanceof Resume resume ? held(resume, stored, log) : unread;
    }

    private static StartingPoint withoutCommit(boolean topicMadeAgain, StoredRanges stored, Log log) {
        if (stored.closedEnd().isEmpty()) {
            if (stored.insertedEnd().isPresent()) {
                return rowsBeyond("no batch", stored);
            }
            // Even if Kafka has deleted the first records by now: nobody had begun to read them.
            return topicMadeAgain
                    ? new Resume(log.start(), "the topic was deleted and made again; it is read from its beginning")
                    : new Resume(log.first(), null);
        }
        return afterLedger("Kafka has no committed offset of this group", stored);
    }

    private static StartingPoint withCommit(long offset, Optional<Intent> intent, StoredRanges stored, Log log) {
        OptionalLong end = intent.map(Intent::end).orElse(OptionalLong.empty());
        String contract = intent.map(Intent::contract).orElse("");
        if (stored.closedEnd().isEmpty()) {
            if (stored.insertedEnd().isPresent()) {
                return stored.insertedEnd().getAsLong() <= end.orElse(0)
                        ? new Resume(offset, end, contract, null)
                        : rowsBeyond("no batch", stored);
            }
            // An offset that another program has set is where the user wants to begin; one of ours came after
            // deliveries.
            return intent.isEmpty() || offset <= log.start()
                    ? new Resume(offset, end, contract, null)
                    : new Resume(
                            log.start(),
                            "offset " + offset
                                    + " is committed, but ClickHouse has nothing of this topic; all that Kafka"
                                    + " has is stored again");
        }
        long closed = stored.closedEnd().getAsLong();
        if (offset == closed) {
            return stored.insertedEnd().orElse(0) <= end.orElse(closed)
                    ? new Resume(offset, end, contract, null)
                    : rowsBeyond("offset " + (closed - 1), stored);
        }
        if (end.isPresent() && end.getAsLong() == closed && stored.insertedEnd().orElse(0) <= closed) {
            // The owner died between the ledger and the commit. Rows beyond would be of a later intent, which Kafka has
            // lost.
            return new Resume(closed, null);
        }
        return afterLedger("offset " + offset + " is committed", stored);
    }

    private static StartingPoint afterLedger(String kafka, StoredRanges stored) {
        long closed = stored.closedEnd().orElseThrow();
        return stored.insertedEnd().orElse(0) > closed
                ? rowsBeyond("offset " + (closed - 1), stored)
                : new Resume(
                        closed,
                        kafka + ", but by the ledger (table deliveries) offset " + closed + " is the next; it"
                                + " continues there");
    }

    private static Unclear rowsBeyond(String delivered, StoredRanges stored) {
        return new Unclear("ClickHouse has rows up to offset "
                + (stored.insertedEnd().orElseThrow() - 1) + ", but the ledger (table deliveries) ends with "
                + delivered
                + ", and Kafka has lost where the batch between them ends. To store it again could double it. Run"
                + " './clickreel replay' from the ledger's end on: it takes those rows out, and ingestion stores them"
                + " again");
    }

    /** Checks the starting point against what Kafka still has. */
    private static StartingPoint held(Resume resume, StoredRanges stored, Log log) {
        long needed = resume.boundEnd().orElse(resume.offset());
        if (needed > log.end()) {
            return new Unclear("offset " + needed + " would be next, but Kafka's log ends at " + log.end()
                    + ": Kafka has lost records that were read before. New ones would get offsets that are taken. Make the"
                    + " topic again, or set kafka.topic to another one; it is read from its beginning");
        }
        if (resume.offset() >= log.start()) {
            return resume;
        }
        if (resume.boundEnd().isPresent() && stored.insertedEnd().orElse(0) > resume.offset()) {
            return new Unclear("the batch from offset " + resume.offset() + " to " + (needed - 1)
                    + " was begun and is stored in part or whole, but Kafka has deleted its records from "
                    + resume.offset() + " to " + (Math.min(needed, log.start()) - 1)
                    + ", so that it cannot be formed again."
                    + " Run './clickreel replay' over these offsets: it makes the views agree with the rows");
        }
        // Nothing of a batch that was begun is stored, so what is left of it may end anywhere.
        return new Lost(resume.offset(), new Resume(log.start(), resume.remark()));
    }
}
