package io.clickreel.dashboard;

import static io.clickreel.testing.UpProcess.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseConnection;
import io.clickreel.dashboard.questions.Answer;
import io.clickreel.dashboard.questions.QueryLimits;
import io.clickreel.dashboard.questions.QuestionCatalog;
import io.clickreel.dashboard.questions.Questions;
import io.clickreel.testing.BrowserPage;
import io.clickreel.testing.Services;
import io.clickreel.testing.UpProcess;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
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
import org.openqa.selenium.Keys;

/**
 * The dashboard's page in a real browser, before a pipeline as a user starts it: first while clicks come, then while
 * none come and each number has to be the one of its SQL, then while something is away.
 */
@Tag("services")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PageTest {
    private static final int BROKEN_RECORDS = 7;

    private UpProcess up;
    private BrowserPage page;
    private ClickHouse clickHouse;
    private Questions questions;

    @BeforeAll
    void start() {
        Assumptions.assumeTrue(BrowserPage.canBeOpened(), BrowserPage.HOW_TO_GET_IT);
        up = UpProcess.up(
                Services.overrides(
                        Services.folder(),
                        Map.of(
                                "clicks.generate.rate-per-second", "1500",
                                "clicks.generate.users", "3000",
                                "dashboard.refresh-seconds", "2")),
                Map.of());
        sendBrokenRecords();
        clickHouse = new ClickHouseConnection(
                        "127.0.0.1",
                        Integer.parseInt(up.setting("embedded.clickhouse.port")),
                        false,
                        up.setting("clickhouse.user"),
                        up.setting("clickhouse.password"),
                        up.setting("clickhouse.database"),
                        60_000)
                .open();
        questions = new Questions(QuestionCatalog.load(Path.of("queries")), clickHouse, QueryLimits.DEFAULT);
        addOlderClicks();
        within(60).until(() -> up.count("(SELECT count() FROM clicks)") > 10_000);
        within(60).until(() -> up.count("(SELECT count() FROM dim_film)") > 0);
        page = BrowserPage.start("http://127.0.0.1:" + up.setting("dashboard.port"));
        page.resize(1440, 900);
    }

    @AfterAll
    void stop() {
        if (page != null) {
            page.close();
        }
        if (clickHouse != null) {
            clickHouse.close();
        }
        if (up != null) {
            up.close();
        }
    }

    // ---- While clicks come

    @Test
    @Order(1)
    void tilesAndEventsMoveByThemselves() {
        page.open("");
        String before = within(20).until(() -> tile("events-total"), total -> !total.isEmpty());
        within(20).until(() -> Long.parseLong(tile("events-total")) > Long.parseLong(before));
        String newest =
                within(20).until(() -> page.table("newest-events").get(0).toString(), row -> !row.isEmpty());
        within(20).until(() -> !page.table("newest-events").get(0).toString().equals(newest));
        assertThat(page.find("#freshness").getText()).contains("Last answer at");
    }

    @Test
    @Order(2)
    void aRefreshMovesNoLayout() {
        page.open("");
        awaitAllAnswered();
        page.script("""
                window.shifts = 0;
                new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shifts += one.value; })
                  .observe({ type: 'layout-shift' });
                """);
        long asked = page.asked();
        within(40).until(() -> page.asked() > asked + 40);
        assertThat(((Number) page.script("return window.shifts")).doubleValue()).isZero();
    }

    @Test
    @Order(3)
    void pauseStopsAllAndGoesOn() {
        page.open("");
        awaitAllAnswered();
        page.click("#pause");
        assertThat(page.url()).contains("paused=yes");
        within(20).until(() -> page.find("#freshness").getText().startsWith("Paused"));
        String total = settled(() -> tile("events-total"));
        long asked = page.asked();
        long stored = clicks();
        within(20).until(() -> clicks() > stored + 5_000);
        assertThat(tile("events-total")).isEqualTo(total);
        assertThat(page.asked()).isEqualTo(asked);
        page.click("#pause");
        within(20).until(() -> Long.parseLong(tile("events-total")) > Long.parseLong(total));
        assertThat(page.url()).doesNotContain("paused");
    }

    @Test
    @Order(4)
    void theEventsCanBeHeldToBeRead() {
        page.open("");
        awaitAllAnswered();
        page.click("#hold-events");
        String held = page.table("newest-events").toString();
        String total = tile("events-total");
        within(20).until(() -> Long.parseLong(tile("events-total")) > Long.parseLong(total) + 3_000);
        assertThat(page.table("newest-events").toString()).isEqualTo(held);
    }

    @Test
    @Order(5)
    void aHiddenPageAsksNothing() {
        page.open("");
        awaitAllAnswered();
        page.script("""
                Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
                document.dispatchEvent(new Event('visibilitychange'));
                """);
        String total = settled(() -> tile("events-total"));
        long stored = clicks();
        within(20).until(() -> clicks() > stored + 5_000);
        assertThat(tile("events-total")).isEqualTo(total);
        page.script("""
                delete document.hidden;
                document.dispatchEvent(new Event('visibilitychange'));
                """);
        within(20).until(() -> Long.parseLong(tile("events-total")) > Long.parseLong(total));
    }

    // ---- While no clicks come

    @Test
    @Order(10)
    void eachTileIsWhatItsSqlSays() {
        up.stopRoute("clicks-generate");
        within(60).untilAsserted(() -> assertThat(
                        up.get("dashboard.port", "/api/pipeline").body())
                .contains("\"lag\":0")
                .doesNotContainPattern("\"lag\":[1-9]"));
        page.open("");
        awaitAllAnswered();
        Map<String, Object> users = row("active-users-now");
        long dead = up.count("(SELECT count() FROM dead_letters FINAL)");
        assertThat(dead).isEqualTo(BROKEN_RECORDS);
        within(20).untilAsserted(() -> {
            assertThat(tile("events-total")).isEqualTo(String.valueOf(clicks()));
            assertThat(tile("active-users")).isEqualTo(String.valueOf(users.get("users_now")));
            assertThat(tile("sessions-now")).isEqualTo(String.valueOf(users.get("sessions_now")));
            assertThat(tile("dead-letters")).isEqualTo(String.valueOf(dead));
        });
        assertThat(up.count("(SELECT uniqExact(user_id) FROM clicks WHERE event_ts >= (SELECT"
                        + " toStartOfMinute(max(event_ts)) FROM clicks) - INTERVAL 4 MINUTE)"))
                .isEqualTo(Long.parseLong(tile("active-users")));
    }

    @ParameterizedTest
    @Order(11)
    @CsvSource({"''", "?device=mobile&event_type=view", "?category=Drama&range=15m"})
    void eachCardIsWhatItsSqlSays(String query) {
        page.open(query);
        awaitAllAnswered();
        for (String card : questionsOfCards()) {
            // What these tell of moves with the clock, not with the clicks.
            if (!List.of("pipeline-batches", "dim-film-refreshes", "dead-letters-by-reason", "newest-events")
                    .contains(card)) {
                // Some are asked once a minute only.
                within(90)
                        .untilAsserted(
                                () -> assertThat(page.table(card)).as(card).isEqualTo(bySql(card)));
            }
        }
    }

    @ParameterizedTest
    @Order(12)
    @CsvSource({
        "films-trending-now, 0, lift",
        "films-by-rental-volume, 0, clicks",
        "categories-by-rental-volume, 0, clicks",
        "activity-over-time, 0, views detail_views trailers watchlist_adds",
        "active-users, 0, users",
        "activity-by-weekday-hour, 0, clicks_per_hour",
        "sessions-funnel, 0, sessions",
        "device-interaction-patterns, 0, clicks",
        "device-sessions, 0, reached_detail_view reached_trailer reached_watchlist",
        "position-click-through, 0, click_through",
        "top-users, 0, clicks",
    })
    void eachChartDrawsWhatItsSqlSays(String card, int chart, String columns) {
        page.open("");
        awaitAllAnswered();
        Answer answer = ask(card);
        within(20).untilAsserted(() -> {
            List<String> drawn = page.drawn(card, chart).stream()
                    .flatMap(List::stream)
                    .filter(value -> !value.matches("null|-|NaN"))
                    .map(PageTest::number)
                    .filter(value -> !value.equals("0"))
                    .sorted()
                    .collect(Collectors.toCollection(ArrayList::new));
            List<String> asked = Arrays.stream(columns.split(" "))
                    .flatMap(column -> answer.rows().stream().map(row -> row.get(column)))
                    .filter(Objects::nonNull)
                    .map(value -> number(value.toString()))
                    .filter(value -> !value.equals("0"))
                    .sorted()
                    .toList();
            // A line has its newest point twice: where the finished part ends, the unfinished one begins.
            assertThat(new TreeSet<>(drawn)).as(card).isEqualTo(new TreeSet<>(asked));
            assertThat(drawn.size()).isGreaterThanOrEqualTo(asked.size());
        });
    }

    @Test
    @Order(13)
    void aClickOnAChartFiltersTheOthersAndTheBackButtonTakesItBack() {
        page.open("");
        awaitAllAnswered();
        String first = page.table("categories-by-rental-volume").get(0).get(0);
        page.clickFirstBar("categories-by-rental-volume");
        within(20).until(() -> page.url().contains("category=" + first));
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
    @Order(14)
    void aDeepLinkShowsTheSamePage() {
        page.open("?range=15m&device=web&film=1&theme=dark&zone=utc");
        awaitAllAnswered();
        assertThat(page.find("[data-range='15m']").getDomAttribute("aria-pressed"))
                .isEqualTo("true");
        assertThat(page.find("#controls [data-filter=device]").getDomProperty("value"))
                .isEqualTo("web");
        assertThat(page.findAll(".chip")).hasSize(2);
        assertThat(page.find("#theme").getDomAttribute("aria-pressed")).isEqualTo("true");
        assertThat(page.lastAsked("activity-over-time"))
                .contains("minutes=15")
                .contains("device=web")
                .contains("film=1");
        page.click(".chip");
        within(20).until(() -> !page.url().contains("device=web"));
        within(20).until(() -> !page.lastAsked("activity-over-time").contains("device"));
    }

    @Test
    @Order(15)
    void theKeyboardReachesAndSetsAFilter() {
        page.open("");
        awaitAllAnswered();
        page.press(Keys.TAB);
        assertThat(page.focused()).isEqualTo("a Skip to the answers");
        assertThat(page.tabTo("#pause", 20)).isTrue();
        assertThat(page.tabTo("#controls [data-filter=device]", 20)).isTrue();
        assertThat(page.tabTo("#films-by-rental-volume summary", 40)).isTrue();
        page.press(Keys.ENTER);
        assertThat(page.tabTo("#films-by-rental-volume td button", 5)).isTrue();
        page.press(Keys.ENTER);
        within(20).until(() -> page.url().contains("film="));
        page.press(Keys.ENTER);
        within(20).until(() -> !page.url().contains("film="));
    }

    @ParameterizedTest
    @Order(16)
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
            page.open("?theme=" + theme);
            awaitAllAnswered();
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
    @Order(17)
    void theConsoleHasNoErrors() {
        page.open("");
        awaitAllAnswered();
        assertThat(page.errors()).isEmpty();
    }

    // ---- While something is away

    @Test
    @Order(20)
    void whileClickHouseIsSilentTheLastPictureStaysAndSaysSo() throws Exception {
        page.open("");
        awaitAllAnswered();
        List<List<String>> before = page.table("films-by-rental-volume");
        long clickHouse = up.child("clickhouse").orElseThrow().pid();
        signal("STOP", clickHouse);
        try {
            within(60).until(() -> page.find("#trouble").isDisplayed());
            within(60)
                    .until(() -> !page.findAll("#films-by-rental-volume.stale").isEmpty());
            assertThat(page.find("#trouble").getText()).contains("ClickHouse");
            assertThat(page.find("#films-by-rental-volume").getText()).contains("This is the answer of");
            assertThat(page.table("films-by-rental-volume")).isEqualTo(before);
        } finally {
            signal("CONT", clickHouse);
        }
        within(60).until(() -> page.findAll(".card.stale").isEmpty());
        within(60).until(() -> !page.find("#trouble").isDisplayed());
    }

    @Test
    @Order(21)
    void whenClickreelIsGoneTheLastPictureStaysAndSaysSo() {
        page.open("");
        awaitAllAnswered();
        List<List<String>> before = page.table("films-by-rental-volume");
        up.close();
        within(60).until(() -> page.find("#trouble").getText().contains("Clickreel cannot be reached"));
        within(60).until(() -> !page.findAll("#films-by-rental-volume.stale").isEmpty());
        assertThat(page.table("films-by-rental-volume")).isEqualTo(before);
        assertThat(page.findAll(".tile.stale")).isNotEmpty();
    }

    private void awaitAllAnswered() {
        within(60).until(() -> page.findAll(".card[aria-busy=true]").isEmpty() && (Boolean) page.script("""
                        return [...document.querySelectorAll('.card .answer')].every((one) => one.textContent !== 'Asking …')
                          && [...document.querySelectorAll('.tile .value')].every((one) => one.textContent !== '–');
                        """));
    }

    private List<String> questionsOfCards() {
        return page.findAll(".card[data-question]").stream()
                .map(card -> card.getDomAttribute("data-question"))
                .toList();
    }

    private String tile(String name) {
        return page.find(".tile[data-tile=" + name + "] .value").getDomAttribute("data-value");
    }

    private long clicks() {
        return up.count("(SELECT count() FROM clicks)");
    }

    /** The value once it has not changed for three looks. */
    private static String settled(Supplier<String> value) {
        String[] last = {"", "", ""};
        int[] looks = {0};
        return within(30).until(value::get, now -> {
            last[looks[0]++ % last.length] = now;
            return last[0].equals(last[1]) && last[1].equals(last[2]);
        });
    }

    /** The rows that the card's last question has, asked of ClickHouse past the API, in the columns of its table. */
    private List<List<String>> bySql(String card) {
        List<String> columns = page.columns(card);
        return ask(card).rows().stream()
                .map(row -> columns.stream()
                        .map(column -> row.get(column) == null ? "" : String.valueOf(row.get(column)))
                        .map(PageTest::asInJavaScript)
                        .toList())
                .toList();
    }

    private Answer ask(String card) {
        String query = page.lastAsked(card);
        return questions.ask(card, ApiAddress.parameters(query.isEmpty() ? null : query.substring(1)));
    }

    private Map<String, Object> row(String question) {
        return questions.ask(question, Map.of()).rows().get(0);
    }

    /** 3.0 is 3 there. */
    private static String asInJavaScript(String value) {
        return value.matches("-?\\d+\\.0") ? value.substring(0, value.length() - 2) : value;
    }

    private static String number(String text) {
        return new BigDecimal(text).stripTrailingZeros().toPlainString();
    }

    private static void signal(String name, long process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Four hours of clicks before these, so that there are whole hours and something to trend against. */
    private void addOlderClicks() {
        up.query("""
                INSERT INTO clicks (event_id, event_ts, user_id, session_id, film_id, event_type, page, position, device, referrer)
                SELECT
                    generateUUIDv4(),
                    toStartOfMinute(now64(3, 'UTC')) - toIntervalSecond(60 + 3 * number),
                    concat('u_', toString(number % 90)),
                    concat('s_', toString(number % 270)),
                    1 + number % 40,
                    ['view', 'detail_view', 'watch_trailer', 'add_to_watchlist'][1 + number % 4],
                    'browse',
                    1 + number % 20,
                    ['web', 'mobile', 'tablet'][1 + number % 3],
                    'search'
                FROM numbers(4800)""");
    }

    private void sendBrokenRecords() {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", "127.0.0.1:" + up.setting("embedded.kafka.port"));
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < BROKEN_RECORDS; i++) {
                producer.send(new ProducerRecord<>(up.setting("kafka.topic"), "no click"))
                        .get();
            }
        } catch (Exception e) {
            throw new IllegalStateException("the broken records were not sent", e);
        }
    }
}
