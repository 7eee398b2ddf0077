package io.clickreel.kafka;

import io.clickreel.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of clicks and of dead letters. */
public final class Topics {
    public static final String TIMESTAMP_TYPE = "message.timestamp.type";
    /** A record has the time at which the broker took it. */
    public static final String BY_KAFKA = "LogAppendTime";

    private static final int LIMIT_MS = 5_000;
    /** Above the largest record that the embedded broker takes from a producer by default settings. */
    private static final String LARGEST_RECORD_BYTES = Integer.toString(8 * 1024 * 1024);

    private final Settings settings;

    public Topics(Settings settings) {
        this.settings = settings;
    }

    /**
     * Creates the topics that are missing.
     *
     * @throws TimeoutException if Kafka does not answer within five seconds
     */
    public void createMissing() throws ExecutionException, TimeoutException, InterruptedException {
        try (Admin admin = Admin.create(connection())) {
            var creations = admin.createTopics(List.of(
                            topic("kafka.topic", LARGEST_RECORD_BYTES),
                            // A dead letter carries headers on top of the record that it was.
                            topic("kafka.dead-topic", Integer.toString(9 * 1024 * 1024))))
                    .values();
            for (var creation : creations.values()) {
                try {
                    creation.get(LIMIT_MS, TimeUnit.MILLISECONDS);
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
        }
    }

    /** Asks the cluster for a sign of life. */
    public void ping() throws ExecutionException, TimeoutException, InterruptedException {
        try (Admin admin = Admin.create(connection())) {
            admin.describeCluster().nodes().get(LIMIT_MS, TimeUnit.MILLISECONDS);
        }
    }

    private NewTopic topic(String setting, String largestRecordBytes) {
        return new NewTopic(
                        settings.text(setting),
                        Optional.of((int) settings.number("kafka.topic-partitions", 1, 10_000)),
                        Optional.empty())
                .configs(Map.of(
                        "max.message.bytes",
                        largestRecordBytes,
                        // A producer's clock decides neither what retention deletes nor how late a click is.
                        TIMESTAMP_TYPE,
                        BY_KAFKA));
    }

    /** Properties of an admin client. */
    public Properties connection() {
        Properties connection = connection(settings);
        connection.setProperty("client.id", "clickreel-topics");
        connection.setProperty("request.timeout.ms", Integer.toString(LIMIT_MS));
        connection.setProperty("default.api.timeout.ms", Integer.toString(LIMIT_MS));
        return connection;
    }

    /** What every client of Kafka needs. */
    public static Properties connection(Settings settings) {
        Properties connection = new Properties();
        connection.setProperty("bootstrap.servers", settings.text("kafka.broker-url"));
        connection.setProperty("security.protocol", settings.text("kafka.security-protocol"));
        if (settings.isSet("kafka.sasl-mechanism")) {
            connection.setProperty("sasl.mechanism", settings.text("kafka.sasl-mechanism"));
            connection.setProperty("sasl.jaas.config", settings.text("kafka.sasl-jaas-config"));
        }
        return connection;
    }
}
