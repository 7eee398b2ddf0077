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
import io.clickreel.testing.OpenedPage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** While no clicks come, each number that the page shows or draws is the one of its SQL. */
@Tag("services")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PageNumbersTest {
    private OpenedPage opened;
    private BrowserPage page;
    private ClickHouse clickHouse;
    private Questions questions;

    @BeforeAll
    void start() {
        Assumptions.assumeTrue(BrowserPage.canBeOpened(), BrowserPage.HOW_TO_GET_IT);
        opened = OpenedPage.shared();
        page = opened.page();
        clickHouse = new ClickHouseConnection(
                        "127.0.0.1",
                        Integer.parseInt(opened.up().setting("embedded.clickhouse.port")),
                        false,
                        opened.up().setting("clickhouse.user"),
                        opened.up().setting("clickhouse.password"),
                        opened.up().setting("clickhouse.database"),
                        60_000)
                .open();
        questions = new Questions(QuestionCatalog.load(Path.of("queries")), clickHouse, QueryLimits.DEFAULT);
        opened.stopClicks();
    }

    @AfterAll
    void stop() {
        if (clickHouse != null) {
            clickHouse.close();
        }
        if (opened != null) {
            opened.rest();
        }
    }

    @Test
    void eachTileIsWhatItsSqlSays() {
        opened.open("");
        Map<String, Object> users = row("active-users-now");
        long dead = opened.up().count("(SELECT count() FROM dead_letters FINAL)");
        assertThat(dead).isEqualTo(OpenedPage.BROKEN_RECORDS);
        within(20).untilAsserted(() -> {
            assertThat(opened.tile("events-total")).isEqualTo(String.valueOf(opened.clicks()));
            assertThat(opened.tile("active-users")).isEqualTo(String.valueOf(users.get("users_now")));
            assertThat(opened.tile("sessions-now")).isEqualTo(String.valueOf(users.get("sessions_now")));
            assertThat(opened.tile("dead-letters")).isEqualTo(String.valueOf(dead));
        });
        assertThat(opened.up()
                        .count("(SELECT uniqExact(user_id) FROM clicks WHERE event_ts >= (SELECT"
                                + " toStartOfMinute(max(event_ts)) FROM clicks) - INTERVAL 4 MINUTE)"))
                .isEqualTo(Long.parseLong(opened.tile("active-users")));
    }

    @ParameterizedTest
    @CsvSource({"''", "?device=mobile&event_type=view", "?category=Drama&range=15m"})
    void eachCardIsWhatItsSqlSays(String query) {
        opened.open(query);
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
        if (!page.url().endsWith("/")) {
            // No chart changes the page, so all can be looked at on one.
            opened.open("");
        }
        within(20).untilAsserted(() -> {
            Answer answer = ask(card);
            List<String> drawn = page.drawn(card, chart).stream()
                    .flatMap(List::stream)
                    .filter(value -> !value.matches("null|-|NaN"))
                    .map(PageNumbersTest::number)
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

    private List<String> questionsOfCards() {
        return page.findAll(".card[data-question]").stream()
                .map(card -> card.getDomAttribute("data-question"))
                .toList();
    }

    /** The rows that the card's last question has, asked of ClickHouse past the API, in the columns of its table. */
    private List<List<String>> bySql(String card) {
        List<String> columns = page.columns(card);
        return ask(card).rows().stream()
                .map(row -> columns.stream()
                        .map(column -> row.get(column) == null ? "" : String.valueOf(row.get(column)))
                        .map(PageNumbersTest::asInJavaScript)
                        .toList())
                .toList();
    }

    private Answer ask(String card) {
        String query = page.requests().lastOf(card);
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
}
