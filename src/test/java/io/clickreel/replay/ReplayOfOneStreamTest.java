package io.clickreel.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.audit.AuditReports;
import io.clickreel.audit.Audits;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.contract.ValueReader;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.schema.SchemaRunner;
import io.clickreel.stream.Stream;
import io.clickreel.testing.DeliveryTestSupport;
import io.clickreel.testing.NewTopics;
import io.clickreel.testing.OrdersStream;
import io.clickreel.testing.Services;
import io.clickreel.testing.SteadyWork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Orders are stored beside the clicks, and are replayed: the clicks are left as they are, and go on. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplayOfOneStreamTest extends DeliveryTestSupport {
    private static final Path ROUTES = Services.copyOfRoutes();
    private static final int ORDERS = 3_000;

    private final List<String> said = new ArrayList<>();
    private long ordered;

    @Override
    protected Map<String, String> overrides() {
        return editing(ROUTES, "ingest.batch-rows=500", "ingest.batch-wait-ms=100");
    }

    @Test
    @Order(1)
    void bothAreStoredAndAudited() throws Exception {
        NewTopics.create(kafka().admin("test"), new NewTopic(topic(), 1, (short) 1));
        try (ClickHouse clickHouse = clickHouse().open()) {
            new SchemaRunner(clickHouse).apply(OrdersStream.ddl(Services.folder()));
        }
        addRoute();
        sendClicks(2_000);
        sendOrders(ORDERS);
        awaitBoth();
        assertThat(query("SELECT DISTINCT stream, _topic FROM deliveries ORDER BY stream"))
                .isEqualTo("clicks\t" + settings().text("kafka.topic") + "\norders\t" + topic());
        assertBothHold();
    }

    @Test
    @Order(2)
    void aHoldOfOneTopicLeavesTheOthersRunning() {
        hold(topic(), "toIntervalHour(1)");
        // The consumer asks once a second; what it had begun before is stored.
        within(60).until(() -> {
            sendOrders(1);
            return get("dashboard.port", "/api/pipeline").contains("\"phase\":\"HELD\"");
        });
        long stored = count("(SELECT count() FROM orders)");
        sendOrders(200);
        sendClicks(300);
        within(60).until(() -> count("(SELECT count() FROM clicks)") == sent());
        assertThat(stored).isLessThan(ordered - 200);
        assertThat(count("(SELECT count() FROM orders)")).isEqualTo(stored);

        hold(topic(), "toIntervalHour(0)");
        awaitBoth();
    }

    @Test
    @Order(3)
    void theReplayOfOneLeavesEachByteOfTheOther() throws Exception {
        query("ALTER TABLE orders DELETE WHERE _offset % 7 = 0 SETTINGS mutations_sync = 2");
        query("TRUNCATE TABLE orders_per_hour");
        query("ALTER TABLE batches DELETE WHERE _topic = '" + topic()
                + "' AND first_offset > 0 SETTINGS mutations_sync = 2");
        String clicks = clicks();
        assertThat(audit().verdict().exitCode()).isEqualTo(1);

        try (Replay replay = replay("orders")) {
            assertThat(replay.run(ReplayRequest.parse("1970-01-01", null, null), false))
                    .isTrue();
        }

        assertThat(clicks()).isEqualTo(clicks);
        assertRight();
    }

    @Test
    @Order(4)
    void clicksAreStoredWhileOrdersAreReplayed() throws Exception {
        long before = sent();
        try (SteadyWork more = steadyClicks(50);
                Replay replay = replay("orders")) {
            assertThat(replay.run(ReplayRequest.parse("1970-01-01", null, null), false))
                    .isTrue();
        }
        assertThat(sent()).as("clicks that came meanwhile").isGreaterThan(before);
        awaitBoth();
        assertRight();
    }

    @Test
    @Order(5)
    void rowsBeyondTheLedgerOfOneAreTakenOutAndStoredAgain() throws Exception {
        context.getRouteController().stopRoute("orders-ingest");
        // What an insert has left whose batch nobody knows any more; its token is remembered.
        query("INSERT INTO orders SETTINGS insert_deduplication_token = 'beyond' SELECT * REPLACE (_offset + 100000 AS"
                + " _offset) FROM (SELECT * FROM orders WHERE _offset < 50)");
        String clicks = clicks();

        try (Replay replay = replay("orders")) {
            assertThat(replay.run(ReplayRequest.parse("1970-01-01", null, null), false))
                    .isTrue();
        }
        assertThat(said).anyMatch(sentence -> sentence.matches("50 rows beyond .* were taken out.*"));
        assertThat(clicks()).isEqualTo(clicks);
        assertThat(count("(SELECT count() FROM ingest_holds FINAL WHERE held_until > now64(3))"))
                .isZero();

        context.getRouteController().startRoute("orders-ingest");
        sendOrders(100);
        sendClicks(100);
        awaitBoth();
        assertRight();
    }

    @Test
    @Order(6)
    void anUnfinishedReplayIsOfItsStream() throws Exception {
        try (Replay replay = new Replay(
                clickHouse(),
                kafka(),
                stream("orders"),
                streams(),
                ValueReader.PLAIN,
                progress -> {},
                said::add,
                () -> true)) {
            assertThat(replay.run(ReplayRequest.parse("1970-01-01", null, null), false))
                    .isFalse();
        }
        try (Replay replay = replay("clicks")) {
            assertThatThrownBy(() -> replay.run(ReplayRequest.parse("1970-01-01", null, null), false))
                    .isInstanceOf(ReplayRefusedException.class)
                    .hasMessageContaining(
                            "Another replay is unfinished: ./clickreel replay --stream orders --from 1970");
        }
        try (Replay replay = replay("clicks")) {
            assertThat(replay.run(ReplayRequest.parse("1970-01-01", null, null), true))
                    .isTrue();
        }
        assertRight();
    }

    @Test
    @Order(7)
    void aTargetThatIsFilledFromElsewhereIsRefused() throws Exception {
        query(
                "CREATE MATERIALIZED VIEW foreign_mv TO orders_per_hour AS SELECT toStartOfHour(event_ts) AS hour, count() AS"
                        + " n FROM clicks GROUP BY hour");
        try (Replay replay = replay("orders")) {
            assertThatThrownBy(() -> replay.run(ReplayRequest.parse("1970-01-01", null, null), false))
                    .isInstanceOf(ReplayRefusedException.class)
                    .hasMessageContaining("Table orders_per_hour is filled by the view foreign_mv too");
        } finally {
            query("DROP VIEW foreign_mv SYNC");
        }
    }

    private void assertRight() {
        assertThat(query("SELECT count(), uniqExact(id), uniqExact(_offset) FROM orders"))
                .isEqualTo(ordered + "\t" + ordered + "\t" + ordered);
        for (String view : List.of("orders_per_day", "orders_per_hour", "orders_by_item")) {
            assertThat(count("(SELECT sum(n) FROM " + view + ")")).as(view).isEqualTo(ordered);
        }
        assertThat(count("(SELECT sum(rows) FROM batches WHERE _topic = '" + topic() + "')"))
                .isEqualTo(ordered);
        assertThat(count("(SELECT sum(rows) FROM batches WHERE _topic != '" + topic() + "')"))
                .isEqualTo(sent());
        assertBothHold();
    }

    private void assertBothHold() {
        AuditReports reports = audit();
        assertThat(reports.verdict().exitCode()).as(reports.text()).isZero();
        assertThat(reports.text())
                .contains("Stream clicks: topic " + settings().text("kafka.topic") + ", table clicks")
                .contains("Stream orders: topic " + topic() + ", table orders");
    }

    private AuditReports audit() {
        try (ClickHouse clickHouse = clickHouse().open();
                KafkaAdmin kafka = new KafkaAdmin(kafka().admin("audit"))) {
            List<Stream> enabled = streams().stream().filter(Stream::enabled).toList();
            return new Audits(clickHouse, kafka, streams()).run(enabled, stream -> null);
        }
    }

    /** All that is stored of the clicks, each column of each row. */
    private String clicks() {
        String ofClicks = " WHERE _topic != '" + topic() + "'";
        List<String> hashes = new ArrayList<>();
        for (String rows : List.of(
                "clicks",
                "film_clicks_per_minute FINAL",
                "user_clicks_per_minute FINAL",
                "device_events_per_minute FINAL",
                "sessions FINAL",
                "batches" + ofClicks,
                "deliveries" + ofClicks)) {
            String hash = query("SELECT count(), sum(cityHash64(*)) FROM " + rows);
            assertThat(hash).as(rows).matches("[1-9]\\d*\t\\d+");
            hashes.add(hash);
        }
        return String.join("\n", hashes);
    }

    private void awaitBoth() {
        within(90).until(() -> count("(SELECT sum(records) FROM deliveries FINAL)") == sent() + ordered);
    }

    private void hold(String topic, String howLong) {
        query("INSERT INTO ingest_holds (holder, topic, held_until) VALUES ('test', '" + topic + "', now64(3) + "
                + howLong + ")");
    }

    private Replay replay(String stream) {
        said.clear();
        return new Replay(
                clickHouse(),
                kafka(),
                stream(stream),
                streams(),
                ValueReader.PLAIN,
                progress -> {},
                said::add,
                () -> false);
    }

    private String topic() {
        return settings().text("kafka.topic") + "_orders";
    }

    private void addRoute() throws Exception {
        String clicks = Files.readString(ROUTES.resolve("clicks-ingest.camel.yaml"));
        Files.writeString(
                ROUTES.resolve("orders-ingest.camel.yaml"),
                clicks.replace("id: clicks-ingest", "id: orders-ingest")
                        .replace("groupId: clicks-ingest", "groupId: orders-ingest")
                        .replace("kafka:{{kafka.topic}}", "kafka:" + topic())
                        .replace("clickreel.table: clicks", "clickreel.table: orders")
                        .replace(
                                "contracts/dvd_clicks-value.schema.json",
                                OrdersStream.contract(Services.folder()).toString())
                        .replace("{{kafka.dead-topic}}", topic() + ".dead"));
        within(60).until(() -> context.getRoute("orders-ingest") != null);
    }

    private void sendOrders(int count) {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(kafka().producer(Map.of()), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic(), OrdersStream.order(ordered++)));
            }
        }
    }
}
