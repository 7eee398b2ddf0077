package io.clickreel.redrive;

import java.util.UUID;
import org.apache.kafka.common.Uuid;

/**
 * The place of the record that became a dead letter.
 *
 * @param topicId Kafka's id of the topic, in ClickHouse's form
 */
public record Origin(UUID topicId, int partition, long offset) {

    /** The text in the header of a record that was moved back, with the topic id in Kafka's form. */
    String header() {
        return new Uuid(topicId.getMostSignificantBits(), topicId.getLeastSignificantBits()) + ":" + partition + ":"
                + offset;
    }

    /** The text that users give for it. */
    @Override
    public String toString() {
        return partition + ":" + offset;
    }
}
