package io.clickreel.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.clickreel.dashboard.questions.Answer;
import io.clickreel.dashboard.questions.BadQuestionException;
import io.clickreel.dashboard.questions.SharedAnswers;
import io.clickreel.dashboard.questions.UnknownQuestionException;
import io.clickreel.dashboard.streams.StreamEntry;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.jspecify.annotations.Nullable;

/** What the routes of {@code routes/dashboard-api.camel.yaml} call, as the bean {@code questions}. */
public final class QuestionsApi {
    private final SharedAnswers answers;
    private final Supplier<List<StreamEntry>> streams;

    /** @param streams those at the moment, also those that are off */
    public QuestionsApi(SharedAnswers answers, Supplier<List<StreamEntry>> streams) {
        this.answers = answers;
        this.streams = streams;
    }

    /** Every stream, with what its questions can be made from, and their names. */
    public Map<String, Object> streams() {
        return Map.of("streams", streams.get());
    }

    /** Every question with its parameters, and how often the page asks again. */
    public Map<String, Object> list() {
        return Map.of(
                "refreshSeconds",
                answers.refreshSeconds(),
                "questions",
                answers.questions().all());
    }

    /** Asks the question that the path names, with the parameters of the query string. */
    public Answer ask(@Header("name") String name, @Header(Exchange.HTTP_QUERY) @Nullable String queryString) {
        return answers.ask(name, ApiAddress.parameters(queryString));
    }

    /** The API's description in OpenAPI 3.1. */
    public JsonNode openApi() {
        return OpenApi.of(answers.questions().all());
    }

    /** The body of an error; the status says whether the asker or ClickHouse has to mend it. */
    public Map<String, String> error(Throwable failure, @Headers Map<String, Object> headers) {
        headers.put(
                Exchange.HTTP_RESPONSE_CODE,
                failure instanceof UnknownQuestionException
                        ? 404
                        : failure instanceof BadQuestionException ? 400 : 503);
        return Map.of("error", String.valueOf(failure.getMessage()));
    }
}
