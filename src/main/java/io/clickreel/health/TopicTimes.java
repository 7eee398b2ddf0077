package io.clickreel.health;

import io.clickreel.kafka.Topics;
import io.clickreel.stream.Stream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose clock the times of records are by. A topic that Clickreel did not make may leave that to its producers: Kafka then
 * deletes by their clocks, and what came with an old time is gone before it is read. Told once in the log, and in the
 * health check {@code topics}, which stays up.
 */
public final class TopicTimes implements KafkaWatch.Question {
    private static final Logger LOG = LoggerFactory.getLogger(TopicTimes.class);
    private static final long ASKED_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Supplier<List<Stream>> streams;
    private final String bootstrap;
    private volatile Map<String, String> warnings = Map.of();
    private boolean asked;
    private long askedNanos;

    /** @param bootstrap the broker's address, for the command that mends it */
    public TopicTimes(Supplier<List<Stream>> streams, String bootstrap) {
        this.streams = streams;
        this.bootstrap = bootstrap;
    }

    @Override
    public void ask(Admin kafka) throws Exception {
        if (asked && System.nanoTime() - askedNanos < ASKED_AGAIN_NANOS) {
            return;
        }
        Map<String, String> found = new TreeMap<>();
        Exception unanswered = null;
        Map<ConfigResource, KafkaFuture<Config>> answers = kafka.describeConfigs(streams.get().stream()
                        .flatMap(stream -> java.util.stream.Stream.of(stream.topic(), stream.deadTopic()))
                        .filter(topic -> !topic.isEmpty())
                        .distinct()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                        .toList())
                .values();
        for (Map.Entry<ConfigResource, KafkaFuture<Config>> answer : answers.entrySet()) {
            try {
                ConfigEntry type = KafkaWatch.answer(answer.getValue()).get(Topics.TIMESTAMP_TYPE);
                if (type != null && !Topics.BY_KAFKA.equals(type.value())) {
                    found.put(answer.getKey().name(), warning(answer.getKey().name(), type.value()));
                }
            } catch (ExecutionException e) {
                // That this user may not see it is no mistake.
                if (!(e.getCause() instanceof AuthorizationException)) {
                    unanswered = e;
                }
            }
        }
        found.forEach((topic, warning) -> {
            if (!warnings.containsKey(topic)) {
                LOG.warn("{}", warning);
            }
        });
        warnings = found;
        if (unanswered != null) {
            throw unanswered;
        }
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
                + " another consumer needs these times: kafka-configs.sh --bootstrap-server " + bootstrap
                + " --alter --entity-type topics --entity-name " + topic + " --add-config " + Topics.TIMESTAMP_TYPE
                + "=" + Topics.BY_KAFKA;
    }
}
