package io.clickreel.dashboard;

import static io.clickreel.dashboard.AskedQuestions.column;
import static io.clickreel.dashboard.AskedQuestions.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.Clicks;
import io.clickreel.TestDatabase;
import io.clickreel.dashboard.questions.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The answers about films and categories, on the clicks of {@link HourOfClicks}. */
@Tag("services")
final class FilmAnswersTest {
    @RegisterExtension
    static final TestDatabase database = HourOfClicks.in("film_answers");

    private static final AskedQuestions questions = new AskedQuestions(database);

    @BeforeAll
    static void clicks() {
        // Clicks of the day before make the minutes before the hour known: there were none.
        database.insert(
                "clicks",
                "the day before",
                new Clicks()
                        .add("2026-01-30 12:30:00.000", "u_1", 1, "view", "web")
                        .rows());
    }

    @Test
    void aFilmTrendsWhenItsShareGrows() {
        // 42 clicks now, 40 before; films 1 and 2 had 20 each, so 21 are expected: (30+10)/(21+10), (2+10)/10, 20/31
        Answer answer = questions.ask("films-trending-now", "times", "1");
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
        assertThat(questions.column("title", "films-trending-now", "times", "1", "smoothing", "1"))
                .as("3/1 against 31/22")
                .containsExactly("film 3", "BETA", "ALPHA");
    }

    @Test
    void withNothingBeforeNoFilmTrendsAndTheMostClickedIsFirst() {
        Answer answer = questions.ask("films-trending-now", "minutes", "60");
        assertThat(column(answer, "title")).containsExactly("BETA", "ALPHA", "film 3");
        assertThat(column(answer, "clicks_expected")).containsOnlyNulls();
        assertThat(column(answer, "lift")).containsOnlyNulls();
    }

    @Test
    void aChosenFilmIsStillComparedWithAllOthers() {
        Answer film = questions.ask("films-trending-now", "times", "1", "film", "1");
        assertThat(film.rows()).containsExactly(row(film, "ALPHA", "Action", 1, 10, 20, 21, 0.65));
        assertThat(questions.column("lift", "films-trending-now", "times", "1", "category", "unknown"))
                .containsExactly(1.2);
        Answer mobile = questions.ask("films-trending-now", "times", "1", "device", "mobile");
        assertThat(mobile.rows())
                .as("of mobile clicks alone, all were for this film before and now")
                .containsExactly(row(mobile, "BETA", "Comedy", 2, 30, 20, 30, 1));
    }

    @Test
    void theVolumeOfFilmsIsClicksAndWatchlistAdditions() {
        Answer answer = questions.ask("films-by-rental-volume");
        assertThat(answer.rows())
                .containsExactly(
                        row(answer, "BETA", "Comedy", 2, 50, 30),
                        row(answer, "ALPHA", "Action", 1, 30, 0),
                        row(answer, "film 3", "unknown", 3, 2, 0));
        assertThat(answer.note()).contains("until rentals are connected");
        assertThat(questions.column("clicks", "films-by-rental-volume", "minutes", "5", "limit", "1"))
                .containsExactly(30);
    }

    @Test
    void theVolumeOfCategoriesHasAPlaceForUnknownFilms() {
        Answer answer = questions.ask("categories-by-rental-volume");
        assertThat(answer.rows())
                .containsExactly(
                        row(answer, "Comedy", 1, 50, 30),
                        row(answer, "Action", 1, 30, 0),
                        row(answer, "unknown", 1, 2, 0));
        assertThat(answer.note()).contains("until rentals are connected");
    }

    @Test
    void volumesAreThoseOfTheChosenClicks() {
        Answer device = questions.ask("films-by-rental-volume", "device", "web");
        assertThat(device.rows()).containsExactly(row(device, "ALPHA", "Action", 1, 30, 0));
        Answer event = questions.ask("films-by-rental-volume", "event_type", "view");
        assertThat(column(event, "clicks")).containsExactly(20, 20, 2);
        assertThat(column(event, "film_id"))
                .as("equal volumes are in the order of the films")
                .containsExactly(1, 2, 3);
        assertThat(questions.column("title", "films-by-rental-volume", "category", "Comedy"))
                .containsExactly("BETA");
        assertThat(questions.column("title", "films-by-rental-volume", "category", "unknown"))
                .containsExactly("film 3");
        assertThat(questions.column("title", "films-by-rental-volume", "film", "1"))
                .containsExactly("ALPHA");
        assertThat(questions.column("title", "films-by-rental-volume", "film", "1", "device", "mobile"))
                .isEmpty();
        assertThat(questions.column("category", "categories-by-rental-volume", "event_type", "add_to_watchlist"))
                .containsExactly("Comedy");
        assertThat(questions.column("clicks", "categories-by-rental-volume", "category", "unknown"))
                .containsExactly(2);
    }

