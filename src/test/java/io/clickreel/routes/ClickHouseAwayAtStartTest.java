package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.DeliveryTestSupport;
import io.clickreel.testing.Films;
import io.clickreel.testing.SharedServices;
import io.clickreel.testing.TcpProxy;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A pipeline that starts before ClickHouse does. */
class ClickHouseAwayAtStartTest extends DeliveryTestSupport {
    private static final TcpProxy PROXY = refusing();

    private static TcpProxy refusing() {
        TcpProxy proxy = new TcpProxy(
                SharedServices.settings().text("clickhouse.host"),
                SharedServices.settings().port("clickhouse.port"));
        proxy.refuse();
        return proxy;
    }

    @Override
    protected Map<String, String> overrides() {
        return Map.of("clickhouse.host", "127.0.0.1", "clickhouse.port", Integer.toString(PROXY.port()));
    }

    @AfterAll
    void close() {
        PROXY.close();
    }

    @Test
    void tablesAreMadeAndClicksArriveWhenClickHouseComesWithoutAnotherStart() {
        try (Films films = new Films(settings())) {
            films.put("dim_film.csv", Films.ALL);
        }
        sendClicks(2_000);
        within(30).untilAsserted(() -> assertThat(health())
                .contains("\"status\":\"DOWN\"")
                .contains("clickhouse.host (CLICKHOUSE_HOST) and clickhouse.port (CLICKHOUSE_PORT) name it")
                .contains("records wait in Kafka: ")
                .contains("Connection refused"));

        PROXY.accept();
        within(60).untilAsserted(this::assertAllDeliveredOnce);
        within(60).untilAsserted(() -> assertThat(count("(SELECT count() FROM dim_film)"))
                .isEqualTo(1_000));
        within(30).untilAsserted(() -> assertThat(health()).doesNotContain("DOWN"));
    }
}
