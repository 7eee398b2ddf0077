package io.clickreel.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.dashboard.questions.BadQuestionException;
import io.clickreel.dashboard.questions.NoAnswerException;
import io.clickreel.dashboard.questions.Question;
import io.clickreel.dashboard.questions.Quoted;
import io.clickreel.dashboard.questions.SharedAnswers;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code GET /api/live}: the questions that are worth asking every second, answered every second, as server-sent
 * events. Readers with the same filters share the question, its answer and its text.
 */
final class LiveAnswers implements Handler<RoutingContext> {
    static final long PERIOD_MS = 1_000;
    private static final int MOST_READERS = 1_000;

    private final ObjectMapper json = new ObjectMapper();
    private final SharedAnswers answers;
    private final List<Question> live;
    private final Map<Map<String, String>, Set<HttpServerResponse>> readersByFilters = new ConcurrentHashMap<>();

    LiveAnswers(SharedAnswers answers) {
        this.answers = answers;
        this.live = answers.questions().live();
    }

    /** Asks and sends; must be called at each period. */
    void tick() {
        readersByFilters.forEach(this::answer);
    }

    @Override
    public void handle(RoutingContext request) {
        HttpServerResponse response = request.response();
        Map<String, String> filters;
        try {
            filters = filters(request.request().query());
        } catch (BadQuestionException e) {
            ErrorReply.send(response, 400, String.valueOf(e.getMessage()));
            return;
        }
        if (readersByFilters.values().stream().mapToInt(Set::size).sum() >= MOST_READERS) {
            ErrorReply.send(
                    response,
                    503,
                    "There are " + MOST_READERS + " live readers already. Close a page, or ask"
                            + " /api/questions instead.");
            return;
        }
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                // A proxy that buffers answers would hold the stream back.
                .putHeader("X-Accel-Buffering", "no")
                .write("retry: 2000\n\n");
        response.closeHandler(closed -> leave(filters, response));
        response.exceptionHandler(broken -> leave(filters, response));
        readersByFilters.compute(filters, (same, readers) -> {
            Set<HttpServerResponse> all = readers == null ? ConcurrentHashMap.newKeySet() : readers;
            all.add(response);
            return all;
        });
        answer(filters, Set.of(response));
    }

    private void leave(Map<String, String> filters, HttpServerResponse response) {
        readersByFilters.computeIfPresent(filters, (same, readers) -> {
            readers.remove(response);
            return readers.isEmpty() ? null : readers;
        });
    }

    /** Empty parameters are not chosen; one that no live question has is a mistake. */
    private Map<String, String> filters(String queryString) {
        Map<String, String> filters = ApiAddress.parameters(queryString);
        filters.values().removeIf(String::isEmpty);
        for (String name : filters.keySet()) {
            if (live.stream().noneMatch(question -> question.has(name))) {
                throw new BadQuestionException("No live question has the parameter " + Quoted.of(name)
                        + ". /api/questions lists what each of them has.");
            }
        }
        // A wrong value has to be refused before the stream begins: inside it, it would be refused every second.
        filters.forEach((name, value) -> live.stream()
                .flatMap(question -> question.parameters().stream())
                .filter(parameter -> parameter.name().equals(name))
                .forEach(parameter -> parameter.encode(value)));
        return Map.copyOf(filters);
    }

    private void answer(Map<String, String> filters, Set<HttpServerResponse> readers) {
        for (Question question : live) {
            Map<String, String> chosen = new LinkedHashMap<>(filters);
            chosen.keySet().removeIf(name -> !question.has(name));
            answers.askLater(question.name(), chosen).whenComplete((answer, failure) -> {
                Buffer event = failure == null ? event("answer", answer) : event("problem", problem(question, failure));
                readers.forEach(reader -> send(reader, event));
            });
        }
    }

    /** A reader that is too slow misses a second; nothing is kept for it. */
    private static void send(HttpServerResponse reader, Buffer event) {
        if (!reader.closed() && !reader.ended() && !reader.writeQueueFull()) {
            reader.write(event);
        }
    }

    private static Map<String, Object> problem(Question question, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return Map.of(
                "name", question.name(),
                "error", String.valueOf(cause.getMessage()),
                "status", cause instanceof NoAnswerException ? 503 : 400);
    }

    private Buffer event(String type, Object content) {
        try {
            return Buffer.buffer("event: " + type + "\ndata: " + json.writeValueAsString(content) + "\n\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer that is not JSON", e);
        }
    }
}
