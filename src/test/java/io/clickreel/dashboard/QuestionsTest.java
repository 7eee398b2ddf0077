package io.clickreel.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.client.api.Client;
import io.clickreel.Clicks;
import io.clickreel.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files of {@code queries/} on 82 clicks of one hour, computed by hand. The newest minute is 12:59.
 *
 * <pre>
 *         film 1, ALPHA, Action    film 2, BETA, Comedy          film 3, not in dim_film
 * 12:45                            20 views, u_2, mobile
 * 12:49   20 views, u_1, web
 * 12:50   10 details, u_1, web
 * 12:55                            30 watchlist, u_3, mobile
 * 12:59                                                          2 views, u_3, tablet
 * 2100    1 view, u_9: a clock that is wrong
 * </pre>
 */
final class QuestionsTest {
    private static TestDatabase database;
    private static Questions questions;

    @BeforeAll
    static void clicks() {
        database = TestDatabase.withTables("questions");
        database.insert(
                "clicks",
                "a",
                new Clicks()
                        .add(20, "2026-01-31 12:45:00.000", "u_2", "s_2", 2, "view", "mobile")
                        .add(20, "2026-01-31 12:49:00.000", "u_1", "s_1", 1, "view", "web")
                        .add(10, "2026-01-31 12:50:30.000", "u_1", "s_1", 1, "detail_view", "web")
                        .rows());
        database.insert(
                "clicks",
                "b",
                new Clicks()
                        .add(30, "2026-01-31 12:55:10.000", "u_3", "s_3", 2, "add_to_watchlist", "mobile")
                        .add(2, "2026-01-31 12:59:20.000", "u_3", "s_4", 3, "view", "tablet")
                        .add(1, "2100-01-01 00:00:00.000", "u_9", "s_9", 1, "view", "web")
                        .rows());
        database.execute("INSERT INTO @.dim_film VALUES ('k1', 1, 'ALPHA', 2006, 90, 'PG', 3, 'Action'),"
                + " ('k2', 2, 'BETA', 2006, 90, 'PG', 3, 'Comedy')");
        questions = on(database, QueryLimits.DEFAULT);
    }

    @AfterAll
    static void drop() throws Exception {
        database.close();
    }

    @Test
    void aFilmTrendsWhenItsShareGrows() {
        // 42 clicks now, 40 before; films 1 and 2 had 20 each, so 21 are expected: (30+10)/(21+10), (2+10)/10, 20/31
        Answer answer = ask("films-trending-now", "times", "1");
        assertThat(answer.columns())
                .containsExactly(
                        "title", "category", "film_id", "clicks_now", "clicks_before", "clicks_expected", "lift");
        assertThat(answer.rows())
                .containsExactly(
                        row(answer, "BETA", "Comedy", 2, 30, 20, 21, 1.29),
                        row(answer, "film 3", "unknown", 3, 2, 0, 0, 1.2),
                        row(answer, "ALPHA", "Action", 1, 10, 20, 21, 0.65));
        assertThat(answer.asOf()).isEqualTo("2026-01-31T12:59:00Z");
    }

    @Test
    void smoothingKeepsAHandfulOfClicksFromWinning() {
        assertThat(column(ask("films-trending-now", "times", "1", "smoothing", "1"), "title"))
                .as("3/1 against 31/22")
                .containsExactly("film 3", "BETA", "ALPHA");
    }

    @Test
    void withNothingBeforeTheMostClickedFilmTrends() {
        Answer answer = ask("films-trending-now", "minutes", "60");
        assertThat(column(answer, "title")).containsExactly("BETA", "ALPHA", "film 3");
        assertThat(column(answer, "clicks_expected")).containsExactly(0, 0, 0);
    }

    @Test
    void theVolumeOfFilmsIsClicksAndWatchlistAdditions() {
        Answer answer = ask("films-by-rental-volume");
        assertThat(answer.rows())
                .containsExactly(
                        row(answer, "BETA", "Comedy", 2, 50, 30),
                        row(answer, "ALPHA", "Action", 1, 30, 0),
                        row(answer, "film 3", "unknown", 3, 2, 0));
        assertThat(answer.note()).contains("until rentals are connected");
        assertThat(column(ask("films-by-rental-volume", "minutes", "5", "limit", "1"), "clicks"))
                .containsExactly(30);
    }

