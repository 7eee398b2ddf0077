package io.clickreel.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.Clicks;
import io.clickreel.TestDatabase;
import io.clickreel.dashboard.questions.Answer;
import io.clickreel.dashboard.questions.Question;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A click of the last second of a minute, in a part of its own, is in every answer that one of the middle is in: by its
 * index, ClickHouse (seen in 26.7) takes {@code event_ts < toDateTime(…)} for {@code event_ts <= toDateTime(…) - 1}.
 */
@Tag("services")
final class LastSecondTest {
    private static final Map<String, String> ONE_CLICK = Map.of(
            "device", "web", "event_type", "view", "film", "1", "category", "unknown", "minutes", "30", "times", "1");

    private final Instant minute = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(10, ChronoUnit.MINUTES);

    @Test
    void everyQuestionCountsIt() throws Exception {
        Map<String, String> inTheMiddle = answers("middle", 30_000);
        Map<String, String> last = answers("last", 59_900);
        assertThat(inTheMiddle.get("top-users {device=web}")).contains("clicks=1");
        inTheMiddle.forEach((question, answer) ->
                assertThat(last.get(question)).as(question).isEqualTo(answer));
    }

    /** The answers to all questions, without filters, with each and with all, but for the times that they name. */
    private Map<String, String> answers(String name, int millisecond) throws Exception {
        Map<String, String> answers = new TreeMap<>();
        try (TestDatabase database = TestDatabase.withTables("last_second_" + name)) {
            String time =
                    minute.plusMillis(millisecond).toString().replace('T', ' ').replace("Z", "");
            database.insert(
                    "clicks",
                    "a",
                    new Clicks()
                            .add(time, "u_1", 1, "view", "web")
                            .with("_ingested_at", time)
                            .rows());
            AskedQuestions questions = new AskedQuestions(database);
            for (Question question : questions.all()) {
                Map<String, String> all = new TreeMap<>(ONE_CLICK);
                all.keySet().removeIf(parameter -> !question.has(parameter));
                Stream.concat(
                                Stream.of(Map.<String, String>of(), all),
                                all.entrySet().stream().map(Map::ofEntries))
                        .forEach(parameters -> answers.put(
                                question.name() + " " + parameters,
                                withoutTimes(questions.ask(question.name(), parameters))));
            }
        }
        return answers;
    }

    private static String withoutTimes(Answer answer) {
        return answer.rows().stream()
                .map(row -> row.entrySet().stream()
                        .filter(value -> !String.valueOf(value.getValue()).endsWith("Z")
                                && !value.getKey().contains("_age_"))
                        .map(Object::toString)
                        .collect(Collectors.joining(" ")))
                .distinct()
                .collect(Collectors.joining("\n"));
    }
}
