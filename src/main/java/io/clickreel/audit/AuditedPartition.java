package io.clickreel.audit;

import com.clickhouse.client.api.query.GenericRecord;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A partition of one life of a topic: a topic that was deleted and made anew has another id.
 *
 * @param topicId Kafka's, in ClickHouse's form
 */
public record AuditedPartition(String topic, UUID topicId, int partition) implements Comparable<AuditedPartition> {
    /** Picks its rows, a range of the key of each table but {@code clicks}. */
    static final String IS_THIS =
            " _topic = {topic:String} AND _topic_id = {topicId:UUID} AND _partition = {partition:UInt32} ";

    private static final Comparator<AuditedPartition> ORDER = Comparator.comparing(AuditedPartition::topic)
            .thenComparing(AuditedPartition::topicId)
            .thenComparingInt(AuditedPartition::partition);

    static AuditedPartition of(GenericRecord row) {
        return new AuditedPartition(row.getString("_topic"), row.getUUID("_topic_id"), row.getInteger("_partition"));
    }

    /** The parameters of {@link #IS_THIS}, and two more. */
    Map<String, Object> parameters(String name, long value, String other, long otherValue) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("topic", topic);
        parameters.put("topicId", topicId.toString());
        parameters.put("partition", partition);
        parameters.put(name, value);
        parameters.put(other, otherValue);
        return parameters;
    }

    Map<String, Object> parameters(String name, long value) {
        return parameters(name, value, name, value);
    }

    @Override
    public int compareTo(AuditedPartition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
