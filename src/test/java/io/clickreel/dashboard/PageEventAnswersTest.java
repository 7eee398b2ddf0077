package io.clickreel.dashboard;

import static io.clickreel.dashboard.AskedQuestions.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.TestDatabase;
import io.clickreel.dashboard.questions.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The answers of {@code queries/page-events/}, on four sessions around midnight at the end of a month.
 *
 * <pre>
 * s_1  user 1  desktop, DE  23:50 view /home, 23:55 click /home, 00:05 add_to_cart /cart, 00:15 purchase /checkout
 * s_2  user 2  mobile, IN   00:10 view /home, 00:12 click /product
 * s_3  user 2  mobile, IN   00:13 add_to_cart /cart: another session of the same user, without a view
 * s_4  user 3  mobile, US   two days before: view /home
 * </pre>
 */
@Tag("services")
final class PageEventAnswersTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.withTables("page_event_answers");

    private static final AskedQuestions questions = new AskedQuestions(database);
    private static final List<Map<String, Object>> rows = new ArrayList<>();

    @BeforeAll
    static void events() {
        add("2026-01-30 12:00:00.000001", 3, "s_4", "view", "/home", "mobile", "US");
        add("2026-01-31 23:50:00.000000", 1, "s_1", "view", "/home", "desktop", "DE");
        add("2026-01-31 23:55:00.500000", 1, "s_1", "click", "/home", "desktop", "DE");
        add("2026-02-01 00:05:00.250000", 1, "s_1", "add_to_cart", "/cart", "desktop", "DE");
        add("2026-02-01 00:10:00.000000", 2, "s_2", "view", "/home", "mobile", "IN");
        add("2026-02-01 00:12:00.000000", 2, "s_2", "click", "/product", "mobile", "IN");
        add("2026-02-01 00:13:00.000000", 2, "s_3", "add_to_cart", "/cart", "mobile", "IN");
        add("2026-02-01 00:15:00.999999", 1, "s_1", "purchase", "/checkout", "desktop", "DE");
        // Each in an insert of its own: a session is in as many parts as it has events.
        for (int i = 0; i < rows.size(); i++) {
            database.insert("page_events", "p" + i, List.of(rows.get(i)));
        }
    }

    @Test
    void pagesComeByTheirViews() {
        Answer answer = questions.ask("page-events-page-views", "minutes", "60");
        assertThat(answer.columns()).containsExactly("page_url", "views", "events", "share");
        assertThat(answer.rows())
                .containsExactly(
                        row(answer, "/home", 2, 3, 100),
                        row(answer, "/cart", 0, 2, 0),
                        row(answer, "/checkout", 0, 1, 0),
                        row(answer, "/product", 0, 1, 0));
        assertThat(answer.asOf()).isEqualTo("2026-02-01T00:15:00Z");
    }

    @Test
    void activityHasAPointForEachMinuteFromTheFirstEventOn() {
        Answer answer = questions.ask("page-events-activity-over-time");
        assertThat(answer.rows())
                .hasSize(26)
                .startsWith(row(answer, "2026-01-31T23:50:00Z", 1, 1, 0, 0, 0))
                .contains(row(answer, "2026-02-01T00:11:00Z", 0, 0, 0, 0, 0))
                .endsWith(row(answer, "2026-02-01T00:15:00Z", 1, 0, 0, 0, 1));
        assertThat(questions.column("events", "page-events-activity-over-time", "minutes", "60", "step", "30"))
                .containsExactly(2, 5);
    }

    @Test
    void aUserCountsOnceOnEachDay() {
        Answer answer = questions.ask("page-events-daily-active-users");
        assertThat(answer.rows())
                .containsExactly(
                        row(answer, "2026-01-30", 1, 1, 1),
                        row(answer, "2026-01-31", 1, 2, 2),
                        row(answer, "2026-02-01", 2, 5, 2.5));
        assertThat(questions.column("day", "page-events-daily-active-users", "days", "1"))
                .containsExactly("2026-02-01");
    }

    @Test
    void aSessionOverMidnightCountsOnceAndWhole() {
        Answer answer = questions.ask("page-events-sessions", "minutes", "10");
        assertThat(answer.columns())
                .containsExactly("device", "sessions", "users", "minutes_per_session", "events_per_session", "bought");
        assertThat(answer.rows())
                .containsExactly(row(answer, "mobile", 2, 1, 1, 1.5, 0), row(answer, "desktop", 1, 1, 25, 4, 100));

        Answer summary = questions.ask("page-events-session-summary", "limit", "1");
        assertThat(summary.rows())
                .containsExactly(row(
                        summary,
                        1,
                        "s_1",
                        "2026-01-31T23:50:00.000000Z",
                        "2026-02-01T00:15:00.999999Z",
                        1501,
                        4,
                        1,
                        1,
                        1,
                        1,
                        "desktop",
                        "DE"));
    }

    @Test
    void sessionsAreSpreadOverClasses() {
        Answer answer = questions.ask("page-events-session-lengths");
        assertThat(answer.rows())
                .hasSize(15)
                .contains(
                        row(answer, "minutes", 0, 1, 1),
                        row(answer, "minutes", 2, 5, 1),
                        row(answer, "minutes", 20, 30, 1),
                        row(answer, "minutes", 60, null, 0),
                        row(answer, "events", 1, 2, 1),
                        row(answer, "events", 2, 5, 2));
    }

    @Test
    void theFunnelHasSessionsAndUsers() {
        Answer answer = questions.ask("page-events-funnel");
        assertThat(answer.rows())
                .as("user 2 has added in another session than viewed")
                .containsExactly(
                        row(answer, 1, "view", 2, 100, 2, 100),
                        row(answer, 2, "click", 2, 100, 2, 100),
                        row(answer, 3, "add_to_cart", 1, 50, 2, 100),
                        row(answer, 4, "purchase", 1, 50, 1, 50));
    }

    @Test
    void devicesAndCountriesHaveTheirShare() {
        Answer answer = questions.ask("page-events-devices-and-countries");
        assertThat(answer.rows())
                .containsExactly(
                        row(answer, "DE", "desktop", 4, 1, 1, 57.1), row(answer, "IN", "mobile", 3, 1, 0, 42.9));
    }

    private static void add(
            String time, int user, String session, String event, String page, String device, String country) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("event_ts", time);
        row.put("user_id", user);
        row.put("session_id", session);
        row.put("event_type", event);
        row.put("page_url", page);
        row.put("device", device);
        row.put("country", country);
        row.put("_topic", "clickstream-events");
        row.put("_offset", rows.size());
        rows.add(row);
    }
}
