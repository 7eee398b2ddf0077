package io.clickreel.dashboard;

import static io.clickreel.dashboard.AskedQuestions.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.TestDatabase;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseConnection;
import io.clickreel.dashboard.questions.Answer;
import io.clickreel.dashboard.questions.BadQuestionException;
import io.clickreel.dashboard.questions.NoAnswerException;
import io.clickreel.dashboard.questions.QueryLimits;
import io.clickreel.dashboard.questions.Question;
import io.clickreel.dashboard.questions.QuestionCatalog;
import io.clickreel.dashboard.questions.Questions;
import io.clickreel.dashboard.questions.UnknownQuestionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How questions are asked and refused, whatever they are about, on the clicks of {@link HourOfClicks}. */
@Tag("services")
final class QuestionsTest {
    @RegisterExtension
    static final TestDatabase database = HourOfClicks.in("questions");

    private static final AskedQuestions questions = new AskedQuestions(database);

    @Test
    void nowCanBeAnotherTime() {
        Answer answer = questions.ask("films-by-rental-volume", "now", "2026-01-31T12:50:59Z", "minutes", "1");
        assertThat(column(answer, "clicks")).containsExactly(10);
        assertThat(answer.asOf()).isEqualTo("2026-01-31T12:50:59Z");
        assertThat(answer.parameters()).containsEntry("minutes", "1").containsEntry("limit", "10");
    }

    @Test
    void everyQuestionIsAnsweredWithoutAnyClick() throws Exception {
        try (TestDatabase empty = TestDatabase.withTables("questions_empty")) {
            AskedQuestions asked = new AskedQuestions(empty);
            assertThat(asked.all()).hasSizeGreaterThanOrEqualTo(20);
            for (Question question : asked.all()) {
                Answer answer = asked.ask(question.name());
                switch (question.name()) {
                    case "totals" ->
                        assertThat(answer.rows().get(0))
                                .containsEntry("total_clicks", 0)
                                .containsEntry("newest_event", null)
                                .containsEntry("newest_event_age_seconds_before", null)
                                .containsEntry("delay_seconds", null);
                    case "pipeline-batches" ->
                        assertThat(column(answer, "batches")).hasSize(60).containsOnly(0);
                    default -> {
                        assertThat(answer.rows()).as(question.name()).isEmpty();
                        assertThat(answer.asOf()).as(question.name()).isNull();
                    }
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
        AskedQuestions fewRows = new AskedQuestions(database, new QueryLimits(10, 3, 1L << 30, 2));
        assertThatThrownBy(() -> fewRows.ask("active-users"))
                .isInstanceOf(BadQuestionException.class)
                .hasMessageContaining("more than 3 rows");
        Files.writeString(
                folder.resolve("own.sql"), "-- question: How long?\nSELECT sum(sipHash64(number)) FROM numbers(1e12)");
        Questions shortTime =
                new Questions(QuestionCatalog.load(folder), database.clickHouse(), new QueryLimits(1, 3, 1L << 30, 2));
        assertThatThrownBy(() -> shortTime.ask("own", Map.of()))
                .isInstanceOf(BadQuestionException.class)
                .hasMessageContaining("took longer than 1 s");
    }

    @Test
    void aWrongQuestionIsAnsweredWithWhatWouldWork() {
        assertThatThrownBy(() -> questions.ask("films"))
                .isInstanceOf(UnknownQuestionException.class)
                .hasMessageContaining("There is no question 'films'. There are: active-users");
        assertThatThrownBy(() -> questions.ask("totals", "minutes", "5"))
                .isInstanceOf(BadQuestionException.class)
                .hasMessage("The question totals has no parameter 'minutes'. It has none.");
        assertThatThrownBy(() -> questions.ask("active-users", "hours", "5"))
                .hasMessageContaining("It has: minutes, step, now, time_zone, device, event_type, category, film.");
        assertThatThrownBy(() -> questions.ask("active-users", "minutes", "0"))
                .isInstanceOf(BadQuestionException.class)
                .hasMessage("The parameter minutes is '0', but has to be between 1 and 5256000.");
        assertThatThrownBy(() -> questions.ask("activity-by-weekday-hour", "time_zone", "Mars/Utopia"))
                .isInstanceOf(BadQuestionException.class)
                .hasMessage("The question activity-by-weekday-hour cannot be answered with these parameters:"
                        + " Cannot load time zone Mars/Utopia.");
    }

    @Test
    void withoutClickHouseThereIsNoAnswer() {
        try (ClickHouse nobody =
                new ClickHouseConnection("127.0.0.1", 9, false, "default", "", "default", 10_000).open()) {
            Questions asked = new Questions(QuestionCatalog.load(Path.of("queries")), nobody, QueryLimits.DEFAULT);
            assertThatThrownBy(() -> asked.ask("totals", Map.of()))
                    .isInstanceOf(NoAnswerException.class)
                    .hasMessageContaining("ClickHouse does not answer");
        }
    }

    private static Questions own(Path folder, String sql) throws IOException {
        Files.writeString(folder.resolve("own.sql"), sql);
        return new Questions(QuestionCatalog.load(folder), database.clickHouse(), QueryLimits.DEFAULT);
    }
}