    @Test
    void aCorrectedTitleCorrectsHistory() throws Exception {
        try (TestDatabase other = TestDatabase.withTables("film_answers_titles")) {
            other.insert("clicks", "a", oneClick());
            other.execute("INSERT INTO @.dim_film VALUES ('k1', 1, 'ALHPA', 2006, 90, 'PG', 3, 'Aktion')");
            other.execute("CREATE TABLE @.dim_film_staging AS @.dim_film");
            other.execute("INSERT INTO @.dim_film_staging VALUES ('k1', 1, 'ALPHA', 2006, 90, 'PG', 3, 'Action')");
            AskedQuestions asked = new AskedQuestions(other);
            assertThat(asked.column("title", "films-by-rental-volume")).containsExactly("ALHPA");
            other.execute("EXCHANGE TABLES @.dim_film AND @.dim_film_staging");
            assertThat(asked.column("title", "films-by-rental-volume")).containsExactly("ALPHA");
            assertThat(asked.column("title", "films-trending-now")).containsExactly("ALPHA");
            assertThat(asked.column("title", "newest-events")).containsExactly("ALPHA");
            assertThat(asked.column("category", "categories-by-rental-volume")).containsExactly("Action");
        }
    }

    @Test
    void aFilmWithoutATitleIsToldByItsNumberEverywhere() throws Exception {
        try (TestDatabase other = TestDatabase.withTables("film_answers_untitled")) {
            Clicks clicks = new Clicks();
            for (int film : new int[] {133, 7, 4_294_967, 1, 2}) {
                clicks.add("2026-01-31 12:45:00.000", "u_1", film, "view", "web");
            }
            other.insert("clicks", "a", clicks.rows());
            other.execute("INSERT INTO @.dim_film VALUES ('k1', 133, '', 2006, 90, 'PG', 3, 'Action'),"
                    + " ('k2', 7, '', 2006, 90, 'PG', 3, ''), ('k3', 1, 'ALPHA', 2006, 90, 'PG', 3, 'Action')");
            AskedQuestions asked = new AskedQuestions(other);
            String[] titles = {"ALPHA", "film 133", "film 2", "film 4294967", "film 7"};
            for (String question : List.of("films-by-rental-volume", "films-trending-now", "newest-events")) {
                assertThat(asked.column("title", question)).as(question).containsExactlyInAnyOrder((Object[]) titles);
            }
            assertThat(asked.column("label", "choices"))
                    .contains((Object[]) titles)
                    .doesNotContain("");
        }
    }

    @Test
    void aFilmThatIsTwiceInTheLookupTableCountsOnce() throws Exception {
        try (TestDatabase other = TestDatabase.withTables("film_answers_twice")) {
            other.insert("clicks", "a", oneClick());
            other.execute("INSERT INTO @.dim_film VALUES ('k1', 1, 'ALPHA', 2006, 90, 'PG', 3, 'Action'),"
                    + " ('k2', 1, 'ALPHA', 2006, 90, 'PG', 3, 'Action')");
            AskedQuestions asked = new AskedQuestions(other);
            assertThat(asked.column("clicks", "films-by-rental-volume")).containsExactly(1);
            assertThat(asked.column("clicks", "categories-by-rental-volume")).containsExactly(1);
            assertThat(asked.ask("newest-events").rows()).hasSize(1);
            assertThat(asked.column("label", "choices")).containsExactly("web", "view", "Action", "ALPHA");
        }
    }

    @Test
    void theNewestFilmsThatWereLoadedAreAlwaysShown() {
        database.execute("INSERT INTO @.dim_film_refreshes (refreshed_at, object_key, rows, outcome)"
                + " SELECT now64(3, 'UTC') - toIntervalHour(number), concat('films-', toString(number), '.csv'), number,"
                + " if(number < 3, 'refused', 'loaded') FROM numbers(1, 4)");
        Answer answer = questions.ask("dim-film-refreshes", "limit", "1");
        assertThat(column(answer, "object_key")).containsExactly("films-1.csv", "films-3.csv");
        assertThat(column(answer, "outcome")).containsExactly("refused", "loaded");
        assertThat(((Number) answer.rows().get(0).get("age_seconds")).longValue())
                .isBetween(3_600L, 3_660L);
        assertThat(questions.column("rows", "dim-film-refreshes")).containsExactly(1, 2, 3, 4);
    }

    private static List<Map<String, Object>> oneClick() {
        return new Clicks()
                .add("2026-01-31 12:45:00.000", "u_1", 1, "view", "web")
                .rows();
    }
}
