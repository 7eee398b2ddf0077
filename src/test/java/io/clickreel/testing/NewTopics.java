package io.clickreel.testing;

import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.kafka.Topics;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** Topics that take records as soon as they are made; Kafka's own call returns earlier. */
public final class NewTopics {
    private NewTopics() {}

    /** @param kafka the properties of any client of the Kafka that shall have it */
    public static void create(Map<?, ?> kafka, NewTopic topic) {
        Properties properties = new Properties();
        properties.putAll(kafka);
        properties.keySet().retainAll(AdminClientConfig.configNames());
        properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "30000");
        try (KafkaAdmin admin = new KafkaAdmin(properties)) {
            Topics.create(admin, List.of(topic));
        }
    }
}
