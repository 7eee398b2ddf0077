package io.clickreel.dashboard;

import static io.clickreel.dashboard.AskedQuestions.column;
import static io.clickreel.dashboard.AskedQuestions.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.Clicks;
import io.clickreel.TestDatabase;
import io.clickreel.dashboard.questions.Answer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The answers about users, times, devices and events, on the clicks of {@link HourOfClicks}. */
@Tag("services")
final class ActivityAnswersTest {
    @RegisterExtension
    static final TestDatabase database = HourOfClicks.in("activity_answers");

    private static final AskedQuestions questions = new AskedQuestions(database);

    @Test
    void activeUsersAreCountedOnceAMinuteAndQuietMinutesAreShown() {
        Answer answer = questions.ask("active-users", "minutes", "11");
        assertThat(column(answer, "users")).containsExactly(1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1);
        assertThat(column(answer, "clicks")).containsExactly(20, 10, 0, 0, 0, 0, 30, 0, 0, 0, 2);
        assertThat(column(answer, "minute")).startsWith("2026-01-31T12:49:00Z").endsWith("2026-01-31T12:59:00Z");
    }

    @Test
    void aPointOfManyMinutesCountsAUserOnceAndBeginsOnTheWholeStep() {
        Answer answer = questions.ask("active-users", "minutes", "30", "step", "10");
        assertThat(answer.rows())
                .as("from 12:45, when the clicks begin, to 12:59")
                .containsExactly(
                        row(answer, "2026-01-31T12:40:00Z", 2, 40), row(answer, "2026-01-31T12:50:00Z", 2, 42));
        assertThat(questions.column("minute", "active-users", "minutes", "11", "step", "10"))
                .as("12:49 is in the point of 12:40")
                .containsExactly("2026-01-31T12:40:00Z", "2026-01-31T12:50:00Z");
        assertThat(questions.column("clicks", "activity-over-time", "minutes", "11", "step", "10"))
                .as("which is there as a whole")
                .containsExactly(40, 42);
        assertThat(questions.column("minute", "activity-over-time", "minutes", "1", "step", "7"))
                .as("steps are counted from 1970 on")
                .containsExactly("2026-01-31T12:54:00Z");
    }

    @Test
    void activeUsersAreThoseOfTheChosenClicks() {
        String[][] filters = {{"device", "mobile"}, {"event_type", "view"}, {"category", "Comedy"}, {"film", "1"}};
        int[][] users = {{1, 1}, {2, 1}, {1, 1}, {1, 1}};
        int[][] clicks = {{20, 30}, {40, 2}, {20, 30}, {20, 10}};
        for (int i = 0; i < filters.length; i++) {
            Answer answer = questions.ask("active-users", "minutes", "30", "step", "10", filters[i][0], filters[i][1]);
            assertThat(column(answer, "users")).as(filters[i][1]).isEqualTo(numbers(users[i]));
            assertThat(column(answer, "clicks")).as(filters[i][1]).isEqualTo(numbers(clicks[i]));
        }
    }

    @Test
    void aUserWhoIsActiveInTwoMinutesIsOneActiveUser() {
        Answer five = questions.ask("active-users-now");
        assertThat(five.columns()).containsExactly("users_now", "users_before", "sessions_now", "sessions_before");
        assertThat(five.rows()).as("12:55 to 12:59, and 12:50 to 12:54").containsExactly(row(five, 1, 1, 2, 1));
        Answer eleven = questions.ask("active-users-now", "minutes", "11");
        assertThat(eleven.rows())
                .as("12:49 to 12:59; of 12:38 to 12:48 the clicks begin only at 12:45")
                .containsExactly(row(eleven, 2, null, 3, null));
        Answer quiet = questions.ask("active-users-now", "now", "2026-01-31T11:00:00Z");
        assertThat(quiet.rows()).containsExactly(row(quiet, 0, null, 0, null));
    }

