package io.clickreel.dashboard;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/** What the routes of {@code routes/dashboard-api.camel.yaml} call, as the bean {@code questions}. */
public final class QuestionsApi {
    private final SharedAnswers answers;

    public QuestionsApi(SharedAnswers answers) {
        this.answers = answers;
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
        return answers.ask(name, parameters(queryString));
    }

    /** The API in the words of OpenAPI 3.1. */
    public Map<String, Object> openApi() {
        return OpenApi.of(answers.questions().all());
    }

    /** The body of an answer that is none. */
    public Map<String, String> error(Throwable failure) {
        return Map.of("error", String.valueOf(failure.getMessage()));
    }

    /** From the query string and not from the message's headers, where the browser's own headers are too. */
    static Map<String, String> parameters(@Nullable String queryString) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (queryString == null || queryString.isEmpty()) {
            return parameters;
        }
        for (String pair : queryString.split("&")) {
            String[] nameAndValue = pair.split("=", 2);
            String value = nameAndValue.length == 2 ? decoded(nameAndValue[1]) : "";
            if (parameters.put(decoded(nameAndValue[0]), value) != null) {
                throw new BadQuestionException("The parameter " + decoded(nameAndValue[0]) + " is given twice.");
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadQuestionException("The address has a broken % escape in '" + text + "'.");
        }
    }
}
