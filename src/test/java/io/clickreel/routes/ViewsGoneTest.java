package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.audit.AuditReport;
import io.clickreel.testing.DeliveryTestSupport;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A view that goes while clicks arrive: the running pipeline and the audit say so, and what they say mends it. */
class ViewsGoneTest extends DeliveryTestSupport {
    private static final Pattern TO_RUN =
            Pattern.compile("Run: (?<sql>.*?); then: \\./clickreel replay --from '(?<from>[^']+)'");

    @Override
    protected Map<String, String> overrides() {
        return Map.of("ingest.batch-rows", "500", "ingest.batch-wait-ms", "100");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP VIEW film_clicks_per_minute_mv",
                "DETACH TABLE sessions_mv PERMANENTLY",
                "DROP VIEW batches_mv",
                "DROP TABLE device_events_per_minute",
                "ALTER TABLE user_clicks_per_minute_mv MODIFY QUERY SELECT toStartOfMinute(event_ts) AS minute, user_id, count()"
                        + " AS clicks FROM clicks WHERE user_id = 'u_1' GROUP BY minute, user_id",
            })
    void itIsNamedByHealthAndAuditAndMendedByWhatTheySay(String damage) throws Exception {
        sendClicks(500);
        awaitStored();
        within(60).untilAsserted(() -> assertThat(tablesHealth().path("status").asText())
                .isEqualTo("UP"));

        assertThat(query(damage)).isEmpty();
        sendClicks(500);
        String object = damage.split(" ")[2];
        within(60).until(() -> tablesHealth().toString().contains(object));
        assertThat(tablesHealth().path("status").asText()).isEqualTo("DOWN");
        // Camel writes each slash with backslashes before it.
        String said = tablesHealth().path("message").asText().replaceAll("\\\\+/", "/");
        AuditReport broken = auditOf(stream());
        assertThat(broken.verdict().exitCode()).as(broken.text()).isEqualTo(1);
        assertThat(broken.text()).contains(object).containsPattern(TO_RUN);

        Matcher byHealth = TO_RUN.matcher(said);
        assertThat(byHealth.find()).as(said).isTrue();
        for (String statement : byHealth.group("sql").split("; ")) {
            assertThat(query(statement)).isEmpty();
        }
        sendClicks(100);
        awaitStored();
        replayFrom(byHealth.group("from"));

        AuditReport mended = auditOf(stream());
        assertThat(mended.verdict().exitCode()).as(mended.text()).isZero();
        for (String view :
                new String[] {"film_clicks_per_minute", "user_clicks_per_minute", "device_events_per_minute", "sessions"
                }) {
            assertThat(count("(SELECT sum(clicks) FROM " + view + ")")).as(view).isEqualTo(sent());
        }
        assertThat(count("(SELECT sum(rows) FROM batches)")).isEqualTo(sent());
        within(60).untilAsserted(() -> assertThat(tablesHealth().path("status").asText())
                .isEqualTo("UP"));
    }

    private void awaitStored() {
        within(60).until(() -> count("(SELECT sum(records) FROM deliveries FINAL)") == sent());
    }

    private JsonNode tablesHealth() throws Exception {
        for (JsonNode check : new ObjectMapper().readTree(health()).path("checks")) {
            if (check.path("name").asText().equals("tables")) {
                return check;
            }
        }
        throw new AssertionError(health());
    }
}
