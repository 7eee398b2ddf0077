package io.clickreel.delivery;

import io.clickreel.contract.Plan;
import io.clickreel.delivery.batch.Batch;
import io.clickreel.delivery.ledger.StoredRanges;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Where the real classes meet the model of Kafka and ClickHouse. As it stands it is the protocol; each {@link
 * ModelMutation} breaks one rule of it.
 */
interface ModelProtocol {
    ModelProtocol REAL = new ModelProtocol() {};

    /** What the lane commits next; null if nothing. */
    default @Nullable OffsetAndMetadata commit(PartitionLane lane, int position) {
        return lane.toCommit();
    }

    /** Whether the intent is committed before the batch is handed out. */
    default boolean intends() {
        return true;
    }

    /** Whether a commit that was refused or not answered is told from one that was taken. */
    default boolean noticesRefusals() {
        return true;
    }

    /** Whether Kafka takes a commit. */
    default boolean takes(boolean ofTheOwner) {
        return ofTheOwner;
    }

    default String token(Batch batch) {
        return batch.getToken();
    }

    /** Whether the route has this step. */
    default boolean inserts(ModelInsert.Kind kind) {
        return true;
    }

    default StartingPoint start(
            Uuid topicId, @Nullable OffsetAndMetadata committed, StoredRanges stored, StartingPoint.Log log) {
        return StartingPoint.find(topicId, committed, stored, log);
    }

    /** The contract that the next owner reads a batch under that was begun. */
    default Plan contractOf(Plan begunUnder, Plan today) {
        return begunUnder;
    }

    /** Whether the commit is read once more before a partition is given up. */
    default boolean asksAgainBeforeItHalts() {
        return true;
    }

    /** The offset at which a batch that failed is read again, with any end; empty if it is handed out again as it is. */
    default OptionalLong readAgainAfterFailure(Batch batch) {
        return OptionalLong.empty();
    }

    /** Whether a repeated insert is checked in each view's target by itself. */
    default boolean repairsViews() {
        return true;
    }

    /** Which of these dead letters the table shows, as bits. */
    default int keptDeadLetters(int letters) {
        return letters;
    }
}
