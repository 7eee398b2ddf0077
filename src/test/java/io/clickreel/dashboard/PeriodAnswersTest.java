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
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is told of a period: nothing of a time before the first click, points that begin by the reader's clock, and no place
 * for clicks of another century. On the clicks of {@link HourOfClicks}, which begin at 12:45, with three of 1970 and 2099.
 */
@Tag("services")
final class PeriodAnswersTest {
    @RegisterExtension
    static final TestDatabase database = HourOfClicks.in("period_answers");

    private static final AskedQuestions questions = new AskedQuestions(database);

    @BeforeAll
    static void clicks() {
        database.insert(
                "clicks",
                "wrong clocks",
                new Clicks()
                        .add(4, "1970-01-01 00:00:05.000", "u_8", "s_8", 1, "view", "web")
                        .add(5, "1999-12-31 23:59:59.999", "u_8", "s_7", 1, "view", "web")
                        .add(6, "2099-12-31 23:59:59.999", "u_8", "s_6", 1, "view", "web")
                        .rows());
    }

    @ParameterizedTest
    @CsvSource({"1, true", "5, true", "7, true", "8, false", "11, false", "60, false", "1440, false"})
    void whoWasActiveBeforeIsToldOnceAllOfItIsKnown(String minutes, boolean isKnown) {
        Map<String, Object> now =
                questions.ask("active-users-now", "minutes", minutes).rows().get(0);
        assertThat(now.get("users_before") != null).isEqualTo(isKnown);
        assertThat(now.get("sessions_before") != null).isEqualTo(isKnown);
    }

    @ParameterizedTest
    @CsvSource({"2, true", "5, true", "7, true", "8, false", "10, false", "60, false", "1440, false"})
    void aFilmTrendsAgainstAsManyMinutesBeforeAtLeast(String minutes, boolean trends) {
        Answer answer = questions.ask("films-trending-now", "minutes", minutes);
        assertThat(answer.rows()).isNotEmpty();
        assertThat(column(answer, "lift").stream().allMatch(Objects::nonNull)).isEqualTo(trends);
        assertThat(column(answer, "lift").stream().allMatch(Objects::isNull)).isNotEqualTo(trends);
    }