    @Test
    void activityIsToldByEventType() {
        Answer answer = questions.ask("activity-over-time", "minutes", "5");
        assertThat(answer.rows())
                .containsExactly(
                        row(answer, "2026-01-31T12:55:00Z", 30, 0, 0, 0, 30),
                        row(answer, "2026-01-31T12:56:00Z", 0, 0, 0, 0, 0),
                        row(answer, "2026-01-31T12:57:00Z", 0, 0, 0, 0, 0),
                        row(answer, "2026-01-31T12:58:00Z", 0, 0, 0, 0, 0),
                        row(answer, "2026-01-31T12:59:00Z", 2, 2, 0, 0, 0));
        assertThat(questions.column("clicks", "activity-over-time", "minutes", "15"))
                .as("every event type is in its column, and none is counted twice")
                .containsExactly(20, 0, 0, 0, 20, 10, 0, 0, 0, 0, 30, 0, 0, 0, 2);
        assertThat(questions.column("clicks", "activity-over-time", "minutes", "5", "category", "unknown"))
                .containsExactly(0, 0, 0, 0, 2);
    }

    @Test
    void devicesAreComparedByShare() {
        Answer answer = questions.ask("device-interaction-patterns");
        assertThat(answer.rows())
                .containsExactly(
                        row(answer, "mobile", "add_to_watchlist", 30, 50, 60),
                        row(answer, "mobile", "view", 20, 50, 40),
                        row(answer, "web", "view", 20, 30, 66.7),
                        row(answer, "web", "detail_view", 10, 30, 33.3),
                        row(answer, "tablet", "view", 2, 2, 100));
        Answer film = questions.ask("device-interaction-patterns", "film", "1", "event_type", "detail_view");
        assertThat(film.rows()).containsExactly(row(film, "web", "detail_view", 10, 10, 100));
    }

    @Test
    void referrersAreComparedByWhatTheirPeopleDo() {
        Answer answer = questions.ask("referrer-patterns");
        assertThat(answer.rows())
                .containsExactly(
                        row(answer, "homepage", "film_detail", "add_to_watchlist", 30, 48.4),
                        row(answer, "homepage", "browse", "view", 22, 35.5),
                        row(answer, "homepage", "film_detail", "detail_view", 10, 16.1),
                        row(answer, "search", "browse", "view", 20, 100));
        assertThat(questions.column("clicks", "referrer-patterns", "category", "Action"))
                .as("search has more of them")
                .containsExactly(20, 10);
    }

    @Test
    void aPositionsViewsAreComparedWithItsDetailViews() {
        Answer answer = questions.ask("position-click-through");
        assertThat(answer.rows()).containsExactly(row(answer, 1, 40, 10, 25), row(answer, 7, 2, 0, 0));
        Answer film = questions.ask("position-click-through", "film", "1");
        assertThat(film.rows()).containsExactly(row(film, 1, 20, 10, 50));
        Answer later = questions.ask("position-click-through", "film", "1", "minutes", "10");
        assertThat(later.rows()).as("nobody had viewed it").containsExactly(row(later, 1, 0, 10, null));
    }

    @Test
    void theWeekHasAllItsHours() {
        Answer answer = questions.ask("activity-by-weekday-hour");
        assertThat(answer.rows()).hasSize(7 * 24).startsWith(row(answer, 1, 0, 0, 0, null));
        assertThat(answer.rows().get(5 * 24 + 12))
                .as("Saturday, 12 o'clock: of this hour there are fifteen minutes")
                .isEqualTo(row(answer, 6, 12, 82, 0, null));
        assertThat(column(answer, "clicks").stream().filter(clicks -> !clicks.equals(0)))
                .hasSize(1);
    }

    @Test
    void theWeekIsThatOfTheTimeZone() {
        Answer tokyo = questions.ask("activity-by-weekday-hour", "time_zone", "Asia/Tokyo", "device", "web");
        assertThat(tokyo.rows().get(5 * 24 + 21)).isEqualTo(row(tokyo, 6, 21, 30, 0, null));
        Answer kolkata = questions.ask("activity-by-weekday-hour", "time_zone", "Asia/Kolkata", "film", "2");
        assertThat(kolkata.rows().get(5 * 24 + 18))
                .as("five and a half hours later: 12:45 is 18:15")
                .isEqualTo(row(kolkata, 6, 18, 50, 0, null));
    }

