package io.clickreel.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.clickreel.Clicks;
import io.clickreel.TestDatabase;
import io.clickreel.dashboard.questions.Answer;
import io.clickreel.dashboard.questions.BadQuestionException;
import io.clickreel.dashboard.questions.NoAnswerException;
import io.clickreel.dashboard.questions.QueryLimits;
import io.clickreel.dashboard.questions.QuestionCatalog;
import io.clickreel.dashboard.questions.Questions;
import io.clickreel.dashboard.questions.SharedAnswers;
import io.clickreel.dashboard.questions.UnknownQuestionException;
import io.clickreel.dashboard.streams.StreamCatalog;
import io.clickreel.dashboard.streams.StreamRoute;
import io.clickreel.stream.Stream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What readers share, and for how long. */
@Tag("services")
final class SharedAnswersTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.withTables("shared_answers");

    @TempDir
    private Path folder;

    private SharedAnswers answers;

    @BeforeAll
    static void fill() {
        database.insert(
                "clicks",
                "a",
                new Clicks()
                        .add("2026-01-31 12:45:00.000", "u_1", 1, "view", "web")
                        .rows());
    }

    @BeforeEach
    void writeQuestions() throws Exception {
        write("once.sql", "", "SELECT generateUUIDv4() AS answer, {of:UInt8} AS of");
        write("live.sql", "-- refresh: 1\n", "SELECT generateUUIDv4() AS answer, {of:UInt8} AS of");
        write("slow.sql", "-- refresh: 2\n", "SELECT generateUUIDv4() AS answer, sleep(0.3) + {of:UInt8} AS of");
        write("wrong.sql", "", "SELECT generateUUIDv4() AS answer, throwIf({of:UInt8} = 1) AS of");
        answers = new SharedAnswers(
                new Questions(QuestionCatalog.load(folder), database.clickHouse(), QueryLimits.DEFAULT), 10);
    }

    @AfterEach
    void stop() {
        answers.close();
    }

    @Test
    void fiftyReadersCostOneQuestion() {
        List<CompletableFuture<Answer>> readers = IntStream.range(0, 50)
                .mapToObj(reader -> CompletableFuture.supplyAsync(() -> answers.ask("slow", Map.of())))
                .toList();
        assertThat(readers.stream().map(reader -> answer(reader.join())).distinct())
                .hasSize(1);
    }

    @Test
    void otherParametersAreAnotherQuestion() {
        assertThat(answer(answers.ask("once", Map.of("of", "1")))).isNotEqualTo(answer(answers.ask("once", Map.of())));
    }

    @Test
    void anAnswerIsKeptForItsTime() {
        String first = answer(answers.ask("live", Map.of()));
        String once = answer(answers.ask("once", Map.of()));
        // On a busy machine an answer takes long, and a live one is kept for up to 5 s then.
        await().atMost(Duration.ofSeconds(8))
                .until(() -> !answer(answers.ask("live", Map.of())).equals(first));
        assertThat(answer(answers.ask("once", Map.of()))).isEqualTo(once);
    }

    @Test
    void whatTookLongIsKeptLonger() {
        long start = System.nanoTime();
        String first = answer(answers.ask("slow", Map.of()));
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !answer(answers.ask("slow", Map.of())).equals(first));
        // 0.3 s of cost: twenty times that.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(6));
    }

    @Test
    void aSlowMadeQuestionOfAStreamHoldsUpNoOther() throws Exception {
        Files.writeString(
                Files.createDirectories(folder.resolve("each-stream")).resolve("slow.sql"),
                "-- question: What of $stream?\n-- parameter: of=0 Any number\nSELECT sleep(2) + {of:UInt8} AS of FROM $table LIMIT 1");
        List<StreamRoute> routes = List.of(new StreamRoute(
                new Stream("clicks", "topic", "group", "dead-topic", "clicks", Path.of("contract"), true),
                null,
                null,
                true));
        StreamCatalog catalog = new StreamCatalog(QuestionCatalog.load(folder), () -> routes, database.clickHouse());
        try (SharedAnswers both =
                new SharedAnswers(new Questions(catalog, database.clickHouse(), QueryLimits.DEFAULT), 10)) {
            List<CompletableFuture<Answer>> slow = IntStream.range(0, 6)
                    .mapToObj(of -> both.askLater("clicks-slow", Map.of("of", String.valueOf(of))))
                    .toList();
            assertThat(both.ask("live", Map.of()).rows()).hasSize(1);
            assertThat(both.ask("once", Map.of()).rows()).hasSize(1);
            assertThat(slow).noneMatch(CompletableFuture::isDone);
        }
    }

    @Test
    void aFailureIsNotKept() {
        assertThatThrownBy(() -> answers.ask("wrong", Map.of("of", "1")))
                .isInstanceOf(NoAnswerException.class)
                .hasMessageContaining("could not answer the question wrong");
        assertThatThrownBy(() -> answers.ask("none", Map.of())).isInstanceOf(UnknownQuestionException.class);
        assertThatThrownBy(() -> answers.ask("once", Map.of("of", "x"))).isInstanceOf(BadQuestionException.class);
        assertThat(answers.ask("wrong", Map.of()).rows()).hasSize(1);
    }

    private void write(String file, String head, String select) throws Exception {
        Files.writeString(
                folder.resolve(file),
                "-- question: What?\n" + head + "-- parameter: of=0 Any number\n" + select + "\n");
    }

    private static String answer(Answer answer) {
        return String.valueOf(answer.rows().get(0).get("answer"));
    }
}
