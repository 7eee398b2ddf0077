package io.clickreel.health;

import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.kafka.Topics;
import io.clickreel.stream.Stream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells by whose clock the records of a topic have their times. A topic that Clickreel did not make may leave that to
 * its producers: Kafka then deletes by their clocks, and what came with an old time is gone before it is read. Told
 * once in the log, and in the health check {@code topics}, which stays up.
 */
public final class TopicTimes {
    private static final Logger LOG = LoggerFactory.getLogger(TopicTimes.class);
    private static final long ASKED_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final KafkaAdmin kafka;
    private final Supplier<List<Stream>> streams;
    private volatile Map<String, String> warnings = Map.of();
    private boolean asked;
    private long askedNanos;

    public TopicTimes(KafkaAdmin kafka, Supplier<List<Stream>> streams) {
        this.kafka = kafka;
        this.streams = streams;
    }

    /** @throws KafkaException if Kafka does not answer */
    public void ask() {
        if (asked && System.nanoTime() - askedNanos < ASKED_AGAIN_NANOS) {
            return;
        }
        Map<String, String> found = new TreeMap<>();
        List<ConfigResource> topics = streams.get().stream()
                .flatMap(stream -> java.util.stream.Stream.of(stream.topic(), stream.deadTopic()))
                .filter(topic -> !topic.isEmpty())
                .distinct()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        if (topics.isEmpty()) {
            // The routes are not built yet.
            return;
        }
        kafka.askEach(
                        "the configuration of " + topics,
                        admin -> admin.describeConfigs(topics).values(),
                        // It is no fault that this user may not see the topic, or that the topic is not made yet.
                        (topic, failure) -> failure instanceof AuthorizationException
                                || failure instanceof UnknownTopicOrPartitionException)
                .forEach((topic, config) -> {
                    ConfigEntry type = config.get(Topics.TIMESTAMP_TYPE);
                    if (type != null && !Topics.BY_KAFKA.equals(type.value())) {
                        found.put(topic.name(), warning(topic.name(), type.value()));
                    }
                });
        found.forEach((topic, warning) -> {
            if (!warnings.containsKey(topic)) {
                LOG.warn("{}", warning);
            }
        });
        warnings = found;
        asked = true;
        askedNanos = System.nanoTime();
    }

    public AbstractHealthCheck healthCheck() {
        return new AbstractHealthCheck("clickreel", "topics") {
            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                builder.up();
                Map<String, String> now = warnings;
                if (!now.isEmpty()) {
                    builder.message(now.values().stream().collect(Collectors.joining(" ")));
                }
            }

            @Override
            public boolean isLiveness() {
                return false;
            }
        };
    }

    private String warning(String topic, String type) {
        return "Topic " + topic + " has " + Topics.TIMESTAMP_TYPE + "=" + type
                + ": the times of its records are by its producers' clocks,"
                + " and Kafka deletes by them. What comes with a time in the past (a back-fill, seconds instead of"
                + " milliseconds) can be deleted before it is read, and delays are as wrong as those clocks. To mend it, unless"
                + " another consumer needs these times: kafka-configs.sh --bootstrap-server " + kafka.bootstrap()
                + " --alter --entity-type topics --entity-name " + topic + " --add-config " + Topics.TIMESTAMP_TYPE
                + "=" + Topics.BY_KAFKA;
    }
}
