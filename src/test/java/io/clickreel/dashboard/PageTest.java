package io.clickreel.dashboard;

import static io.clickreel.testing.UpProcess.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.BrowserPage;
import io.clickreel.testing.OpenedPage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** The dashboard's page in a real browser, before a pipeline as a user starts it, while clicks come. */
@Tag("services")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PageTest {
    private OpenedPage opened;
    private BrowserPage page;

    @BeforeAll
    void start() {
        Assumptions.assumeTrue(BrowserPage.canBeOpened(), BrowserPage.HOW_TO_GET_IT);
        opened = OpenedPage.shared();
        page = opened.page();
        page.errors();
    }

    @AfterEach
    void theConsoleHasNoErrors() {
        if (page != null) {
            assertThat(page.errors()).isEmpty();
        }
    }

    @AfterAll
    void stop() {
        if (opened != null) {
            opened.rest();
        }
    }

    // ---- It moves by itself, or is held

    @Test
    void tilesAndEventsMoveByThemselves() {
        page.open("");
        String before = within(20).until(() -> opened.tile("events-total"), total -> !total.isEmpty());
        within(20).until(() -> Long.parseLong(opened.tile("events-total")) > Long.parseLong(before));
        String newest =
                within(20).until(() -> page.table("newest-events").get(0).toString(), row -> !row.isEmpty());
        within(20).until(() -> !page.table("newest-events").get(0).toString().equals(newest));
        assertThat(page.find("#freshness").getText()).contains("Last answer at");
    }

    @Test
    void aRefreshMovesNoLayout() {
        opened.open("");
        page.script("""
                window.shifts = 0;
                new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shifts += one.value; })
                  .observe({ type: 'layout-shift' });
                """);
        long asked = page.requests().count();
        within(40).until(() -> page.requests().count() > asked + 40);
        assertThat(((Number) page.script("return window.shifts")).doubleValue()).isZero();
    }

    @Test
    void pauseStopsAllAndGoesOn() {
        opened.open("");
        page.click("#pause");
        assertThat(page.url()).contains("paused=yes");
        within(20).until(() -> page.find("#freshness").getText().startsWith("Paused"));
        String total = atRest();
        long asked = page.requests().count();
        long stored = opened.clicks();
        within(20).until(() -> opened.clicks() > stored + 1_000);
        assertThat(opened.tile("events-total")).isEqualTo(total);
        assertThat(page.requests().count()).isEqualTo(asked);
        page.click("#pause");
        within(20).until(() -> Long.parseLong(opened.tile("events-total")) > Long.parseLong(total));
        assertThat(page.url()).doesNotContain("paused");
    }

    @Test
    void theEventsCanBeHeldToBeRead() {
        opened.open("");
        page.click("#hold-events");
        String held = page.table("newest-events").toString();
        String total = opened.tile("events-total");
        within(20).until(() -> Long.parseLong(opened.tile("events-total")) > Long.parseLong(total) + 1_000);
        assertThat(page.table("newest-events").toString()).isEqualTo(held);
    }

    @Test
    void aHiddenPageAsksNothing() {
        opened.open("");
        page.script("""
                Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
                document.dispatchEvent(new Event('visibilitychange'));
                """);
        String total = atRest();
        long stored = opened.clicks();
        within(20).until(() -> opened.clicks() > stored + 1_000);
        assertThat(opened.tile("events-total")).isEqualTo(total);
        page.script("""
                delete document.hidden;
                document.dispatchEvent(new Event('visibilitychange'));
                """);
        within(20).until(() -> Long.parseLong(opened.tile("events-total")) > Long.parseLong(total));
    }

    // ---- Ways about it

    @Test
    void aClickOnAChartFiltersTheOthersAndTheBackButtonTakesItBack() {
        opened.open("");
        // Read only then: while clicks come, another category can take the first bar before the click does. And a chart
        // that is drawn again between the mouse's down and up takes it for no click.
        String first = within(20)
                .until(
                        () -> {
                            if (parameter("category").isEmpty()) {
                                page.clickFirstBar("categories-by-rental-volume");
                            }
                            return parameter("category");
                        },
                        chosen -> !chosen.isEmpty());
        assertThat(page.findAll(".chip")).hasSize(1);
        within(20).untilAsserted(() -> assertThat(page.table("films-by-rental-volume").stream()
                        .map(row -> row.get(1))
                        .distinct())
                .containsExactly(first));
        page.back();
        within(20).until(() -> page.findAll(".chip").isEmpty());
        within(20).untilAsserted(() -> assertThat(page.table("films-by-rental-volume").stream()
                        .map(row -> row.get(1))
                        .distinct()
                        .count())
                .isGreaterThan(1));
    }

    @Test
    void aDeepLinkShowsTheSamePage() {
        opened.open("?range=15m&device=web&film=1&theme=dark&zone=utc");
        assertThat(page.find("[data-range='15m']").getDomAttribute("aria-pressed"))
                .isEqualTo("true");
        assertThat(page.find("#controls [data-filter=device]").getDomProperty("value"))
                .isEqualTo("web");
        assertThat(page.findAll(".chip")).hasSize(2);
        assertThat(page.find("#theme").getDomAttribute("aria-pressed")).isEqualTo("true");
        assertThat(page.requests().lastOf("activity-over-time"))
                .contains("minutes=15")
                .contains("device=web")
                .contains("film=1");
        page.click(".chip");
        within(20).until(() -> !page.url().contains("device=web"));
        within(20).until(() -> !page.requests().lastOf("activity-over-time").contains("device"));
    }

    @Test
    void theKeyboardReachesAndSetsAFilter() {
        opened.open("");
        page.press(Keys.TAB);
        assertThat(page.focused()).isEqualTo("a Skip to the answers");
        assertThat(page.tabTo("#pause", 20)).isTrue();
        assertThat(page.tabTo("#controls [data-filter=device]", 20)).isTrue();
        assertThat(page.tabTo("#films-by-rental-volume summary", 40)).isTrue();
        page.press(Keys.ENTER);
        assertThat(page.tabTo("#films-by-rental-volume td button", 5)).isTrue();
        page.press(Keys.ENTER);
        within(20).until(() -> page.url().contains("film="));
        // While clicks come, another film can take this row: then one Enter chooses that film, and the next takes it
        // away.
        within(20).until(() -> {
            page.press(Keys.ENTER);
            return !page.url().contains("film=");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "phone, 390, 844, light",
        "phone, 390, 844, dark",
        "laptop, 1440, 900, light",
        "laptop, 1440, 900, dark",
        "wall, 2560, 1440, light",
        "wall, 2560, 1440, dark",
    })
    void everybodyCanReadIt(String name, int width, int height, String theme) throws IOException {
        page.resize(width, height);
        try {
            opened.open("?theme=" + theme);
            assertThat(page.accessibilityProblems()).isEmpty();
            assertThat(page.script("return document.documentElement.scrollWidth - window.innerWidth"))
                    .as("pixels that have to be scrolled to the side")
                    .isIn(0L, -15L);
            page.screenshot(name + "-" + theme);
        } finally {
            page.resize(1440, 900);
        }
    }

    @Test
    void aFilmIsFoundByAPartOfItsTitleAndIfNotThePageSaysSo() {
        opened.open("");
        String id = opened.up().query("SELECT film_id FROM dim_film ORDER BY film_id LIMIT 1");
        String title = opened.up().query("SELECT title FROM dim_film ORDER BY film_id LIMIT 1");
        String word = title.split(" ", -1)[0];
        within(20).until(() -> !page.findAll("#films option").isEmpty());
        String film = "[data-filter=film]";

        for (String written :
                List.of(title, title.toUpperCase(Locale.ROOT), " " + title.substring(1), id, title + " (" + id + ")")) {
            page.write(film, written);
            within(20).until(() -> page.url().endsWith("?film=" + id));
            page.click(".chip[data-chip=film]");
            within(20).until(() -> !page.url().contains("film="));
        }

        page.write(film, word.toLowerCase(Locale.ROOT));
        within(20).until(() -> opened.isShown("#films-found"));
        assertThat(opened.text("#films-found"))
                .contains("films have “" + word.toLowerCase(Locale.ROOT) + "” in their title");
        assertThat(page.url()).doesNotContain("film=");
        page.click("#films-found button");
        within(20).until(() -> page.url().contains("film="));
        assertThat(page.texts(".chip[data-chip=film]").get(0)).contains(word);
        page.click("#clear");

        for (String written : List.of("no such film", "Ocean 11", "999999999", "%", "film 0", "133)")) {
            page.write(film, written);
            within(20).untilAsserted(() -> assertThat(opened.text("#films-found"))
                    .isEqualTo("No film has “" + written + "” in its title, or as its number."));
            assertThat(page.url()).doesNotContain("film=");
        }
    }

    /** What the page's address says of a parameter. */
    private String parameter(String name) {
        return String.valueOf(page.script("return new URLSearchParams(location.search).get(arguments[0]) ?? ''", name));
    }

    /** How many clicks the page tells of, once it waits for no answer and nothing has changed for three looks. */
    private String atRest() {
        String[] last = {"", "", ""};
        int[] looks = {0};
        within(30).until(() -> {
            last[looks[0]++ % last.length] =
                    opened.tile("events-total") + " of " + page.requests().count();
            return !page.requests().isAnyOpen() && last[0].equals(last[1]) && last[1].equals(last[2]);
        });
        return opened.tile("events-total");
    }
}
