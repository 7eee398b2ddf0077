package io.clickreel.dashboard;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the routes of {@code routes/dashboard-api.camel.yaml} call, as the bean {@code questions}. */
public final class QuestionsApi {
    private static final Logger LOG = LoggerFactory.getLogger(QuestionsApi.class);

    private final Questions questions;
    private final int refreshSeconds;

    /** @param refreshSeconds how often the page asks again */
    public QuestionsApi(Questions questions, int refreshSeconds) {
        if (refreshSeconds < 1) {
            throw new IllegalArgumentException("dashboard.refresh-seconds is " + refreshSeconds
                    + ": the page would never rest. Set it to 1 or more.");
        }
        this.questions = questions;
        this.refreshSeconds = refreshSeconds;
    }

    /** Every question with its parameters, and how often it is worth asking. */
    public Map<String, Object> list() {
        return Map.of("refreshSeconds", refreshSeconds, "questions", questions.all());
    }

    /** Asks the question that the path names, with the parameters of the query string. */
    public Answer ask(@Header("name") String name, @Header(Exchange.HTTP_QUERY) @Nullable String queryString) {
        return questions.ask(name, parameters(queryString));
    }

    /** The body of an answer that is none. */
    public Map<String, String> error(Throwable failure) {
        if (failure instanceof NoAnswerException) {
            LOG.warn("A question of the dashboard was not answered: {}", failure.getMessage(), failure.getCause());
        }
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
