package io.clickreel.ops;

import io.clickreel.audit.KafkaSurvey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** How far behind the end of each partition the delivery is. Its connection to Kafka is made when it is first asked. */
final class PartitionLags implements AutoCloseable {
    /**
     * One partition.
     *
     * @param deliveredOffset the first that is not known to be delivered
     * @param lag records, at most: a topic with transactions has offsets without records
     */
    record PartitionLag(String topic, int partition, long endOffset, long deliveredOffset, long lag) {}

    private final Properties connection;
    private final String topic;
    private @Nullable Admin admin;

    /** @param connection properties of an admin client */
    PartitionLags(Properties connection, String topic) {
        this.connection = connection;
        this.topic = topic;
    }

    /**
     * Asks Kafka.
     *
     * @throws KafkaException if it does not answer, or has no such topic
     */
    synchronized List<PartitionLag> ask() {
        Admin kafka = admin == null ? Admin.create(connection) : admin;
        admin = kafka;
        List<PartitionLag> lags = new ArrayList<>();
        KafkaSurvey.ask(kafka, Set.of(topic)).partitions().forEach((partition, has) -> {
            long next = has.committed().orElse(has.start());
            lags.add(new PartitionLag(
                    partition.topic(), partition.partition(), has.end(), next, Math.max(0, has.end() - next)));
        });
        if (lags.isEmpty()) {
            throw new KafkaException("there is no topic " + topic);
        }
        lags.sort(Comparator.comparingInt(PartitionLag::partition));
        return lags;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }
}
