package io.clickreel.deadletter;

import java.util.UUID;
import org.apache.kafka.common.Uuid;

/**
 * The record that a dead letter was.
 *
 * @param topicId Kafka's id of the topic, in ClickHouse's form
 */
public record Origin(UUID topicId, int partition, long offset) {

    /** As it is in the header of a record that was moved back, with the id in Kafka's form. */
    String header() {
        return new Uuid(topicId.getMostSignificantBits(), topicId.getLeastSignificantBits()) + ":" + partition + ":"
                + offset;
    }

    /** As users name it. */
    @Override
    public String toString() {
        return partition + ":" + offset;
    }
}
