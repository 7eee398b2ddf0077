package io.clickreel.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.testing.DeliveryTestSupport;
import io.clickreel.testing.Films;
import io.clickreel.testing.Services;
import io.clickreel.testing.SharedServices;
import io.clickreel.testing.TcpProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What a person has to act on is told by health, by a metric, and to the page, in the same words and at the same time. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConditionsTest extends DeliveryTestSupport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEGRADED = 1;
    private static final int DOWN = 2;

    private static final URI S3 = URI.create(SharedServices.settings().text("s3.endpoint"));
    private static final TcpProxy TO_S3 = new TcpProxy(S3.getHost(), S3.getPort());
    private static final TcpProxy TO_CLICKHOUSE = new TcpProxy(
            SharedServices.settings().text("clickhouse.host"),
            SharedServices.settings().port("clickhouse.port"));
    private static final Path ROUTES = Services.copyOfRoutes();

    private final Films films = new Films(settings());

    @Override
    protected Map<String, String> overrides() {
        return editing(
                ROUTES,
                "s3.endpoint=http://127.0.0.1:" + TO_S3.port(),
                "clickhouse.host=127.0.0.1",
                "clickhouse.port=" + TO_CLICKHOUSE.port(),
                "dim-film.poll-ms=500",
                "ingest.lag-warn-seconds=25",
                "clickreel.disk-free-warn-mb=1000000000");
    }

    @AfterAll
    void close() {
        films.close();
        TO_S3.close();
        TO_CLICKHOUSE.close();
    }

    @Test
    @Order(1)
    void aDiskThatIsNearlyFullIsTold() {
        assertTold("disk", DEGRADED, "is nearly full: ");
    }

    @Test
    @Order(2)
    void aRouteThatIsStoppedIsToldAndThenThatItsLagGrows() throws Exception {
        context.getRouteController().stopRoute("clicks-ingest");
        assertTold("resting-routes", DEGRADED, "clicks-ingest is stopped");

        within(90).until(() -> {
            sendClicks(1_000);
            return stateOf("lag") == DEGRADED;
        });
        assertTold("lag", DEGRADED, "and 0 are stored");

        context.getRouteController().startRoute("clicks-ingest");
        within(60).until(() -> stateOf("lag") == 0 && stateOf("resting-routes") == 0);
    }

    @Test
    @Order(3)
    void aBrokenEditIsTold() throws IOException {
        Path file = ROUTES.resolve("clicks-ingest.camel.yaml");
        String good = Files.readString(file);
        Files.writeString(file, good.replace("direct:deliver-batch", "direct:\"deliver\""));
        assertTold("route-files", DEGRADED, "clicks-ingest.camel.yaml");

        Files.writeString(file, good);
        within(30).until(() -> stateOf("route-files") == 0);
    }

    @Test
    @Order(4)
    void recordsThatBreakTheContractAreTold() {
        for (int i = 0; i < 2_000; i++) {
            send("u_1", "no \"click\"");
        }
        flush();
        assertTold(
                "dead-letters",
                DEGRADED,
                "too many records of topic " + settings().text("kafka.topic"));
    }

    @Test
    @Order(5)
    void aServiceThatIsAwayIsToldAndThenThatTheFilmsAreStale() {
        films.put("dim_film.csv", Films.ALL);
        within(60).until(() -> count("(SELECT count() FROM dim_film)") == 1_000);

        TO_S3.refuse();
        assertTold("s3", DOWN, "S3 does not answer at http://127.0.0.1:" + TO_S3.port());
        assertTold("films", DEGRADED, "nobody knows whether the films are those of the file");
        // Questions are answered and records are stored.
        assertThat(statusOf("/ready")).isEqualTo(200);

        TO_S3.accept();
        within(60).until(() -> stateOf("s3") == 0 && stateOf("films") == 0);
    }

    @Test
    @Order(6)
    void aPipelineThatWaitsIsAliveAndNotReady() {
        within(60).until(() -> statusOf("/ready") == 200);

        TO_CLICKHOUSE.refuse();
        assertTold("clickhouse", DOWN, "ClickHouse does not answer at ");
        within(60).until(() -> statusOf("/ready") == 503 && statusOf("") == 503);
        assertThat(statusOf("/live")).isEqualTo(200);
        assertThat(answer("/live").path("checks").findValuesAsText("name")).containsExactly("context");

        TO_CLICKHOUSE.accept();
        within(60).until(() -> statusOf("/ready") == 200);
    }

    /** By health, by the metric, and to the page. */
    private void assertTold(String check, int state, String words) {
        within(60).untilAsserted(() -> {
            JsonNode health = named(answer(""), check);
            assertThat(health.path("status").asText()).isEqualTo(state == DOWN ? "DOWN" : "UP");
            assertThat(health.path("message").asText())
                    .startsWith(state == DEGRADED ? "DEGRADED: " : "")
                    .contains(words)
                    // As it was said: nothing is escaped twice.
                    .doesNotContain("\\");
            assertThat(stateOf(check)).isEqualTo(state);
            JsonNode page = named(JSON.readTree(get("dashboard.port", "/api/pipeline")), check);
            assertThat(page.path("state").asText()).isEqualTo(state == DOWN ? "DOWN" : "DEGRADED");
            assertThat(page.path("message").asText()).contains(words);
        });
    }

    private static JsonNode named(JsonNode answer, String check) {
        return StreamSupport.stream(answer.path("checks").spliterator(), false)
                .filter(one -> one.path("name").asText().equals(check))
                .findFirst()
                .orElseThrow();
    }

    private double stateOf(String check) {
        return get("management.port", "/observe/metrics")
                .lines()
                .filter(line -> line.startsWith("clickreel_health_state{check=\"" + check + "\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode answer(String probe) {
        try {
            return JSON.readTree(get("management.port", "/observe/health" + probe));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private int statusOf(String probe) {
        URI address = URI.create("http://127.0.0.1:" + settings().text("management.port") + "/observe/health" + probe);
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
