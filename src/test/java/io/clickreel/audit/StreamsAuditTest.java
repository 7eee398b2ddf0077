package io.clickreel.audit;

import static io.clickreel.audit.StoredClicks.CLICKS;
import static io.clickreel.audit.StoredClicks.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.TestDatabase;
import io.clickreel.clickhouse.Tables;
import io.clickreel.schema.SchemaRunner;
import io.clickreel.stream.Stream;
import io.clickreel.stream.StreamTopics;
import io.clickreel.testing.OrdersStream;
import io.clickreel.testing.Services;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two streams with tables and times of their own: what is wrong with one is said of that one only. */
@Tag("services")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamsAuditTest {
    private static final UUID ORDERS_ID = new UUID(9, 9);
    private static final Stream ORDERS = new Stream(
            "orders", "shop_orders", "orders-ingest", "shop_orders.dead", "orders", Path.of("contracts/none"), true);
    private static final List<Stream> BOTH = List.of(CLICKS, ORDERS);

    private TestDatabase database;
    private StoredClicks stored;

    @TempDir
    private Path folder;

    @BeforeAll
    void tables() throws Exception {
        database = TestDatabase.absent("audit_streams");
        new SchemaRunner(database.clickHouse()).apply(OrdersStream.ddl(Services.folder()));
        stored = new StoredClicks(database);
    }

    @AfterAll
    void drop() {
        database.close();
    }

    @BeforeEach
    void undisturbed() {
        stored.empty();
        OrdersStream.TABLES.forEach(table -> database.execute("TRUNCATE TABLE @." + table));
        stored.delivered(0, 0, 100).kafka(0, 0, 100, 100);
        orders(ORDERS.topic(), ORDERS_ID, 0, 200);
        closed(ORDERS, ORDERS_ID, 0, 200, ORDERS.name());
        stored.kafka(ORDERS.topic(), ORDERS_ID, 0, 0, 200, 200, OptionalLong.empty());
    }

    @Test
    void bothHold() {
        AuditReport clicks = stored.audit(CLICKS, BOTH, deep(CLICKS));
        assertThat(clicks.findings()).isEmpty();
        assertThat(clicks.text()).contains("dvd_clicks").doesNotContain("shop_orders");

        AuditReport orders = stored.audit(ORDERS, BOTH, deep(ORDERS));
        assertThat(orders.verdict()).as(orders.text()).isEqualTo(Verdict.HOLDS);
        assertThat(orders.text())
                .containsPattern("shop_orders +0 +0 +199 +200 +0 ")
                .containsPattern("batches +200 +200  holds")
                .containsPattern("orders_per_day +200 +200  holds")
                .containsPattern("orders_per_hour +200 +200  holds")
                .contains("Table orders_by_item, which is filled from orders, is not counted")
                .doesNotContain("dvd_clicks");
    }

    @Test
    void aRowThatIsTakenOutOfOneIsFoundInThatOneOnly() {
        database.execute("ALTER TABLE @.orders DELETE WHERE _offset IN (17, 18) SETTINGS mutations_sync = 2");

        assertThat(violations(stored.audit(ORDERS, BOTH, null)))
                .anyMatch(sentence -> sentence.contains(
                        "View batches is not the sum of the raw rows: orders has 198 and the view 200 (2 too many)"))
                .anyMatch(sentence -> sentence.contains("View orders_per_day is not the sum")
                        && sentence.contains("./clickreel replay --stream orders --from"))
                .anyMatch(sentence -> sentence.contains("shop_orders-0: offsets 17 to 18 are missing (lost)")
                        && sentence.contains("'./clickreel replay --stream orders' over them"));
        assertThat(stored.audit(CLICKS, BOTH, null).findings()).isEmpty();
    }

    @Test
    void aViewThatIsDroppedIsSaidOfItsStream() {
        database.execute("DROP VIEW @.orders_per_day_mv");
        try {
            assertThat(violations(stored.audit(ORDERS, BOTH, null)))
                    .singleElement()
                    .asString()
                    .contains("orders_per_day_mv is gone", "then: ./clickreel replay --stream orders --from '");
            assertThat(stored.audit(CLICKS, BOTH, null).findings()).isEmpty();
        } finally {
            database.execute(OrdersStream.PER_DAY_VIEW
                    .replace("orders_per_day", "@.orders_per_day")
                    .replace("FROM orders", "FROM @.orders"));
        }
    }

    @Test
    void aTableThatBothFillIsNamedAndNotCompared() {
        database.execute(
                "CREATE MATERIALIZED VIEW @.foreign_mv TO @.orders_per_hour AS SELECT toStartOfHour(event_ts) AS"
                        + " hour, count() AS n FROM @.clicks GROUP BY hour");
        try {
            assertThat(stored.audit(ORDERS, BOTH, null).text())
                    .contains(
                            "Table orders_per_hour is filled from clicks too, so what it counts of orders cannot be told");
        } finally {
            database.execute("DROP VIEW @.foreign_mv");
        }
    }

    @Test
    void aFormerTopicBelongsToWhoHadIt() {
        UUID former = new UUID(3, 3);
        orders("orders_before", former, 0, 10);
        closed("orders_before", former, 0, 10, "orders");
        assertThat(topics(BOTH).of(ORDERS)).containsExactly("orders_before", "shop_orders");
        AuditReport report = stored.audit(ORDERS, BOTH, null);
        assertThat(violations(report)).isEmpty();
        assertThat(report.text())
                .contains("Kafka has no topic orders_before")
                .containsPattern("batches +210 +210  holds");
        assertThat(stored.audit(CLICKS, BOTH, null).findings()).isEmpty();
    }

    @Test
    void rowsThatNameNoStreamBelongToTheTableThatHasThem() {
        orders("orders_before", new UUID(3, 3), 0, 10);
        closed("orders_before", new UUID(3, 3), 0, 10, "");
        assertThat(topics(BOTH).of(ORDERS)).containsExactly("orders_before", "shop_orders");
        assertThat(topics(BOTH).unknown()).isEmpty();
    }

    @Test
    void aTopicOfNoStreamIsNamedAndNotJudged() {
        UUID former = new UUID(4, 4);
        closed("taps_before", former, 0, 10, "taps");
        database.execute(
                "INSERT INTO @.batches (_topic, _topic_id, rows) VALUES ('taps_before', '" + former + "', 10)");
        assertThat(topics(BOTH).unknown()).containsExactlyEntriesOf(Map.of("taps_before", "taps"));
        assertThat(stored.audit(CLICKS, BOTH, null).findings()).isEmpty();
        // The only stream there is has to answer for it.
        assertThat(topics(List.of(CLICKS)).unknown()).isEmpty();
    }

    private StreamTopics topics(List<Stream> streams) {
        return StreamTopics.read(database.clickHouse(), Tables.read(database.clickHouse()), streams);
    }

    private void closed(Stream stream, UUID topicId, long first, long end, String name) {
        closed(stream.topic(), topicId, first, end, name);
    }

    private void closed(String topic, UUID topicId, long first, long end, String name) {
        database.execute(
                "INSERT INTO @.deliveries (_topic, _topic_id, _partition, first_offset, end_offset, records, clicks,"
                        + " stream) VALUES ('" + topic + "', '" + topicId + "', 0, " + first + ", " + end + ", "
                        + (end - first)
                        + ", " + (end - first) + ", '" + name + "')");
    }

    private void orders(String topic, UUID topicId, long first, long end) {
        database.execute(OrdersStream.insert("@.orders", topic, topicId, first, end));
    }

    private DeepAudit deep(Stream stream) {
        return new DeepAudit(DeepAudit.file(folder, stream), false, line -> {});
    }
}
