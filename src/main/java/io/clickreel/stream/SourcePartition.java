package io.clickreel.stream;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.Uuid;

/**
 * A partition of one life of a topic: a topic that was deleted and made again has another id.
 *
 * @param topicId Kafka's id of the topic, as ClickHouse stores it
 */
public record SourcePartition(String topic, UUID topicId, int partition) implements Comparable<SourcePartition> {
    /** The condition that picks a partition's rows: a range of the sorting key in each table but {@code clicks}. */
    public static final String IS_THIS =
            " _topic = {topic:String} AND _topic_id = {topicId:UUID} AND _partition = {partition:UInt32} ";

    private static final Comparator<SourcePartition> ORDER = Comparator.comparing(SourcePartition::topic)
            .thenComparing(SourcePartition::topicId)
            .thenComparingInt(SourcePartition::partition);

    public static SourcePartition of(String topic, Uuid topicId, int partition) {
        return new SourcePartition(topic, uuid(topicId), partition);
    }

    /** Kafka's id of a topic, as ClickHouse stores it. */
    public static UUID uuid(Uuid kafka) {
        return new UUID(kafka.getMostSignificantBits(), kafka.getLeastSignificantBits());
    }

    /** The parameters of {@link #IS_THIS}, and two more. */
    public Map<String, Object> parameters(String name, long value, String other, long otherValue) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("topic", topic);
        parameters.put("topicId", topicId.toString());
        parameters.put("partition", partition);
        parameters.put(name, value);
        parameters.put(other, otherValue);
        return parameters;
    }

    public Map<String, Object> parameters(String name, long value) {
        return parameters(name, value, name, value);
    }

    @Override
    public int compareTo(SourcePartition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
