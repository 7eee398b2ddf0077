package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.DeliveryTestSupport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.Test;

/** Somebody deletes the topic and makes it again with one partition less, while producers and ingestion run. */
class TopicMadeAgainTest extends DeliveryTestSupport {
    @Override
    protected Map<String, String> overrides() {
        return Map.of("clicks.generate.enabled", "true", "ingest.batch-wait-ms", "100");
    }

    @Test
    void itIsToldAndTheGeneratorPublishesIntoWhatIsThere() throws Exception {
        within(60).until(() -> count("(SELECT uniqExact(_partition) FROM clicks)") == 2);
        String topic = settings().text("kafka.topic");
        // Whoever has asked for the lag has looked at the topic before.
        within(60).until(() -> get("management.port", "/observe/metrics").contains("clickreel_stream_lag_records{"));

        try (Admin admin = Admin.create(kafka().admin("test"))) {
            admin.deleteTopics(List.of(topic)).all().get();
            within(60).until(() -> {
                try {
                    admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                            .all()
                            .get();
                    return true;
                } catch (ExecutionException e) {
                    // The old one is still being deleted.
                    assertThat(e.getCause()).isInstanceOf(TopicExistsException.class);
                    return false;
                }
            });
        }

        within(60).untilAsserted(() -> assertThat(health())
                .contains("DEGRADED: topic " + topic + " was deleted and made again", "partitions 1, before 2")
                .contains("--alter --topic " + topic + " --partitions 2"));
        long at = ends(0);
        within(60).until(() -> ends(0) > at + 1_000);
        within(90).until(() -> count("(SELECT uniqExact(_topic_id) FROM clicks)") == 2);
    }
}
