package io.clickreel.dashboard;

import static io.clickreel.dashboard.AskedQuestions.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.Clicks;
import io.clickreel.TestDatabase;
import io.clickreel.dashboard.questions.Answer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The answers about sessions, on five of them around midnight at the end of a month.
 *
 * <pre>
 * s_1  u_1  web     23:50 view, 23:55 detail_view, 00:05 watch_trailer, 00:15 add_to_watchlist; all film 1, Action
 * s_2  u_2  web     00:10 view of film 1, 00:11 detail_view of film 2, Comedy
 * s_3  u_3  mobile  00:12 add_to_watchlist, without a view; film 3, which dim_film does not have
 * s_1  u_4  mobile  00:13 view, of film 1: another user's session of the same name
 * s_5  u_5  tablet  22:00 view, of film 1
 * </pre>
 */
@Tag("services")
final class SessionAnswersTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.withTables("session_answers");

    private static final AskedQuestions questions = new AskedQuestions(database);

    @BeforeAll
    static void clicks() {
        Clicks clicks = new Clicks();
        click(clicks, "01-31 22:00", "u_5", "s_5", 1, "view", "tablet");
        click(clicks, "01-31 23:50", "u_1", "s_1", 1, "view", "web");
        click(clicks, "01-31 23:55", "u_1", "s_1", 1, "detail_view", "web");
        click(clicks, "02-01 00:05", "u_1", "s_1", 1, "watch_trailer", "web");
        click(clicks, "02-01 00:10", "u_2", "s_2", 1, "view", "web");
        click(clicks, "02-01 00:11", "u_2", "s_2", 2, "detail_view", "web");
        click(clicks, "02-01 00:12", "u_3", "s_3", 3, "add_to_watchlist", "mobile");
        click(clicks, "02-01 00:13", "u_4", "s_1", 1, "view", "mobile");
        click(clicks, "02-01 00:15", "u_1", "s_1", 1, "add_to_watchlist", "web");
        // One insert a click: a session is in as many parts as it has clicks.
        for (int i = 0; i < clicks.rows().size(); i++) {
            database.insert("clicks", "c" + i, List.of(clicks.rows().get(i)));
        }
        database.execute("INSERT INTO @.dim_film VALUES ('k1', 1, 'ALPHA', 2006, 90, 'PG', 3, 'Action'),"
                + " ('k2', 2, 'BETA', 2006, 90, 'PG', 3, 'Comedy')");
    }

    @Test
    void aSessionOverMidnightCountsOnceAndWhole() {
        Answer answer = questions.ask("device-sessions", "minutes", "10");
        assertThat(answer.columns())
                .containsExactly(
                        "device",
                        "sessions",
                        "clicks_per_session",
                        "minutes_per_session",
                        "reached_detail_view",
                        "reached_trailer",
                        "reached_watchlist");
        assertThat(answer.rows())
                .as("web: 4 clicks in 25 min, 2 clicks in 1 min")
                .containsExactly(row(answer, "mobile", 2, 1, 0, 0, 0, 50), row(answer, "web", 2, 3, 13, 100, 50, 50));
        Answer evening = questions.ask("device-sessions", "now", "2026-01-31T23:59:00Z", "minutes", "60");
        assertThat(evening.rows())
                .as("also with what it did after the time asked for, on the next day")
                .containsExactly(row(evening, "web", 1, 4, 25, 100, 100, 100));
    }

    @Test
    void aSessionThatEndedBeforeDoesNotCount() {
        assertThat(questions.column("device", "device-sessions")).containsExactly("mobile", "web", "tablet");
        assertThat(questions.column("device", "device-sessions", "minutes", "135"))
                .as("from 22:01")
                .containsExactly("mobile", "web");
        assertThat(questions.column("device", "device-sessions", "minutes", "136"))
                .as("from 22:00")
                .containsExactly("mobile", "web", "tablet");
    }

    @Test
    void aSessionIsUnderWayBetweenItsClicksToo() {
        Answer answer = questions.ask("device-sessions", "now", "2026-02-01T00:04:00Z", "minutes", "5");
        assertThat(answer.rows())
                .as("s_1 has no click from 23:59 to 00:04")
                .containsExactly(row(answer, "web", 1, 4, 25, 100, 100, 100));
    }

    @Test
    void sessionsOfAFilmAreTheirClicksOnIt() {
        Answer beta = questions.ask("device-sessions", "film", "2");
        assertThat(beta.rows()).containsExactly(row(beta, "web", 1, 1, 0, 100, 0, 0));
        Answer action = questions.ask("device-sessions", "category", "Action", "device", "web");
        assertThat(action.rows()).containsExactly(row(action, "web", 2, 2.5, 12.5, 50, 50, 50));
    }

    @Test
    void aStepOfTheFunnelIsReachedByWayOfAllBefore() {
        Answer answer = questions.ask("sessions-funnel");
        assertThat(answer.rows())
                .as("s_3 has only the last step, and counts for none")
                .containsExactly(
                        row(answer, 1, "view", 4, 100, 100),
                        row(answer, 2, "detail_view", 2, 50, 50),
                        row(answer, 3, "watch_trailer", 1, 25, 50),
                        row(answer, 4, "add_to_watchlist", 1, 25, 100));
    }

    @Test
    void theFunnelCanBeThatOfADeviceACategoryOrAFilm() {
        assertThat(questions.column("sessions", "sessions-funnel", "device", "mobile"))
                .containsExactly(1, 0, 0, 0);
        assertThat(questions.column("sessions", "sessions-funnel", "category", "Action"))
                .as("the detail view of s_2 was one of another category")
                .containsExactly(4, 1, 1, 1);
        Answer unknown = questions.ask("sessions-funnel", "category", "unknown");
        assertThat(unknown.rows())
                .as("shares of nothing are none")
                .startsWith(row(unknown, 1, "view", 0, null, null))
                .endsWith(row(unknown, 4, "add_to_watchlist", 0, null, null));
        assertThat(questions.column("sessions", "sessions-funnel", "film", "2")).containsExactly(0, 0, 0, 0);
    }

    @Test
    void sessionsAreCountedByTheirLength() {
        Answer answer = questions.ask("session-lengths");
        assertThat(answer.rows())
                .containsExactly(
                        row(answer, "minutes", 0, 1, 3),
                        row(answer, "minutes", 1, 2, 1),
                        row(answer, "minutes", 2, 5, 0),
                        row(answer, "minutes", 5, 10, 0),
                        row(answer, "minutes", 10, 20, 0),
                        row(answer, "minutes", 20, 30, 1),
                        row(answer, "minutes", 30, 60, 0),
                        row(answer, "minutes", 60, null, 0),
                        row(answer, "clicks", 1, 2, 3),
                        row(answer, "clicks", 2, 5, 2),
                        row(answer, "clicks", 5, 10, 0),
                        row(answer, "clicks", 10, 20, 0),
                        row(answer, "clicks", 20, 50, 0),
                        row(answer, "clicks", 50, 100, 0),
                        row(answer, "clicks", 100, null, 0));
        assertThat(sessionsByClicks("device", "mobile")).isEqualTo(Map.of(1, 2));
        assertThat(sessionsByClicks("category", "Comedy")).isEqualTo(Map.of(1, 1));
        assertThat(sessionsByClicks("film", "1")).isEqualTo(Map.of(1, 3, 2, 1));
    }

    private static Map<Object, Object> sessionsByClicks(String filter, String value) {
        return questions.ask("session-lengths", filter, value).rows().stream()
                .filter(row -> "clicks".equals(row.get("measure"))
                        && !row.get("sessions").equals(0))
                .collect(Collectors.toMap(row -> row.get("at_least"), row -> row.get("sessions")));
    }

    private static void click(
            Clicks clicks, String time, String user, String session, int film, String event, String device) {
        clicks.add(1, "2026-" + time + ":00.000", user, session, film, event, device);
    }
}
