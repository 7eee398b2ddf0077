package io.clickreel.run;

import static io.clickreel.testing.UpProcess.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.testing.CommandProcess;
import io.clickreel.testing.Services;
import io.clickreel.testing.UpProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The life of one data folder, told from outside: up, looked at, hurt, stopped, up again, killed, up again. The order
 * saves starts; each test says for itself what it needs.
 */
@Tag("services")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpTest {
    private static final int STOP_LIMIT_S = 10;
    private static final String ALL = "(SELECT count() FROM clicks) + (SELECT count() FROM dead_letters FINAL)";

    private final Path routes = Services.copyOfRoutes();
    private Map<String, String> settings = Services.overrides(
            Services.folder(), Map.of("camel.main.routes-include-pattern", "file:" + routes + "/*.yaml"));
    private UpProcess up;

    @AfterAll
    void endWhatIsLeft() {
        if (up != null) {
            up.close();
        }
    }

    @Test
    @Order(1)
    void itSaysWhereEverythingIsAndShowsTheFirstClicksByItself() {
        up = UpProcess.up(settings, Map.of());

        // They are there when it says that it is up, and not some time later; a slow machine says that it did not wait.
        long films = up.count("(SELECT count() FROM dim_film)");
        assertThat(films == 1_000 || up.log().contains("The films are not there yet"))
                .as("%d films", films)
                .isTrue();
        within(60).until(() -> up.count("(SELECT count() FROM dim_film)") == 1_000);

        assertThat(up.out())
                .contains("http://127.0.0.1:" + up.setting("dashboard.port") + "/")
                .contains("http://127.0.0.1:" + up.setting("embedded.clickhouse.port"))
                .contains("127.0.0.1:" + up.setting("embedded.kafka.port"))
                .contains("http://127.0.0.1:" + up.setting("embedded.s3.port"))
                .contains("http://127.0.0.1:" + up.setting("management.port") + "/observe/health");
        assertQuiet(up);
        within(20).until(() -> up.count("(SELECT count() FROM clicks)") > 0);
    }

    @Test
    @Order(2)
    void thePageAndHealthAndMetricsAnswer() {
        assertThat(up.get("dashboard.port", "/").body()).contains("<title>");
        within(20).untilAsserted(() -> {
            var health = up.get("management.port", "/observe/health");
            assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
            assertThat(health.body()).contains("\"status\":\"UP\"").contains("consumer:clicks-ingest");
        });
        within(20).untilAsserted(() -> {
            var pipeline = new ObjectMapper()
                    .readTree(up.get("dashboard.port", "/api/pipeline").body());
            assertThat(pipeline.path("routes").findValuesAsText("id")).contains("clicks-ingest", "dim-film-refresh");
            assertThat(pipeline.path("partitions").findValuesAsText("partition"))
                    .containsExactly("0", "1");
            assertThat(pipeline.path("partitions")
                            .get(0)
                            .path("deliveredOffset")
                            .asLong())
                    .isPositive();
            assertThat(pipeline.path("checks").findValuesAsText("name"))
                    .contains("kafka", "clickhouse", "s3", "routes");
            assertThat(pipeline.path("checks").findValuesAsText("state")).containsOnly("UP");
        });
        assertThat(up.get("dashboard.port", "/").headers().firstValue("Content-Security-Policy"))
                .isPresent();
        within(20).untilAsserted(() -> assertThat(
                        up.get("management.port", "/observe/metrics").body())
                .contains("camel_exchanges_total", "clicks-ingest", "clickreel_route_files_broken 0.0")
                .containsPattern(
                        "clickreel_stream_lag_records\\{[^}]*partition=\"1\"[^}]*stream=\"clicks\"[^}]*} \\d"));
    }

    @Test
    @Order(2)
    void theCheckBesideItAsksItsServicesAndFindsNothing() {
        CommandProcess.Said check = CommandProcess.run(
                Services.home(), Map.of("clickreel.data-dir", up.setting("clickreel.data-dir")), "check");
        assertThat(check.out())
                .contains("kafka        ok, ", "clickhouse   ok, ", "tables       ok, 1 streams", "No mistake.");
        assertThat(check.exit()).isZero();
    }

    @Test
    @Order(2)
    void whatGrafanasPipelineAsksForIsMeasured() throws IOException {
        JsonNode board = new ObjectMapper()
                .readTree(Services.home()
                        .resolve("dashboards/grafana/pipeline.json")
                        .toFile());
        Set<String> asked = board.findValuesAsText("expr").stream()
                .flatMap(expression -> Pattern.compile("\\b(camel|clickreel|jvm|process)_\\w+")
                        .matcher(expression)
                        .results())
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        assertThat(asked).hasSizeGreaterThan(15);
        within(20).untilAsserted(() -> assertThat(up.get("management.port", "/observe/metrics")
                        .body()
                        .lines()
                        .map(line -> line.split("[{ ]", 2)[0]))
                .containsAll(asked));
    }

    @Test
    @Order(3)
    void jmxShowsTheRoutesToALocalClient() {
        Long exchanges =
                up.withRoute("clicks-ingest", (beans, route) -> (Long) beans.getAttribute(route, "ExchangesTotal"));
        Object state = up.withRoute("clicks-ingest", (beans, route) -> beans.getAttribute(route, "State"));

        assertThat(exchanges).isPositive();
        assertThat(state).isEqualTo("Started");
    }

    @Test
    @Order(4)
    void aSecondOneOnTheSameFolderIsRefusedAndToldWhoHoldsIt() {
        try (UpProcess second = UpProcess.start(settings, Map.of())) {
            assertThat(second.awaitExit(40)).isEqualTo(1);
            assertThat(second.err().strip())
                    .hasLineCount(1)
                    .contains("already runs")
                    .contains("process " + up.process().pid());
        }
        assertThat(up.process().isAlive()).isTrue();
        assertThat(up.children()).hasSize(2);
    }

    @Test
    @Order(5)
    void aRouteFileSavedWithAMistakeIsToldWithItsLineAndOnceItIsMended() throws IOException {
        Path file = routes.resolve("clicks-ingest.camel.yaml");
        String good = Files.readString(file);
        int line = good.lines().toList().indexOf("      steps:") + 1;

        Files.writeString(file, good.replaceFirst("(?m)^      steps:$", "      steps: ]"));

        try {
            within(10).untilAsserted(() -> assertThat(up.err())
                    .containsPattern(file.getFileName() + " was saved with a mistake.*" + file.getFileName() + ":"
                            + line + ":\\d+: "));
        } finally {
            Files.writeString(file, good);
        }
        within(10).until(() -> up.err().contains(file.getFileName() + " is live"));
        assertNoStackTrace(up);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clickhouse", "kafka"})
    @Order(5)
    void aServiceThatIsKilledComesBackAndIngestionGoesOn(String name) {
        ProcessHandle before = up.child(name).orElseThrow();
        String beforeAt = up.query("SELECT max(_timestamp) FROM clicks");

        before.destroyForcibly();

        within(30)
                .until(() ->
                        up.child(name).filter(now -> now.pid() != before.pid()).isPresent());
        within(40).until(() -> up.query(
                        "SELECT max(_timestamp) > toDateTime64('" + beforeAt + "', 3, 'UTC') + 3 FROM clicks")
                .equals("1"));
        within(10).untilAsserted(() -> assertThat(up.err())
                .contains("The embedded " + name + " ended")
                .contains("The embedded " + name + " is back"));
        assertNoStackTrace(up);
    }

    @Test
    @Order(6)
    void sigtermEndsItAndItsChildrenWithinTenSeconds() {
        sendRubbish();
        List<ProcessHandle> children = up.children();
        assertThat(children).hasSize(2);

        up.process().destroy();

        assertThat(up.awaitExit(STOP_LIMIT_S)).isEqualTo(128 + 15);
        awaitEnd(1, children);
        assertNoStackTrace(up);
    }

    @Test
    @Order(7)
    void theNextOneOnACopyOfTheFolderFindsEachRecordOfTheTopicStoredOnce() throws Exception {
        Path backup = Services.folder().resolve("restored");
        Process copying = new ProcessBuilder("cp", "-a", settings.get("clickreel.data-dir"), backup.toString()).start();
        assertThat(copying.waitFor()).isZero();
        settings = with("clickreel.data-dir", backup.toString());

        up = UpProcess.up(with("clicks.generate.enabled", "false"), Map.of());

        long published = up.published();
        within(30).until(() -> up.count(ALL) == published);
        assertThat(up.count("(SELECT uniqExact(_partition, _offset) FROM clicks)"))
                .isEqualTo(up.count("(SELECT count() FROM clicks)"))
                .isPositive();
        assertThat(up.count("(SELECT count() FROM dead_letters FINAL)")).isEqualTo(1);
    }

    @Test
    @Order(8)
    void afterAKillNoChildIsLeftAndTheNextOneHasTheData() {
        long before = up.count(ALL);
        List<ProcessHandle> children = up.children();
        assertThat(children).hasSize(2);

        up.process().destroyForcibly();
        UpProcess next = UpProcess.start(with("clicks.generate.enabled", "false"), Map.of());
        up = next;

        awaitEnd(STOP_LIMIT_S, children);
        next.awaitUp();
        assertThat(next.count(ALL)).isEqualTo(before);

        // Also who starts on a folder for the second time holds it for as long as it runs.
        CommandProcess.Said status = CommandProcess.run(
                Services.home(), Map.of("clickreel.data-dir", settings.get("clickreel.data-dir")), "status");
        assertThat(status.exit()).as(status.err()).isIn(0, 1);
        assertThat(status.out()).contains("clicks");
    }

    @Test
    @Order(9)
    void sigtermEndsItWithinTenSecondsEvenWhenTheServicesHang() throws Exception {
        List<ProcessHandle> children = up.children();
        for (ProcessHandle child : children) {
            new ProcessBuilder("kill", "-STOP", Long.toString(child.pid()))
                    .start()
                    .waitFor();
        }

        up.process().destroy();

        up.awaitExit(STOP_LIMIT_S);
        awaitEnd(2, children);
        assertNoStackTrace(up);
    }

    private Map<String, String> with(String key, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(key, value);
        return more;
    }

    private void sendRubbish() {
        try (var producer = new KafkaProducer<>(up.kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(up.setting("kafka.topic"), "no click".getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Within so long it has to be: that is promised. */
    private static void awaitEnd(int seconds, List<ProcessHandle> children) {
        Awaitility.await().atMost(Duration.ofSeconds(seconds)).until(() -> children.stream()
                .noneMatch(ProcessHandle::isAlive));
    }

    /** While all is well the console has only what Clickreel itself says in passing. */
    private static void assertQuiet(UpProcess process) {
        assertThat(process.err().lines()).noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
        assertNoStackTrace(process);
    }

    static void assertNoStackTrace(UpProcess process) {
        assertThat(process.err()).doesNotContainPattern("(?m)^\\s+at |Exception in thread|Stacktrace");
    }
}
