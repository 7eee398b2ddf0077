package io.clickreel.kafka;

import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;

/** Asks Kafka for the id of a topic: one that was deleted and made again has another. */
public final class TopicIds {
    private static final long LIMIT_S = 10;

    private final Properties connection;

    /** @param consumer properties of a consumer; those that an admin client knows are used */
    public TopicIds(Properties consumer) {
        this.connection = new Properties();
        consumer.stringPropertyNames().stream()
                .filter(AdminClientConfig.configNames()::contains)
                .forEach(name -> connection.setProperty(name, consumer.getProperty(name)));
        connection.remove(AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG);
    }

    /** Properties of an admin client. */
    public Properties connection() {
        return connection;
    }

    /** @throws KafkaException if Kafka does not answer within ten seconds or does not know the topic */
    public Uuid idOf(String topic) {
        try (Admin admin = Admin.create(connection)) {
            TopicDescription description = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(LIMIT_S, TimeUnit.SECONDS)
                    .get(topic);
            return Objects.requireNonNull(description, topic).topicId();
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("The id of topic " + topic + " could not be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while asking for the id of topic " + topic, e);
        }
    }
}
