package io.clickreel.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.TestDatabase;
import io.clickreel.dashboard.questions.Answer;
import io.clickreel.dashboard.questions.QueryLimits;
import io.clickreel.dashboard.questions.Question;
import io.clickreel.dashboard.questions.QuestionCatalog;
import io.clickreel.dashboard.questions.Questions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The questions of {@code queries/}, asked of a test's database, and their answers in a form that reads well. */
final class AskedQuestions {
    private final Questions questions;

    AskedQuestions(TestDatabase database) {
        this(database, QueryLimits.DEFAULT);
    }

    AskedQuestions(TestDatabase database, QueryLimits limits) {
        this.questions = new Questions(QuestionCatalog.load(Path.of("queries")), database.clickHouse(), limits);
    }

    List<Question> all() {
        return List.copyOf(questions.all());
    }

    /** @param parameters names and values by turns */
    Answer ask(String name, String... parameters) {
        Map<String, String> chosen = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            chosen.put(parameters[i], parameters[i + 1]);
        }
        return ask(name, chosen);
    }

    Answer ask(String name, Map<String, String> parameters) {
        return questions.ask(name, parameters);
    }

    List<Object> column(String column, String name, String... parameters) {
        return column(ask(name, parameters), column);
    }

    static List<Object> column(Answer answer, String column) {
        assertThat(answer.columns()).contains(column);
        return answer.rows().stream().map(row -> row.get(column)).toList();
    }

    /** What a row of the answer has to be, by its columns in their order. */
    static Map<String, Object> row(Answer answer, Object... values) {
        assertThat(answer.columns()).hasSameSizeAs(values);
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            row.put(answer.columns().get(i), values[i]);
        }
        return row;
    }
}
