package io.clickreel.run;

import static io.clickreel.testing.UpProcess.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.Services;
import io.clickreel.testing.UpProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts that are refused, and those without the services that they were told to use: what is said, and what runs. */
@Tag("services")
class UpRefusedTest {
    private static final int STOP_LIMIT_S = 10;

    @ParameterizedTest
    @ValueSource(strings = {"dashboard.port", "embedded.clickhouse.port", "embedded.s3.port"})
    void aTakenPortIsNamedWithItsSettingAndNothingIsLeftRunning(String setting) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                UpProcess refused =
                        UpProcess.start(fresh(Map.of(setting, Integer.toString(taken.getLocalPort()))), Map.of())) {
            assertThat(refused.awaitExit(40)).as(refused.err()).isEqualTo(1);
            assertThat(refused.err().strip())
                    .hasLineCount(1)
                    .contains("Port " + taken.getLocalPort())
                    .contains(setting);
            assertThat(refused.children()).isEmpty();
        }
    }

    @Test
    void anUnknownSettingIsRefusedWithTheNearestOne() {
        try (UpProcess refused = UpProcess.start(fresh(Map.of("dashbord.port", "1")), Map.of())) {
            assertThat(refused.awaitExit(30)).isEqualTo(1);
            assertThat(refused.err().strip())
                    .hasLineCount(1)
                    .contains("dashbord.port")
                    .contains("Did you mean dashboard.port?");
        }
    }

    @Test
    void anUnknownOptionOfCamelStopsTheStart() {
        try (UpProcess refused = UpProcess.start(fresh(Map.of("camel.main.xyz", "1")), nothingRuns())) {
            assertThat(refused.awaitExit(40)).isEqualTo(1);
            assertThat(refused.err()).contains("camel.main.xyz is set, but Camel has no such option");
            UpTest.assertNoStackTrace(refused);
        }
    }

    @Test
    void anOptionThatCouldLoseClicksStopsTheStart() throws IOException {
        Path copy = Services.copyOfRoutes();
        Path file = copy.resolve("clicks-ingest.camel.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("      parameters:\n", "      parameters:\n        pollOnError: ERROR_HANDLER\n"));
        Map<String, String> edited = Map.of("camel.main.routes-include-pattern", "file:" + copy + "/*.yaml");
        try (UpProcess refused = UpProcess.start(fresh(edited), nothingRuns())) {
            assertThat(refused.awaitExit(40)).isEqualTo(1);
            assertThat(refused.err())
                    .contains("has pollOnError=ERROR_HANDLER")
                    .contains("Set pollOnError: RECONNECT in its route");
            UpTest.assertNoStackTrace(refused);
        }
    }

    @Test
    void withoutKafkaAndS3TheirSettingsAreNamedAndTheOtherRoutesRun() {
        String kafka = closed();
        String s3 = closed();
        Map<String, String> environment = Map.of(
                "KAFKA_BROKER_URL",
                kafka,
                "S3_ENDPOINT",
                "http://" + s3,
                "S3_ACCESS_KEY",
                "any",
                "S3_SECRET_KEY",
                "any");
        try (UpProcess started = UpProcess.up(fresh(Map.of()), environment)) {
            assertThat(started.child("kafka")).isEmpty();
            assertThat(started.child("clickhouse")).isPresent();
            within(20).untilAsserted(() -> assertThat(started.err())
                    .contains(kafka)
                    .contains("KAFKA_BROKER_URL")
                    .contains(s3)
                    .contains("S3_ENDPOINT"));
            assertThat(started.get("dashboard.port", "/api/questions/totals").statusCode())
                    .isEqualTo(200);
            assertThat(started.get("management.port", "/observe/health").body())
                    .contains(kafka)
                    .contains(s3);

            started.process().destroy();

            started.awaitExit(STOP_LIMIT_S);
            UpTest.assertNoStackTrace(started);
            assertThat(started.err().lines()).hasSizeLessThan(20);
        }
    }

    @Test
    void withoutClickHouseItsSettingIsNamedAndKafkaKeepsTheClicks() {
        String port = Integer.toString(Services.freePort());
        Map<String, String> environment = Map.of("CLICKHOUSE_HOST", "127.0.0.1", "CLICKHOUSE_PORT", port);
        try (UpProcess started = UpProcess.up(fresh(Map.of()), environment)) {
            assertThat(started.child("clickhouse")).isEmpty();
            assertThat(started.err()).contains("127.0.0.1:" + port).contains("CLICKHOUSE_HOST");
            within(30).until(() -> started.published() > 200);

            started.process().destroy();

            started.awaitExit(STOP_LIMIT_S);
            UpTest.assertNoStackTrace(started);
            assertThat(started.err().lines()).hasSizeLessThan(20);
        }
    }

    /** A folder and ports of its own. */
    private static Map<String, String> fresh(Map<String, String> more) {
        return Services.overrides(Services.folder(), more);
    }

    /** An address where nothing listens. */
    private static String closed() {
        return "127.0.0.1:" + Services.freePort();
    }

    /** Addresses at which no service answers. */
    private static Map<String, String> nothingRuns() {
        String port = Integer.toString(Services.freePort());
        return Map.of(
                "KAFKA_BROKER_URL",
                closed(),
                "CLICKHOUSE_HOST",
                "127.0.0.1",
                "CLICKHOUSE_PORT",
                port,
                "S3_ENDPOINT",
                "http://" + closed());
    }
}