    @Test
    void anHourInWhichOnlyOthersClickedCountsForTheMean() throws Exception {
        try (TestDatabase weeks = TestDatabase.withTables("activity_answers_weeks")) {
            weeks.insert(
                    "clicks",
                    "a",
                    new Clicks()
                            .add(1, "2026-01-24 11:59:00.000", "u_3", "s_3", 2, "view", "mobile")
                            .add(3, "2026-01-24 12:10:00.000", "u_1", "s_1", 1, "view", "web")
                            .add(1, "2026-01-31 12:10:00.000", "u_2", "s_2", 2, "view", "mobile")
                            .add(1, "2026-01-31 13:00:00.000", "u_3", "s_3", 2, "view", "mobile")
                            .rows());
            AskedQuestions asked = new AskedQuestions(weeks);
            for (String[] filter : List.of(new String[] {"film", "1"}, new String[] {"device", "web"})) {
                Answer answer = asked.ask("activity-by-weekday-hour", "minutes", "20160", filter[0], filter[1]);
                assertThat(answer.rows().get(5 * 24 + 12)).isEqualTo(row(answer, 6, 12, 3, 2, 1.5));
            }
        }
    }

    @Test
    void theNewestEventsAreShownWithTheirTitles() {
        Answer answer = questions.ask("newest-events", "limit", "3");
        Map<String, Object> unknown = row(
                answer,
                "2026-01-31T12:59:20.000Z",
                "view",
                3,
                "film 3",
                "unknown",
                "tablet",
                "browse",
                7,
                "homepage",
                "u_3",
                "s_4");
        assertThat(answer.rows())
                .as("two of the newest minute, and one from where there have been enough")
                .containsExactly(
                        unknown,
                        unknown,
                        row(
                                answer,
                                "2026-01-31T12:55:10.000Z",
                                "add_to_watchlist",
                                2,
                                "BETA",
                                "Comedy",
                                "mobile",
                                "film_detail",
                                1,
                                "homepage",
                                "u_3",
                                "s_3"));
        assertThat(answer.asOf()).isEqualTo("2026-01-31T12:59:00Z");
    }

    @Test
    void theNewestEventsAreThoseOfTheChosenClicks() {
        assertThat(questions.column("event_ts", "newest-events", "limit", "1", "device", "web"))
                .containsExactly("2026-01-31T12:50:30.000Z");
        assertThat(questions.column("event_ts", "newest-events", "limit", "1", "film", "1"))
                .containsExactly("2026-01-31T12:50:30.000Z");
        assertThat(questions.column("event_ts", "newest-events", "limit", "1", "film", "1", "event_type", "view"))
                .containsExactly("2026-01-31T12:49:00.000Z");
        assertThat(questions.column("film_id", "newest-events", "category", "unknown"))
                .containsExactly(3, 3);
        assertThat(questions.ask("newest-events", "device", "toaster").rows()).isEmpty();
    }

    @Test
    void theMostActiveUsersAreTold() {
        Answer answer = questions.ask("top-users");
        assertThat(answer.rows())
                .containsExactly(
                        row(answer, "u_3", 32, 2, 2), row(answer, "u_1", 30, 1, 1), row(answer, "u_2", 20, 1, 1));
        Answer views = questions.ask("top-users", "event_type", "view", "limit", "2");
        assertThat(views.rows())
                .as("equals are in the order of their names")
                .containsExactly(row(views, "u_1", 20, 1, 1), row(views, "u_2", 20, 1, 1));
    }

    @Test
    void theFiltersCanBeSetToWhatThereIs() {
        Answer answer = questions.ask("choices");
        assertThat(answer.rows())
                .containsExactly(
                        row(answer, "device", "mobile", "mobile"),
                        row(answer, "device", "tablet", "tablet"),
                        row(answer, "device", "web", "web"),
                        row(answer, "event_type", "add_to_watchlist", "add to watchlist"),
                        row(answer, "event_type", "detail_view", "detail view"),
                        row(answer, "event_type", "view", "view"),
                        row(answer, "category", "Action", "Action"),
                        row(answer, "category", "Comedy", "Comedy"),
                        row(answer, "category", "unknown", "unknown"),
                        row(answer, "film", "1", "ALPHA"),
                        row(answer, "film", "2", "BETA"),
                        row(answer, "film", "3", "film 3"));
    }

    private static List<Object> numbers(int... numbers) {
        return Arrays.stream(numbers).boxed().map(Object.class::cast).toList();
    }
}
