package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.DeliveryTestSupport;
import io.clickreel.testing.NewTopics;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.ServiceStatus;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A second route that stores a stream beside the clicks: what becomes of one is told of it, and leaves the other alone. */
class TwoStreamsTest extends DeliveryTestSupport {
    private static final Path ROUTES = Services.copyOfRoutes();

    @Override
    protected Map<String, String> overrides() {
        return editing(ROUTES, "ingest.dead-share-max=0.5", "ingest.batch-wait-ms=100");
    }

    @Test
    void aStreamThatHaltsLeavesTheOtherRunning() throws Exception {
        String topic = settings().text("kafka.topic") + "_taps";
        NewTopics.create(kafka().admin("test"), new NewTopic(topic, 1, (short) 1));
        query("CREATE TABLE taps AS clicks");
        addRoute(topic);
        within(60).until(() -> context.getRoute("taps-ingest") != null);
        sendTo(topic, 2_000, "{\"event_id\": 1}");

        within(60).until(() -> status("taps-ingest") == ServiceStatus.Stopped);
        within(30).untilAsserted(() -> assertThat(health())
                .contains("ingestion of taps is stopped: ", "of the last 2000 records break the contract")
                .doesNotContain("ingestion of clicks is stopped"));
        sendClicks(1_000);
        within(60).untilAsserted(this::assertAllDeliveredOnce);

        assertThat(status("clicks-ingest")).isEqualTo(ServiceStatus.Started);
        assertThat(metrics())
                .contains(
                        "clickreel_ingest_halted{stream=\"clicks\"} 0.0",
                        "clickreel_ingest_halted{stream=\"taps\"} 1.0",
                        "clickreel_ingest_dead_share{stream=\"clicks\"} 0.0",
                        "clickreel_ingest_dead_share{stream=\"taps\"} 1.0");
        within(30).untilAsserted(() -> assertThat(metrics())
                .containsPattern("clickreel_ingest_batch_rows_sum\\{stream=\"clicks\"\\} 10")
                .containsPattern("clickreel_ingest_batch_rows_sum\\{stream=\"taps\"\\} 0"));
    }

    /** Also without JMX, as in this test. */
    @Test
    void theStateOfThePipelineTellsEachRouteAndPartition() {
        sendClicks(10);
        within(30).untilAsserted(() -> assertThat(get("dashboard.port", "/api/pipeline"))
                .contains("{\"id\":\"clicks-ingest\",", "\"state\":\"Started\"", "\"exchanges\":null")
                .containsPattern("\"stream\":\"clicks\",\"topic\":\"[^\"]+\",\"partition\":0,\"phase\":\"IDLE\""));
    }

    private static void addRoute(String topic) throws IOException {
        String clicks = Files.readString(ROUTES.resolve("clicks-ingest.camel.yaml"));
        Files.writeString(
                ROUTES.resolve("taps-ingest.camel.yaml"),
                clicks.replace("id: clicks-ingest", "id: taps-ingest")
                        .replace("groupId: clicks-ingest", "groupId: taps-ingest")
                        .replace("kafka:{{kafka.topic}}", "kafka:" + topic)
                        .replace("clickreel.table: clicks", "clickreel.table: taps")
                        .replace("{{kafka.dead-topic}}", topic + ".dead"));
    }

    private ServiceStatus status(String route) {
        return context.getRouteController().getRouteStatus(route);
    }

    private String metrics() {
        return get("management.port", "/observe/metrics");
    }

    private void sendTo(String topic, int count, String value) {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(kafka().producer(Map.of()), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, value));
            }
        }
    }
}
