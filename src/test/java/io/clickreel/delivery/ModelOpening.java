package io.clickreel.delivery;

import io.clickreel.delivery.ledger.StoredRanges;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/** What a new owner has heard of a partition, answer by answer, as {@link PartitionOpening} asks. */
final class ModelOpening {
    private final int topic;
    private final @Nullable OffsetAndMetadata committed;
    private @Nullable OptionalLong closedEnd;
    private @Nullable OptionalLong insertedEnd;

    ModelOpening(int topic, @Nullable OffsetAndMetadata committed) {
        this.topic = topic;
        this.committed = committed;
    }

    int topic() {
        return topic;
    }

    boolean hasClosedEnd() {
        return closedEnd != null;
    }

    boolean hasInsertedEnd() {
        return insertedEnd != null;
    }

    /** One query asks for both ends; which is read first is ClickHouse's matter. */
    void closedEnd(int end) {
        closedEnd = optional(end);
    }

    void insertedEnd(int end) {
        insertedEnd = optional(end);
    }

    /** Where it goes on; null while an answer lacks. */
    @Nullable
    StartingPoint point(ModelProtocol protocol, int logEnd) {
        return closedEnd == null || insertedEnd == null
                ? null
                : protocol.start(
                        ModelRecords.topicId(topic),
                        committed,
                        new StoredRanges(closedEnd, insertedEnd),
                        new StartingPoint.Log(0, logEnd, 0));
    }

    /** Whether Kafka still says what it said first: if not, somebody else has the partition. */
    boolean isUnchanged(int topicNow, @Nullable OffsetAndMetadata committedNow) {
        return topicNow == topic && Objects.equals(committedNow, committed);
    }

    String key() {
        return topic + " " + committed + closedEnd + insertedEnd;
    }

    private static OptionalLong optional(int end) {
        return end == 0 ? OptionalLong.empty() : OptionalLong.of(end);
    }
}