    @Test
    void theVolumeOfCategoriesHasAPlaceForUnknownFilms() {
        Answer answer = ask("categories-by-rental-volume");
        assertThat(answer.rows())
                .containsExactly(
                        row(answer, "Comedy", 1, 50, 30),
                        row(answer, "Action", 1, 30, 0),
                        row(answer, "unknown", 1, 2, 0));
        assertThat(answer.note()).contains("until rentals are connected");
    }

    @Test
    void aCorrectedTitleCorrectsHistory() throws Exception {
        try (TestDatabase other = TestDatabase.withTables("questions_titles")) {
            other.insert(
                    "clicks",
                    "a",
                    new Clicks()
                            .add("2026-01-31 12:45:00.000", "u_1", 1, "view", "web")
                            .rows());
            other.execute("INSERT INTO @.dim_film VALUES ('k1', 1, 'ALHPA', 2006, 90, 'PG', 3, 'Aktion')");
            other.execute("CREATE TABLE @.dim_film_staging AS @.dim_film");
            other.execute("INSERT INTO @.dim_film_staging VALUES ('k1', 1, 'ALPHA', 2006, 90, 'PG', 3, 'Action')");
            Questions asked = on(other, QueryLimits.DEFAULT);
            assertThat(column(asked.ask("films-by-rental-volume", Map.of()), "title"))
                    .containsExactly("ALHPA");
            other.execute("EXCHANGE TABLES @.dim_film AND @.dim_film_staging");
            assertThat(column(asked.ask("films-by-rental-volume", Map.of()), "title"))
                    .containsExactly("ALPHA");
            assertThat(column(asked.ask("films-trending-now", Map.of()), "title"))
                    .containsExactly("ALPHA");
            assertThat(column(asked.ask("categories-by-rental-volume", Map.of()), "category"))
                    .containsExactly("Action");
        }
    }

    @Test
    void aFilmThatIsTwiceInTheLookupTableCountsOnce() throws Exception {
        try (TestDatabase other = TestDatabase.withTables("questions_twice")) {
            other.insert(
                    "clicks",
                    "a",
                    new Clicks()
                            .add("2026-01-31 12:45:00.000", "u_1", 1, "view", "web")
                            .rows());
            other.execute("INSERT INTO @.dim_film VALUES ('k1', 1, 'ALPHA', 2006, 90, 'PG', 3, 'Action'),"
                    + " ('k2', 1, 'ALPHA', 2006, 90, 'PG', 3, 'Action')");
            Questions asked = on(other, QueryLimits.DEFAULT);
            assertThat(column(asked.ask("films-by-rental-volume", Map.of()), "clicks"))
                    .containsExactly(1);
            assertThat(column(asked.ask("categories-by-rental-volume", Map.of()), "clicks"))
                    .containsExactly(1);
        }
    }

    @Test
    void activeUsersAreCountedOnceAMinuteAndQuietMinutesAreShown() {
        Answer answer = ask("active-users", "minutes", "11");
        assertThat(column(answer, "users")).containsExactly(1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1);
        assertThat(column(answer, "clicks")).containsExactly(20, 10, 0, 0, 0, 0, 30, 0, 0, 0, 2);
        assertThat(column(answer, "minute")).startsWith("2026-01-31T12:49:00Z").endsWith("2026-01-31T12:59:00Z");
    }

    @Test
    void aUserWhoIsActiveInTwoMinutesIsOneActiveUser() {
        Answer five = ask("active-users-now");
        assertThat(five.rows()).containsExactly(row(five, 1, 3, 3));
        Answer eleven = ask("active-users-now", "minutes", "11");
        assertThat(eleven.rows()).containsExactly(row(eleven, 2, 3, 3));
    }

