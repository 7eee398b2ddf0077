package io.clickreel.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Both streams without clicks, each from the generator of its contract through Kafka to the answers. */
class GeneratedStreamsTest extends StreamTestSupport {
    @Override
    protected Map<String, String> overrides() {
        return given(
                "clicks.enabled=false",
                "clicks.generate.enabled=true",
                "interactions.enabled=true",
                "interactions.topic=taps-" + UUID.randomUUID(),
                "interactions.generate.batch-size=400",
                "interactions.generate.time-interval=2",
                "interactions.generate.seed=1",
                "page-events.enabled=true",
                "page-events.topic=pages-" + UUID.randomUUID(),
                "page-events.generate.rate-per-second=200",
                "page-events.generate.seed=1",
                "ingest.batch-wait-ms=100");
    }

    @Test
    void whatTheGeneratorsMakeIsStoredAndAnswered() {
        within(60)
                .until(() -> count("(SELECT count() FROM interactions)") >= 1_200
                        && count("(SELECT count() FROM page_events)") >= 1_000);

        assertThat(count("(SELECT count() FROM dead_letters)")).isZero();
        assertThat(count("(SELECT uniqExact(item_id) FROM interactions)")).isEqualTo(50);
        assertThat(count("(SELECT arrayMax(arrayDifference(arraySort(groupArray(toUnixTimestamp64Milli(_timestamp)))))"
                        + " FROM interactions)"))
                .as("a pause between the batches, in milliseconds")
                .isGreaterThan(1_500);
        assertThat(query("SELECT uniqExact(device) FROM page_events GROUP BY session_id ORDER BY 1 DESC LIMIT 1"))
                .isEqualTo("1");
        for (String question : List.of(
                "interactions-totals",
                "interactions-experiment-conversion",
                "interactions-newest",
                "page-events-funnel",
                "page-events-page-views",
                "page-events-session-lengths")) {
            assertThat(answer(question)).as(question).isNotEmpty();
        }
        assertThat(health()).doesNotContain("DEGRADED", "\"DOWN\"");
    }

    @Test
    void clicksThatAreOffHaveNoTopicAndNoGenerator() {
        assertThat(topics())
                .doesNotContain(settings().text("kafka.topic"), settings().text("kafka.dead-topic"));
        for (String route : List.of("clicks-ingest", "clicks-generate")) {
            assertThat(context.getRouteController().getRouteStatus(route).isStopped())
                    .as(route)
                    .isTrue();
        }
    }
}
