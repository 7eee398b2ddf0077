package io.clickreel.kafka;

import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka has of a partition.
 *
 * @param start offset of the first record
 * @param end offset after the last record that a reader of committed records may have
 * @param commit what the ingestion's group has committed; null if nothing
 */
public record PartitionOffsets(
        long start, long end, @Nullable OffsetAndMetadata commit) {
    /** The offset that the group has committed. */
    public OptionalLong committed() {
        return commit == null ? OptionalLong.empty() : OptionalLong.of(commit.offset());
    }
}
