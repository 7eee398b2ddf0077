package io.clickreel.dashboard;

import static io.clickreel.testing.UpProcess.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.BrowserPage;
import io.clickreel.testing.OpenedPage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in the first minute of a Clickreel, while a service says nothing, and when Clickreel itself is gone. */
@Tag("services")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PageAwayTest {
    private OpenedPage opened;
    private BrowserPage page;

    @BeforeAll
    void start() {
        Assumptions.assumeTrue(BrowserPage.canBeOpened(), BrowserPage.HOW_TO_GET_IT);
        opened = OpenedPage.start();
        page = opened.page();
    }

    @AfterAll
    void stop() {
        if (opened != null) {
            opened.close();
        }
    }

    @Test
    @Order(1)
    void aFreshStartTellsNothingThatItDoesNotKnow() throws IOException {
        opened.open("");
        page.screenshot("fresh");
        for (String tile : List.of("active-users", "sessions-now", "events-total")) {
            assertThat(opened.text(".tile[data-tile=" + tile + "] .change"))
                    .as(tile)
                    .doesNotContain("against", "before");
        }
        // Both at one look: the tile moves each second.
        List<String> total = page.texts(".tile[data-tile=events-total] .value, .tile[data-tile=events-total] .change");
        assertThat(total).as("all are younger than an hour").hasSize(2).contains(total.get(0) + " in the last hour");
        assertThat(opened.text("#films-trending-now .answer")).startsWith("No trend yet: ");
        assertThat(page.texts("#films-trending-now td[data-column=lift]"))
                .isNotEmpty()
                .containsOnly("–");
        assertThat(opened.text("#activity-by-weekday-hour .answer"))
                .startsWith("Which hour is the busiest is not known");
        assertThat(page.table("activity-over-time").get(0).get(1))
                .as("clicks of the first point")
                .isNotEqualTo("0");
        assertThat(page.texts("main").get(0)).doesNotContain("The newest minute is not over");
    }

    @ParameterizedTest
    @Order(2)
    @CsvSource({
        "clickhouse, ClickHouse does not answer at 127.0.0.1:, Records wait in Kafka until it answers again.",
        "kafka, Kafka does not answer at 127.0.0.1:, No clicks come until it answers again.",
    })
    void aServiceThatSaysNothingIsToldInOneTrueSentence(String service, String sentence, String meaning)
            throws Exception {
        opened.open("");
        opened.signal("STOP", service);
        try {
            within(90).untilAsserted(() -> assertThat(opened.text("#trouble")).contains(sentence, meaning));
            if (service.equals("clickhouse")) {
                // It is silent by now, so no answer is under way.
                List<List<String>> last = page.table("films-by-rental-volume");
                within(90)
                        .until(() -> page.findAll(".card[data-question].stale").size() > 5
                                && !page.findAll("#films-by-rental-volume.stale")
                                        .isEmpty());
                assertThat(opened.text("#films-by-rental-volume")).contains("This is the answer of");
                assertThat(page.table("films-by-rental-volume")).isEqualTo(last).isNotEmpty();
            } else {
                within(90)
                        .until(() -> !page.findAll("#pipeline-partitions.stale").isEmpty());
                within(60).untilAsserted(() -> assertThat(opened.text("#pipeline-partitions"))
                        .contains("Kafka does not answer", "This is the answer of")
                        .doesNotContain("no partitions yet"));
            }
            page.screenshot(service + "-stopped");
            // While one answer after the other fails, some may still be those of before.
            within(60).untilAsserted(() -> {
                assertThat(page.findAll("#trouble p:not(.quiet)"))
                        .as("sentences")
                        .hasSize(1);
                assertThat(page.texts(".problem").stream().filter(text -> !text.isEmpty()))
                        .allMatch(text -> text.contains(service.equals("kafka") ? "Kafka" : "ClickHouse"));
            });
            assertThat(opened.isShown("#fault")).isFalse();
            String pipeline = within(60)
                    .until(
                            () -> opened.up()
                                    .get("dashboard.port", "/api/pipeline")
                                    .body(),
                            answer -> answer.contains(sentence));
            for (String told : List.of(page.texts("main").get(0), pipeline)) {
                assertThat(told).doesNotContainPattern("[a-z]Exception|OffsetAndMetadata|leaderEpoch|java\\.");
            }
        } finally {
            opened.signal("CONT", service);
        }
        within(90).until(() -> !opened.isShown("#trouble"));
        within(90).until(() -> page.findAll(".card.stale, .tile.stale").isEmpty());
    }

    @Test
    @Order(3)
    void whenClickreelIsGoneTheLastPictureStaysAndSaysSo() {
        // The picture must not change before.
        opened.stopClicks();
        opened.open("");
        List<List<String>> before = page.table("films-by-rental-volume");

        opened.up().close();

        within(60).until(() -> opened.text("#trouble").contains("Clickreel cannot be reached"));
        within(60).until(() -> !page.findAll("#films-by-rental-volume.stale").isEmpty());
        assertThat(page.table("films-by-rental-volume")).isEqualTo(before);
        // A tile is asked for at times of its own.
        within(60).until(() -> !page.findAll(".tile.stale").isEmpty());
    }
}