    @Test
    void activityIsToldByEventType() {
        Answer answer = ask("activity-over-time", "minutes", "5");
        assertThat(answer.rows())
                .containsExactly(
                        row(answer, "2026-01-31T12:55:00Z", 30, 0, 0, 0, 30),
                        row(answer, "2026-01-31T12:56:00Z", 0, 0, 0, 0, 0),
                        row(answer, "2026-01-31T12:57:00Z", 0, 0, 0, 0, 0),
                        row(answer, "2026-01-31T12:58:00Z", 0, 0, 0, 0, 0),
                        row(answer, "2026-01-31T12:59:00Z", 2, 2, 0, 0, 0));
        assertThat(column(ask("activity-over-time", "minutes", "15"), "clicks"))
                .as("every event type is in its column, and none is counted twice")
                .containsExactly(20, 0, 0, 0, 20, 10, 0, 0, 0, 0, 30, 0, 0, 0, 2);
    }

    @Test
    void devicesAreComparedByShare() {
        Answer answer = ask("device-interaction-patterns");
        assertThat(answer.rows())
                .containsExactly(
                        row(answer, "mobile", "add_to_watchlist", 30, 50, 60),
                        row(answer, "mobile", "view", 20, 50, 40),
                        row(answer, "web", "view", 20, 30, 66.7),
                        row(answer, "web", "detail_view", 10, 30, 33.3),
                        row(answer, "tablet", "view", 2, 2, 100));
    }

    @Test
    void sessionsTellHowFarTheyWent() {
        Answer answer = ask("device-sessions");
        assertThat(answer.rows())
                .containsExactly(
                        row(answer, "mobile", 2, 25, 0, 0, 0, 50),
                        row(answer, "tablet", 1, 2, 0, 0, 0, 0),
                        row(answer, "web", 1, 30, 1.5, 100, 0, 0));
        assertThat(column(ask("device-sessions", "minutes", "10"), "device"))
                .as("a session that began before counts whole if it was still going")
                .containsExactly("mobile", "tablet", "web");
        assertThat(column(ask("device-sessions", "minutes", "10"), "sessions")).containsExactly(1, 1, 1);
    }

    @Test
    void totalsCountEverything() {
        Map<String, Object> totals = ask("totals").rows().get(0);
        assertThat(totals)
                .containsEntry("total_clicks", 83)
                .containsEntry("newest_event", "2026-01-31T12:59:20.000Z")
                .containsEntry("dead_letters", 0);
        assertThat(((Number) totals.get("newest_event_age_seconds")).longValue())
                .isGreaterThan(0);
    }

    @Test
    void nowCanBeAnotherTime() {
        Answer answer = ask("films-by-rental-volume", "now", "2026-01-31T12:50:59Z", "minutes", "1");
        assertThat(column(answer, "clicks")).containsExactly(10);
        assertThat(answer.asOf()).isEqualTo("2026-01-31T12:50:59Z");
        assertThat(answer.parameters()).containsEntry("minutes", "1").containsEntry("limit", "10");
    }

    @Test
    void everyQuestionIsAnsweredWithoutAnyClick() throws Exception {
        try (TestDatabase empty = TestDatabase.withTables("questions_empty")) {
            Questions asked = on(empty, QueryLimits.DEFAULT);
            assertThat(asked.all()).hasSizeGreaterThanOrEqualTo(9);
            for (Question question : asked.all()) {
                Answer answer = asked.ask(question.name(), Map.of());
                if (question.name().equals("totals")) {
                    assertThat(answer.rows().get(0))
                            .containsEntry("total_clicks", 0)
                            .containsEntry("newest_event", null)
                            .containsEntry("delay_seconds", null);
                } else {
                    assertThat(answer.rows()).as(question.name()).isEmpty();
                    assertThat(answer.asOf()).as(question.name()).isNull();
                }
            }
        }
    }