    @ParameterizedTest
    @CsvSource({
        "60, 1, '', 2026-01-31T12:45:00Z, 15",
        "1440, 1, '', 2026-01-31T12:45:00Z, 15",
        "60, 1, 2026-01-31T12:50:00Z, 2026-01-31T12:45:00Z, 6",
        "5, 1, '', 2026-01-31T12:55:00Z, 5",
        "120, 30, '', 2026-01-31T12:30:00Z, 1",
        "10080, 60, '', 2026-01-31T12:00:00Z, 1",
        "5256000, 10080, '', 2026-01-29T00:00:00Z, 1",
    })
    void pointsBeginWithTheFirstClick(String minutes, String step, String now, String first, int points) {
        for (String question : List.of("activity-over-time", "active-users")) {
            for (String film : List.of("0", "1", "999")) {
                assertThat(questions.column(
                                "minute", question, "minutes", minutes, "step", step, "now", now, "film", film))
                        .as(question)
                        .startsWith(first)
                        .hasSize(points);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-01-31T12:44:00Z", "2026-01-31T00:00:00Z", "2025-06-01T00:00:00Z", "2040-01-01T00:00:00Z"})
    void whereNothingIsKnownNothingIsDrawn(String now) {
        assertThat(questions.ask("activity-over-time", "now", now).rows()).isEmpty();
        assertThat(questions.ask("active-users", "now", now).rows()).isEmpty();
    }

    /** The clicks are from 12:45 to 12:59 in UTC. */
    @ParameterizedTest
    @CsvSource({
        "UTC, 60, 2026-01-31T12:00:00Z",
        "Asia/Kolkata, 60, 2026-01-31T12:30:00Z",
        "America/St_Johns, 60, 2026-01-31T12:30:00Z",
        "Asia/Kathmandu, 30, 2026-01-31T12:45:00Z",
        "Pacific/Chatham, 60, 2026-01-31T12:15:00Z",
        "Australia/Lord_Howe, 60, 2026-01-31T12:00:00Z",
        "Europe/Berlin, 180, 2026-01-31T11:00:00Z",
        "Asia/Kolkata, 1440, 2026-01-30T18:30:00Z",
        "America/St_Johns, 1440, 2026-01-31T03:30:00Z",
        "Asia/Kathmandu, 1440, 2026-01-30T18:15:00Z",
    })
    void pointsBeginByTheReadersClock(String zone, String step, String begin) {
        for (String question : List.of("activity-over-time", "active-users")) {
            Answer answer = questions.ask(question, "minutes", "15", "step", step, "time_zone", zone);
            assertThat(column(answer, "minute")).as(question).containsExactly(begin);
            assertThat(column(answer, "clicks")).as(question).containsExactly(82);
        }
    }

    @Test
    void aDayIsAsLongAsItIsAndAnHourThatComesTwiceIsTwoPoints() throws Exception {
        try (TestDatabase autumn = TestDatabase.withTables("period_answers_autumn")) {
            autumn.insert(
                    "clicks",
                    "a",
                    new Clicks()
                            .add("2025-10-25 22:30:00.000", "u_1", 1, "view", "web")
                            .add("2025-10-26 00:30:00.000", "u_1", 1, "view", "web")
                            .add("2025-10-26 01:30:00.000", "u_1", 1, "view", "web")
                            .add("2025-10-26 22:30:00.000", "u_1", 1, "view", "web")
                            .add("2025-10-26 23:30:00.000", "u_1", 1, "view", "web")
                            .rows());
            AskedQuestions asked = new AskedQuestions(autumn);
            Answer days =
                    asked.ask("activity-over-time", "minutes", "2880", "step", "1440", "time_zone", "Europe/Berlin");
            assertThat(column(days, "minute")).containsExactly("2025-10-25T22:00:00Z", "2025-10-26T23:00:00Z");
            assertThat(column(days, "clicks")).containsExactly(4, 1);
            Answer hours = asked.ask(
                    "activity-over-time",
                    "now",
                    "2025-10-26T01:59:00Z",
                    "minutes",
                    "120",
                    "step",
                    "60",
                    "time_zone",
                    "Europe/Berlin");
            assertThat(hours.rows())
                    .as("02:30, and again 02:30")
                    .containsExactly(
                            row(hours, "2025-10-26T00:00:00Z", 1, 1, 0, 0, 0),
                            row(hours, "2025-10-26T01:00:00Z", 1, 1, 0, 0, 0));
        }
    }

    /** Clicks of a Saturday: 3 at 10:30, 4 at 11:05, 5 at 12:59, 6 at 13:20. */
    @ParameterizedTest
    @CsvSource({
        // zone, minutes, hours that are whole, and the clicks of each
        "UTC, 1440, 11=4 12=5",
        "UTC, 141, 11=4 12=5",
        "UTC, 140, 12=5",
        "Asia/Kolkata, 1440, 16=7",
        "America/St_Johns, 1440, 7=7",
        "Asia/Kathmandu, 1440, 18=5",
        "Pacific/Chatham, 1440, 2=5",
    })
    void onlyWholeHoursTellHowBusyAnHourIs(String zone, String minutes, String whole) throws Exception {
        try (TestDatabase saturday = TestDatabase.withTables("period_answers_saturday")) {
            saturday.insert(
                    "clicks",
                    "a",
                    new Clicks()
                            .add(3, "2026-01-31 10:30:00.000", "u_1", "s_1", 1, "view", "web")
                            .add(4, "2026-01-31 11:05:00.000", "u_1", "s_1", 1, "view", "web")
                            .add(5, "2026-01-31 12:59:00.000", "u_1", "s_1", 1, "view", "web")
                            .add(6, "2026-01-31 13:20:00.000", "u_1", "s_1", 1, "view", "web")
                            .rows());
            Answer answer =
                    new AskedQuestions(saturday).ask("activity-by-weekday-hour", "minutes", minutes, "time_zone", zone);
            assertThat(answer.rows().stream()
                            .filter(row -> row.get("clicks_per_hour") != null)
                            .map(row -> row.get("hour") + "=" + row.get("clicks_per_hour")))
                    .containsExactlyInAnyOrderElementsOf(Arrays.asList(whole.split(" ")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"15", "60", "1440", "10080", "527040"})
    void clicksOfAnotherCenturyAreInNoRange(String minutes) {
        for (String question : List.of("activity-over-time", "active-users")) {
            Answer answer = questions.ask(question, "minutes", minutes, "step", "1440");
            assertThat(column(answer, "minute")).as(question).containsExactly("2026-01-31T00:00:00Z");
            assertThat(column(answer, "clicks")).as(question).containsExactly(82);
        }
        assertThat(questions.ask("activity-over-time", "minutes", minutes).asOf())
                .isEqualTo("2026-01-31T12:59:00Z");
        assertThat(questions.column("minutes_per_session", "device-sessions", "minutes", minutes))
                .allSatisfy(
                        length -> assertThat(((Number) length).doubleValue()).isLessThan(10));
    }
}
