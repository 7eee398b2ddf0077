package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.PipelineTestSupport;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Clicks whose event times are spread over a century: test data, or clocks that are wrong. */
class FarTimesTest extends PipelineTestSupport {
    private static final int CLICKS = 200;

    @Override
    protected Map<String, String> overrides() {
        return Map.of("ingest.batch-wait-ms", "1000", "clickhouse.insert-timeout-ms", "60000");
    }

    @Test
    void aCenturyOfEventTimesIsStoredOnceInInsertsOfAtMostTwoYears() {
        Random random = new Random(17);
        for (int i = 0; i < CLICKS; i++) {
            send(
                    "u_" + i % 50,
                    click("u_" + i % 50, "%d-%02d-15 12:00:00".formatted(2000 + random.nextInt(100), 1 + i % 12)));
        }
        // The edges of what the contract allows.
        for (String time : List.of("1970-01-01 00:00:00", "1970-02-01 00:00:00.001", "2105-12-31 23:59:59.999")) {
            send("u_edge", click("u_edge", time));
        }
        flush();

        long expected = CLICKS + 3;
        within(240).untilAsserted(() -> {
            assertThat(count("(SELECT sum(clicks) FROM deliveries FINAL)")
                            + count("(SELECT count() FROM dead_letters FINAL)"))
                    .isEqualTo(expected);
            assertThat(count("(SELECT sum(rows) FROM batches)") + count("(SELECT count() FROM dead_letters FINAL)"))
                    .isEqualTo(expected);
        });
        long clicks = count("(SELECT count() FROM clicks)");
        assertThat(clicks).isGreaterThanOrEqualTo(CLICKS);
        assertThat(count("(SELECT uniqExact(_partition, _offset) FROM clicks)")).isEqualTo(clicks);
        for (String view :
                List.of("film_clicks_per_minute", "user_clicks_per_minute", "device_events_per_minute", "sessions")) {
            assertThat(count("(SELECT sum(clicks) FROM " + view + ")")).as(view).isEqualTo(clicks);
        }
        // One row of batches is one insert.
        assertThat(count("(SELECT max(dateDiff('month', first_event_ts, last_event_ts)) FROM batches)"))
                .isLessThanOrEqualTo(25);
        assertThat(get("management.port", "/observe/health"))
                .contains("DEGRADED: event times far from now")
                .contains("offsets ");
        assertThat(get("management.port", "/observe/metrics"))
                .containsPattern("clickreel_ingest_far_times_total\\{stream=\"clicks\"\\} [1-9]");
    }

    private static String click(String user, String time) {
        return """
                {"event_id": "%s", "event_ts": "%s", "user_id": "%s", "session_id": "s_1", "film_id": 331,
                 "event_type": "view", "page": "browse", "position": 9, "device": "tablet",
                 "referrer": "recommendation"}
                """.formatted(UUID.randomUUID(), time, user);
    }
}
