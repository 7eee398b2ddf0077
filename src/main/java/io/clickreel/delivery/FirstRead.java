package io.clickreel.delivery;

import io.clickreel.delivery.ledger.StoredRanges;
import java.util.Locale;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The first read of a partition that does not begin at offset 0.
 *
 * <p>Nothing that was promised is lost, so it is no alarm; but neither ingestion nor audit can tell what was there before.
 *
 * @param deletedOffsets how many offsets Kafka had deleted before the first one that is read
 * @param sentence for the log and the health check
 */
public record FirstRead(long deletedOffsets, String sentence) {
    /**
     * @param beginsAtEnd whether the route begins a partition that was never read at its end
     * @return null if there is nothing to say
     */
    static @Nullable FirstRead of(
            TopicPartition partition,
            @Nullable OffsetAndMetadata committed,
            StoredRanges stored,
            StartingPoint.Log log,
            StartingPoint point,
            boolean beginsAtEnd) {
        boolean nothingStored =
                stored.closedEnd().isEmpty() && stored.insertedEnd().isEmpty();
        if (!nothingStored || !(point instanceof StartingPoint.Resume resume) || resume.offset() == 0) {
            return null;
        }
        boolean chosen = committed != null && Intent.read(committed).isEmpty() && committed.offset() == resume.offset();
        if (chosen || resume.boundEnd().isPresent()) {
            // A user has chosen the offset, or this was reported when that batch was begun.
            return null;
        }
        return committed == null && beginsAtEnd
                ? new FirstRead(
                        0,
                        String.format(
                                Locale.ROOT,
                                "%s was first read at its end, offset %,d, as the route's autoOffsetReset=latest says: what was"
                                        + " there before is not stored; the audit speaks from there on",
                                partition,
                                resume.offset()))
                : new FirstRead(
                        log.start(),
                        String.format(
                                Locale.ROOT,
                                "%s was first read at offset %,d: %,d offsets before it had been deleted by Kafka's retention or"
                                        + " by hand; the audit speaks from there on",
                                partition,
                                resume.offset(),
                                log.start()));
    }
}