    @Test
    void aValueIsNeverReadAsSql(@TempDir Path folder) throws IOException {
        Questions echo =
                own(folder, "-- question: What did I say?\n-- parameter: said=x It\nSELECT {said:String} AS said");
        String nasty = "'; DROP TABLE clicks -- \\' \\N \t \n {said:String} é";
        assertThat(column(echo.ask("own", Map.of("said", nasty)), "said")).containsExactly(nasty);
    }

    @Test
    void aQuestionCannotWrite(@TempDir Path folder) throws IOException {
        Questions writer = own(folder, "-- question: May I?\nWITH 9 AS id INSERT INTO dim_film (film_id) SELECT id");
        assertThatThrownBy(() -> writer.ask("own", Map.of())).isInstanceOf(NoAnswerException.class);
        assertThat(database.value("SELECT toString(count()) FROM @.dim_film")).isEqualTo("2");
    }

    @Test
    void aQuestionIsStoppedAtItsLimits(@TempDir Path folder) throws IOException {
        Questions fewRows = on(database, new QueryLimits(10, 3, 1L << 30, 2));
        assertThatThrownBy(() -> fewRows.ask("active-users", Map.of()))
                .isInstanceOf(BadQuestionException.class)
                .hasMessageContaining("more than 3 rows");
        Files.writeString(
                folder.resolve("own.sql"), "-- question: How long?\nSELECT sum(sipHash64(number)) FROM numbers(1e12)");
        Questions shortTime = new Questions(
                QuestionCatalog.load(folder), database.client(), database.name(), new QueryLimits(1, 3, 1L << 30, 2));
        assertThatThrownBy(() -> shortTime.ask("own", Map.of()))
                .isInstanceOf(BadQuestionException.class)
                .hasMessageContaining("took longer than 1 s");
    }

    @Test
    void aWrongQuestionIsAnsweredWithWhatWouldWork() {
        assertThatThrownBy(() -> ask("films"))
                .isInstanceOf(UnknownQuestionException.class)
                .hasMessageContaining("There is no question 'films'. There are: active-users");
        assertThatThrownBy(() -> ask("totals", "minutes", "5"))
                .isInstanceOf(BadQuestionException.class)
                .hasMessage("The question totals has no parameter 'minutes'. It has none.");
        assertThatThrownBy(() -> ask("active-users", "hours", "5")).hasMessageContaining("It has: minutes, now.");
        assertThatThrownBy(() -> ask("active-users", "minutes", "0"))
                .isInstanceOf(BadQuestionException.class)
                .hasMessage("The parameter minutes is 0, but has to be between 1 and 10000.");
    }

    @Test
    void withoutClickHouseThereIsNoAnswer() {
        try (Client nobody = new Client.Builder()
                .addEndpoint("http://127.0.0.1:9")
                .setUsername("default")
                .setPassword("")
                .build()) {
            Questions asked = new Questions(
                    QuestionCatalog.load(Path.of("queries")), nobody, database.name(), QueryLimits.DEFAULT);
            assertThatThrownBy(() -> asked.ask("totals", Map.of()))
                    .isInstanceOf(NoAnswerException.class)
                    .hasMessageContaining("ClickHouse cannot be reached");
        }
    }

    private static Questions on(TestDatabase database, QueryLimits limits) {
        return new Questions(QuestionCatalog.load(Path.of("queries")), database.client(), database.name(), limits);
    }

    private static Questions own(Path folder, String sql) throws IOException {
        Files.writeString(folder.resolve("own.sql"), sql);
        return new Questions(QuestionCatalog.load(folder), database.client(), database.name(), QueryLimits.DEFAULT);
    }

    private static Answer ask(String name, String... parameters) {
        Map<String, String> chosen = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            chosen.put(parameters[i], parameters[i + 1]);
        }
        return questions.ask(name, chosen);
    }

    private static List<Object> column(Answer answer, String column) {
        return answer.rows().stream().map(row -> row.get(column)).toList();
    }

    private static Map<String, Object> row(Answer answer, Object... values) {
        assertThat(answer.columns()).hasSameSizeAs(values);
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            row.put(answer.columns().get(i), values[i]);
        }
        return row;
    }
}
