package io.clickreel.redrive;

import io.clickreel.kafka.CommitText;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The place where Kafka keeps which chunk was committed last: the metadata of an offset that each transaction commits
 * with its records. The offset itself means nothing.
 *
 * <p>There is one for each topic and database: two re-drives of the same letters have to meet in it, others must not.
 */
record RedriveSlot(String topic, String database) {
    private static final Pattern FORM = Pattern.compile("clickreel-redrive/1 chunk=([0-9a-f-]{36})");

    /** Of two producers with this name Kafka lets only the newer one commit. */
    String transactionalId() {
        return "clickreel-redrive-" + topic + "-" + database;
    }

    String group() {
        return "clickreel-redrive-" + database;
    }

    ConsumerGroupMetadata groupMetadata() {
        return new ConsumerGroupMetadata(group());
    }

    Set<TopicPartition> partition() {
        return Set.of(new TopicPartition(topic, 0));
    }

    Map<TopicPartition, OffsetAndMetadata> holding(UUID chunkId) {
        return Map.of(new TopicPartition(topic, 0), CommitText.commit(0, "clickreel-redrive/1 chunk=" + chunkId));
    }

    static Optional<UUID> read(@Nullable OffsetAndMetadata committed) {
        Matcher matcher = FORM.matcher(CommitText.of(committed));
        return matcher.matches() ? Optional.of(UUID.fromString(matcher.group(1))) : Optional.empty();
    }
}
