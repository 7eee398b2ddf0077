package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.DeliveryTestSupport;
import io.clickreel.testing.Films;
import io.clickreel.testing.SharedServices;
import io.clickreel.testing.TcpProxy;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ClickHouse behind a proxy that refuses, cuts and drops: every click is stored all the same, and once. */
class ClickHouseAwayTest extends DeliveryTestSupport {
    private static final TcpProxy PROXY = new TcpProxy(
            SharedServices.settings().text("clickhouse.host"),
            SharedServices.settings().port("clickhouse.port"));
    /** A column that only they have: it is in the request's first line. */
    private static final String INSERT_OF_CLICKS = "session_id";

    @Override
    protected Map<String, String> overrides() {
        return given(
                "clickhouse.host=127.0.0.1",
                "clickhouse.port=" + PROXY.port(),
                "ingest.batch-rows=1000",
                "ingest.batch-wait-ms=200",
                "ingest.retry-first-ms=100",
                "ingest.retry-max-ms=500");
    }

    /** Partitions are told by JMX too. */
    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        super.configureTest(configuration);
        configuration.withEnableJMX();
    }

    @BeforeEach
    void allIsWell() {
        PROXY.accept();
        within(60).untilAsserted(() -> assertThat(health()).doesNotContain("DOWN"));
        within(60).untilAsserted(this::assertAllDeliveredOnce);
    }

    @AfterAll
    void close() {
        PROXY.close();
    }

    @Test
    void clicksWaitInKafkaWhileClickHouseIsAwayAndAreStoredOnceWhenItIsBack() throws Exception {
        sendClicks(500);
        within(30).untilAsserted(this::assertAllDeliveredOnce);
        Set<String> members = memberIds();
        assertThat(members).isNotEmpty();

        PROXY.refuse();
        long before = sent();
        sendClicks(8_000);
        within(60).untilAsserted(() -> assertThat(health())
                .contains("\"status\":\"DOWN\"")
                .contains("ClickHouse does not answer at ", "(clickhouse.host, clickhouse.port): ")
                .containsAnyOf("records wait in Kafka: ", "clicks-ingest is tried again after ")
                .contains("Connection refused"));
        within(60).untilAsserted(() -> assertThat(get("dashboard.port", "/api/pipeline"))
                .containsPattern(
                        "\"phase\":\"(OPENING|RETRYING|HELD)\",.*\"lastError\":\"[^\"]*(refused|failed to respond)"));
        assertThat(partitionsByJmx())
                .anyMatch(told -> told.matches(".*(: where to begin is asked|held|could not be stored) since .*: .*"));
        assertThat(get("management.port", "/observe/metrics"))
                .containsPattern("clickreel_ingest_partition_failures\\{partition=\"[01]\",stream=\"clicks\",topic=");
        assertThat(committed()).isEqualTo(before);
        assertThat(memberIds()).isEqualTo(members);

        PROXY.accept();
        within(60).untilAsserted(this::assertAllDeliveredOnce);
        within(30).untilAsserted(() -> assertThat(health()).doesNotContain("DOWN"));
        assertThat(memberIds()).isEqualTo(members);
    }

    @Test
    void anInsertThatIsCutInTheMiddleIsStoredOnce() {
        PROXY.cutRequests(INSERT_OF_CLICKS, 3);
        sendClicks(5_000);

        within(60).untilAsserted(this::assertAllDeliveredOnce);
        assertThat(PROXY.allFaultsStruck()).isTrue();
    }

    @Test
    void anInsertWhoseAnswerIsLostIsSentAgainAndStoredOnce() {
        long insertsBefore = PROXY.requests(INSERT_OF_CLICKS);
        long batchesBefore = batches();
        PROXY.dropAnswers(INSERT_OF_CLICKS, 3);
        sendClicks(5_000);

        within(60).untilAsserted(this::assertAllDeliveredOnce);
        assertThat(PROXY.allFaultsStruck()).isTrue();
        // The server had stored them before the answer was lost, and knew them when they came again.
        // One that still runs when it comes again is refused, and comes a third time.
        assertThat(PROXY.requests(INSERT_OF_CLICKS) - insertsBefore)
                .isGreaterThanOrEqualTo(batches() - batchesBefore + 3);
    }

    @Test
    void connectionsThatBreakAtAnyMomentLoseAndDoubleNothing() {
        AtomicInteger cut = new AtomicInteger();
        AtomicInteger looks = new AtomicInteger();
        sendClicks(20_000);
        within(60).pollInterval(Duration.ofMillis(25)).until(() -> {
            cut.addAndGet(PROXY.cutNow());
            return looks.incrementAndGet() == 60;
        });

        within(60).untilAsserted(this::assertAllDeliveredOnce);
        assertThat(cut).hasPositiveValue();
    }

    @Test
    void aSwapOfTheFilmsWhoseAnswerIsLostIsNotUndoneByAnotherTry() {
        try (Films films = new Films(settings())) {
            films.put("dim_film.csv", Films.ALL);
            within(60).until(() -> count("(SELECT count() FROM dim_film)") == 1_000);
            PROXY.dropAnswers("EXCHANGE TABLES", 1);
            films.put("dim_film.csv", Films.of(1, 750));
        }

        within(60).untilAsserted(() -> assertThat(query(
                        "SELECT outcome, rows < 1000 FROM dim_film_refreshes" + " ORDER BY refreshed_at DESC LIMIT 1"))
                .isEqualTo("loaded\t1"));
        assertThat(PROXY.allFaultsStruck()).isTrue();
        assertThat(count("(SELECT count() FROM dim_film)")).isLessThan(1_000);
    }

    private static List<String> partitionsByJmx() throws JMException {
        TabularData partitions = (TabularData) ManagementFactory.getPlatformMBeanServer()
                .getAttribute(new ObjectName("io.clickreel:type=Stream,name=clicks"), "Partitions");
        return partitions.values().stream()
                .map(row -> String.valueOf(((CompositeData) row).get("sentence")))
                .toList();
    }

    private long batches() {
        return count("(SELECT count() FROM batches)");
    }
}
