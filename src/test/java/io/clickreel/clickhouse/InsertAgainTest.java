package io.clickreel.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.client.api.Client;
import io.clickreel.embedded.clickhouse.SharedClickHouse;
import java.time.Duration;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An insert that runs into its time limit, and the tries that follow. */
@Tag("services")
class InsertAgainTest {
    private static final ClickHouseConnection CONNECTION = new ClickHouseConnection(
            SharedClickHouse.host(),
            SharedClickHouse.port(),
            false,
            SharedClickHouse.user(),
            SharedClickHouse.password(),
            "default",
            30_000);

    private final String table = "again_" + UUID.randomUUID().toString().replace("-", "");
    private final ClickHouse clickHouse = CONNECTION.open();
    private final Client client = clickHouse.client();
    private final ClickHouse hasty = CONNECTION.withTimeout(1_000).open();
    private final CamelContext camel = new DefaultCamelContext();
    private ProducerTemplate producer;

    @BeforeEach
    void start() {
        camel.getRegistry().bind("clickhouse", new ClickHouseComponent(hasty, clickHouse));
        camel.start();
        producer = camel.createProducerTemplate();
        String tables = " ENGINE = MergeTree ORDER BY tuple() SETTINGS non_replicated_deduplication_window = 100";
        execute("CREATE TABLE " + table + " (i UInt64)" + tables);
        execute("CREATE TABLE " + table + "_counts (n UInt64)" + tables);
        // Takes minutes for a row.
        execute("CREATE MATERIALIZED VIEW " + table + "_slow TO " + table + "_counts AS SELECT count() AS n FROM "
                + table + ", numbers(1000000000000) AS all WHERE all.number % 7 = i");
    }

    @AfterEach
    void stop() {
        camel.stop();
        execute("DROP TABLE IF EXISTS " + table + "_slow");
        execute("DROP TABLE " + table + "_counts");
        execute("DROP TABLE " + table);
        clickHouse.close();
        hasty.close();
    }

    @Test
    void triesDoNotPileUpInTheServerAndTheOneThatSucceedsCountsOnce() {
        for (int attempt = 0; attempt < 4; attempt++) {
            assertThat(insert("token").getException()).isNotNull();
            assertThat(running()).isLessThanOrEqualTo(1);
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> running() == 0);

        execute("DROP TABLE " + table + "_slow");
        execute("CREATE MATERIALIZED VIEW " + table + "_slow TO " + table + "_counts AS SELECT count() AS n FROM "
                + table);
        assertThat(insert("token").getException()).isNull();
        assertThat(insert("token").getException()).isNull();
        assertThat(number("SELECT count() AS n FROM " + table)).isEqualTo(1);
        assertThat(number("SELECT sum(n) AS n FROM " + table + "_counts")).isEqualTo(1);
    }

    @Test
    void anInsertOfAProcessThatDiedIsEndedByTheNextTry() {
        // Its client is gone, and nobody has asked for its end.
        InsertOfAnother other = new InsertOfAnother();
        other.start();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> running() == 1);

        assertThat(insert("token").getException()).isNotNull();
        other.awaitEnd();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> running() == 0);
    }

    @Test
    void otherInsertsAreLeftAlone() {
        assertThat(insert("one").getException()).isNotNull();
        execute("CREATE TABLE " + table + "_b (i UInt64) ENGINE = MergeTree ORDER BY tuple()");

        Exchange elsewhere = producer.send("clickhouse:default." + table + "_b?format=CSV", exchange -> {
            exchange.getMessage().setBody("7\n");
            exchange.getMessage().setHeader(ClickHouseProducer.DEDUPLICATION_TOKEN, "one");
        });

        assertThat(elsewhere.getException()).isNull();
        execute("DROP TABLE " + table + "_b");
    }

    private final class InsertOfAnother extends Thread {
        @Override
        public void run() {
            try (Client patient = CONNECTION.client()) {
                patient.insert(
                                table,
                                out -> out.write("7\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                                com.clickhouse.data.ClickHouseFormat.CSV,
                                Inserts.settings()
                                        .setDeduplicationToken("token")
                                        .setQueryId("default." + table + ":token"))
                        .get()
                        .close();
            } catch (Exception e) {
                // It is ended.
            }
        }

        void awaitEnd() {
            try {
                join(20_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertThat(isAlive()).isFalse();
        }
    }

    private Exchange insert(String token) {
        return producer.send("clickhouse:default." + table + "?format=CSV", exchange -> {
            exchange.getMessage().setBody("7\n");
            exchange.getMessage().setHeader(ClickHouseProducer.DEDUPLICATION_TOKEN, token);
        });
    }

    private long running() {
        return number("SELECT count() AS n FROM system.processes WHERE query_id LIKE 'default." + table + "%'");
    }

    private long number(String sql) {
        return client.queryAll(sql).get(0).getLong("n");
    }

    private void execute(String sql) {
        client.execute(sql).join();
    }
}
