package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.DeliveryTestSupport;
import java.util.Map;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.Test;

/** With ingest.on-lost-offsets=continue: what is gone is told, what is left is delivered. */
class LostOffsetsTest extends DeliveryTestSupport {
    /** The pipeline's state is that of its managed routes. */
    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        super.configureTest(configuration);
        configuration.withEnableJMX();
    }

    @Override
    protected Map<String, String> overrides() {
        return given("ingest.on-lost-offsets=continue", "ingest.batch-rows=1000", "ingest.batch-wait-ms=100");
    }

    @Test
    void offsetsThatAreDeletedWhileIngestionIsHeldAreToldAndThoseBehindThemDelivered() {
        sendClicks(2_000);
        within(60).untilAsserted(this::assertAllDeliveredOnce);

        query("INSERT INTO ingest_holds (holder, held_until) VALUES ('test', now64(3) + toIntervalHour(1))");
        within(10).until(() -> {
            // A partition asks for holds when it has something to store.
            sendClicks(10);
            return get("dashboard.port", "/api/pipeline").split("\"phase\":\"HELD\"", -1).length == 1 + 2;
        });
        // More than is read ahead.
        sendClicks(150_000);
        deleteRecords();
        query("INSERT INTO ingest_holds (holder, held_until) VALUES ('test', now64(3))");
        long behind = sent();
        sendClicks(3_000);

        within(60).until(() -> committed() == ends());
        long lost = count("(SELECT sum(lost_offsets) FROM deliveries FINAL)");
        assertThat(lost).isPositive().isLessThan(150_000);
        assertThat(count("(SELECT count() FROM clicks)"))
                .isEqualTo(count("(SELECT uniqExact(_partition, _offset) FROM clicks)"))
                .isEqualTo(sent() - lost);
        assertThat(count("(SELECT sum(end_offset - first_offset) FROM deliveries FINAL)"))
                .isEqualTo(ends());
        assertThat(behind).isLessThan(sent());
        assertThat(get("management.port", "/observe/metrics"))
                .containsPattern("clickreel_ingest_lost_offsets_total\\{stream=\"clicks\"} [1-9]");
        assertThat(health()).containsPattern("lost since the start: .* were deleted by Kafka before they were read");
    }
}
