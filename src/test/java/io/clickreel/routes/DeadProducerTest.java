package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.DeliveryTestSupport;
import java.util.Map;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.Test;

/** A producer all of whose records are dead: stored as dead letters, and told, until it is mended. */
class DeadProducerTest extends DeliveryTestSupport {
    /** The pipeline's state is that of its managed routes. */
    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        super.configureTest(configuration);
        configuration.withEnableJMX();
    }

    @Override
    protected Map<String, String> overrides() {
        return Map.of("ingest.batch-wait-ms", "50", "ingest.batch-rows", "200");
    }

    @Test
    void aProducerWhoseRecordsAllAreDeadIsToldAndNoLongerWhenItIsMended() {
        sendClicks(30);
        sendBroken(3);
        within(30).until(() -> deadLetters() == 3);
        assertThat(health()).doesNotContain("DEGRADED");
        assertThat(share()).isBetween(0.09, 0.1);

        sendBroken(600);
        within(30).untilAsserted(() -> assertThat(health())
                .contains("\"status\":\"UP\"")
                .doesNotContain("DOWN")
                .containsPattern("DEGRADED: since 20\\S+Z too many records of topic "
                        + settings().text("kafka.topic") + " break the contract: 603 of the last 633, 95.3 % \\(603"
                        + " unknown_value\\)")
                .containsPattern("The newest: partition [01] offset \\d+, unknown_value of event_type, "));
        assertThat(get("management.port", "/observe/health?data=true")).containsPattern("\"level\": ?\"DEGRADED\"");
        within(15).untilAsserted(() -> assertThat(get("dashboard.port", "/api/pipeline"))
                .containsPattern("\\{\"name\":\"dead-letters\",\"state\":\"DEGRADED\",\"message\":\"since 20"));
        assertThat(share()).isGreaterThan(0.9);

        sendClicks(1_000);
        within(30).untilAsserted(() -> assertThat(health()).doesNotContain("DEGRADED"));
        within(30).until(() -> share() == 0);
        assertThat(deadLetters()).isEqualTo(603);
        assertThat(count("(SELECT count() FROM clicks)")).isEqualTo(sent());
    }

    private void sendBroken(int count) {
        for (int i = 0; i < count; i++) {
            send("u_" + i, """
                    {"event_id": "84e0e977-9ee7-4eec-9cd6-f7655e481cb3", "event_ts": "2026-01-31 12:18:51.766",
                     "user_id": "u_1", "session_id": "s_1", "film_id": 331, "event_type": "toasted", "page": "browse",
                     "position": 9, "device": "toaster", "referrer": "recommendation"}""");
        }
        flush();
    }

    private long deadLetters() {
        return count("(SELECT count() FROM dead_letters FINAL)");
    }

    private double share() {
        String metrics = get("management.port", "/observe/metrics");
        return metrics.lines()
                .filter(line -> line.startsWith("clickreel_ingest_dead_share{stream=\"clicks\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }
}
