package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.DeliveryTestSupport;
import java.util.Map;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Where going on would lose records, ingestion stops, says so, and goes on when a person says so. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HaltedIngestionTest extends DeliveryTestSupport {
    private static final String ROUTE = "clicks-ingest";

    @Override
    protected Map<String, String> overrides() {
        return Map.of("ingest.dead-share-max", "0.5", "ingest.batch-wait-ms", "100");
    }

    @Test
    @Order(1)
    void unreadOffsetsThatKafkaDeletedStopItAndAreNamed() throws Exception {
        sendClicks(1_000);
        within(60).untilAsserted(this::assertAllDeliveredOnce);
        context.getRouteController().stopRoute(ROUTE);
        long read = committed();
        sendClicks(500);
        deleteRecords();

        context.getRouteController().startRoute(ROUTE);

        assertHalted("(partition offsets|offsets) \\d+ to \\d+ \\(\\d+\\) were deleted by Kafka before they were read");
        assertThat(health()).contains("ingest.on-lost-offsets=continue");
        assertThat(get("management.port", "/observe/metrics"))
                .containsPattern("clickreel_ingest_halted\\{stream=\"clicks\"\\} 1");
        assertThat(committed()).isEqualTo(read);
    }

    @Test
    @Order(2)
    void offsetsThatStandInTheLedgerAsLostHoldUpNothing() throws Exception {
        for (int partition = 0; partition < 2; partition++) {
            query("INSERT INTO deliveries (_topic, _topic_id, _partition, first_offset, end_offset, lost_offsets)"
                    + " SELECT any(_topic), any(_topic_id), _partition, max(end_offset), " + ends(partition)
                    + ", " + ends(partition) + " - max(end_offset) FROM deliveries WHERE _partition = " + partition
                    + " GROUP BY _partition");
        }

        context.getRouteController().startRoute(ROUTE);

        long before = count("(SELECT count() FROM clicks)");
        sendClicks(100);
        within(60).until(() -> count("(SELECT count() FROM clicks)") == before + 100);
        within(30).untilAsserted(() -> assertThat(health()).doesNotContain("DOWN"));
    }

    @Test
    @Order(3)
    void aTopicFullOfRubbishIsNotPouredIntoDeadLetters() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            send("u_" + i % 50, "{\"event_id\": " + i);
        }
        flush();

        assertHalted("break the contract .*ingest.dead-share-max allows 50.0 %");
        assertThat(count("(SELECT count() FROM dead_letters)")).isLessThan(2_000);

        // Nothing was mended: it stops again instead of going on.
        context.getRouteController().startRoute(ROUTE);
        assertHalted("break the contract");
        assertThat(committed()).isLessThan(ends());
    }

    private void assertHalted(String reason) {
        within(60).until(() -> context.getRouteController().getRouteStatus(ROUTE) == ServiceStatus.Stopped);
        within(30).untilAsserted(() -> assertThat(health())
                .contains("\"status\":\"DOWN\"")
                .containsPattern("ingestion of clicks is stopped: .*" + reason));
    }
}
