package io.clickreel.dashboard;

import static io.clickreel.testing.UpProcess.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.BrowserPage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.params.provider.ValueSource;

/** The page on screens of all widths, from its first minute on; and while a service says nothing. */
@Tag("services")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PageWidthTest {
    private OpenedPage opened;
    private BrowserPage page;

    @BeforeAll
    void start() {
        Assumptions.assumeTrue(BrowserPage.canBeOpened(), BrowserPage.HOW_TO_GET_IT);
        opened = OpenedPage.start(Map.of());
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
        String total = ".tile[data-tile=events-total]";
        assertThat(opened.text(total + " .change"))
                .as("all are younger than an hour")
                .isEqualTo(opened.text(total + " .value") + " in the last hour");
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
    @ValueSource(ints = {320, 390, 480, 600, 768, 900, 1024, 1152, 1280, 1440, 1760, 1920, 2200, 2560})
    void noTableIsCutOffAndCardsAreAsHighAsWhatIsInThem(int width) {
        opened.sendBrokenRecords(3);
        within(60).until(() -> opened.up().count("(SELECT count() FROM dead_letters)") >= 3);
        page.resize(width, 900);
        try {
            opened.open("");
            within(30).until(() -> !page.table("dead-letters-by-reason").isEmpty());
            page.script("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
            within(20).untilAsserted(() -> assertThat(cutOff()).isEmpty());
            assertThat(page.script(
                            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .as("pixels that have to be scrolled to the side")
                    .isEqualTo(0L);
        } finally {
            page.resize(1440, 900);
        }
    }

    @ParameterizedTest
    @Order(3)
    @CsvSource({
        "clickhouse, ClickHouse does not answer at 127.0.0.1:, Clicks wait in Kafka until it answers again.",
        "kafka, Kafka does not answer at 127.0.0.1:, No clicks come until it answers again.",
    })
    void aServiceThatSaysNothingIsToldInOneTrueSentence(String service, String sentence, String meaning)
            throws Exception {
        opened.open("");
        opened.signal("STOP", service);
        try {
            within(90).untilAsserted(() -> assertThat(opened.text("#trouble")).contains(sentence, meaning));
            if (service.equals("clickhouse")) {
                within(90)
                        .until(() -> page.findAll(".card[data-question].stale").size() > 5);
            } else {
                within(90)
                        .until(() -> !page.findAll("#pipeline-partitions.stale").isEmpty());
                assertThat(opened.text("#pipeline-partitions"))
                        .contains("Kafka does not answer", "This is the answer of")
                        .doesNotContain("no partitions yet");
            }
            page.screenshot(service + "-stopped");
            assertThat(page.findAll("#trouble p:not(.quiet)")).as("sentences").hasSize(1);
            assertThat(opened.isShown("#fault")).isFalse();
            assertThat(page.texts(".problem").stream().filter(text -> !text.isEmpty()))
                    .allMatch(text -> text.contains(service.equals("kafka") ? "Kafka" : "ClickHouse"));
            String pipeline = opened.up().get("dashboard.port", "/api/pipeline").body();
            assertThat(pipeline).contains(sentence);
            for (String told : List.of(page.texts("main").get(0), pipeline)) {
                assertThat(told).doesNotContainPattern("[a-z]Exception|OffsetAndMetadata|leaderEpoch|java\\.");
            }
        } finally {
            opened.signal("CONT", service);
        }
        within(90).until(() -> !opened.isShown("#trouble"));
        within(90).until(() -> page.findAll(".card.stale, .tile.stale").isEmpty());
    }

    /** Tables wider or higher than their place, and lists in cards with room left below them. */
    private List<String> cutOff() {
        return Arrays.asList(String.valueOf(page.script("""
                await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
                const found = [];
                for (const card of document.querySelectorAll('.card')) {
                  for (const box of card.querySelectorAll('.scroll')) {
                    if (box.clientWidth === 0) continue;
                    if (box.scrollWidth > box.clientWidth + 1) found.push(`${card.id} is cut off at its side`);
                    if (card.matches('.listed') && box.scrollHeight > box.clientHeight + 1) found.push(`${card.id} is cut off below`);
                  }
                  const style = getComputedStyle(card);
                  const end = Math.max(...[...card.children].map((child) => child.getBoundingClientRect().bottom));
                  const room = card.getBoundingClientRect().bottom - parseFloat(style.paddingBottom) - end;
                  if (card.matches('.listed') && room > 8) found.push(`${card.id} has ${room} pixels of room`);
                }
                return found.join(';');
                """)).split(";", -1)).stream()
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
