package io.clickreel.dashboard.questions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.RootCause;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseFailure;
import io.clickreel.clickhouse.Sql;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Answers the questions of the catalog from ClickHouse, read-only and within limits. */
public final class Questions {
    /** A question's column that says what "now" was; it becomes the answer's asOf and is left out of the rows. */
    private static final String AS_OF = "as_of";

    private static final DateTimeFormatter ASKED_AT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final int BAD_ARGUMENTS = 36;
    private static final int TIMEOUT_EXCEEDED = 159;
    private static final int TOO_MANY_ROWS_OR_BYTES = 396;
    private static final int MEMORY_LIMIT_EXCEEDED = 241;

    private final ObjectMapper json = new ObjectMapper();
    private final Catalog catalog;
    private final ClickHouse clickHouse;
    private final QueryLimits limits;

    /** @param clickHouse with a time limit longer than a question may take: ClickHouse may not answer at all */
    public Questions(Catalog catalog, ClickHouse clickHouse, QueryLimits limits) {
        this.catalog = catalog;
        this.clickHouse = clickHouse.with(settings(limits));
        this.limits = limits;
    }

    public Collection<Question> all() {
        return catalog.all();
    }

    /** Those that are worth asking every second. */
    public List<Question> live() {
        return catalog.live();
    }

    /**
     * Asks one question.
     *
     * @param chosen values by parameter; what is missing takes its default
     * @throws UnknownQuestionException if there is no such question
     * @throws BadQuestionException if a parameter is unknown, not of its type or out of range, or asks for too much
     * @throws NoAnswerException if ClickHouse cannot be reached or fails
     */
    public Answer ask(String name, Map<String, String> chosen) {
        long start = System.nanoTime();
        Question question = catalog.get(name);
        refuseUnknown(question, chosen);
        Map<String, String> parameters = new LinkedHashMap<>();
        Map<String, @Nullable Object> encoded = new LinkedHashMap<>();
        for (Parameter parameter : question.parameters()) {
            String value = chosen.getOrDefault(parameter.name(), parameter.defaultValue());
            parameters.put(parameter.name(), value);
            encoded.put(parameter.name(), parameter.encode(value));
        }
        String askedAt = ASKED_AT.format(Instant.now());
        JsonNode result = query(question, encoded);

        List<String> columns = new ArrayList<>();
        result.path("meta").forEach(column -> columns.add(column.path("name").asText()));
        String asOf = null;
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (JsonNode values : result.path("data")) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).equals(AS_OF)) {
                    asOf = values.get(i).isNull() ? null : values.get(i).asText();
                } else {
                    row.put(columns.get(i), json.convertValue(values.get(i), Object.class));
                }
            }
            rows.add(row);
        }
        columns.remove(AS_OF);
        long elapsedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        return new Answer(
                name, question.question(), question.note(), parameters, asOf, askedAt, columns, rows, elapsedMs);
    }

    boolean isWritten(String name) {
        return catalog.isWritten(name);
    }

    Question get(String name) {
        return catalog.get(name);
    }

    private static void refuseUnknown(Question question, Map<String, String> chosen) {
        for (String name : chosen.keySet()) {
            if (!question.has(name)) {
                List<String> known =
                        question.parameters().stream().map(Parameter::name).toList();
                throw new BadQuestionException(
                        "The question " + question.name() + " has no parameter " + Quoted.of(name) + ". "
                                + (known.isEmpty() ? "It has none." : "It has: " + String.join(", ", known) + "."));
            }
        }
    }

    private JsonNode query(Question question, Map<String, @Nullable Object> parameters) {
        try {
            return clickHouse.json(new Sql(question.sql(), parameters));
        } catch (ClickHouseFailure e) {
            throw failure(question, e);
        }
    }

    private static Map<String, String> settings(QueryLimits limits) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("readonly", "2");
        settings.put("max_execution_time", String.valueOf(limits.maxSeconds()));
        settings.put("max_result_rows", String.valueOf(limits.maxRows()));
        settings.put("result_overflow_mode", "throw");
        settings.put("max_memory_usage", String.valueOf(limits.maxMemoryBytes()));
        // Groups that do not fit in memory go to disk: slower, but an answer.
        settings.put("max_bytes_before_external_group_by", String.valueOf(limits.maxMemoryBytes() / 2));
        settings.put("max_threads", String.valueOf(limits.maxThreads()));
        settings.put("date_time_output_format", "iso");
        settings.put("output_format_json_quote_64bit_integers", "0");
        return settings;
    }

    private RuntimeException failure(Question question, ClickHouseFailure failure) {
        if (!failure.isRefusal()) {
            return NoAnswerException.silent(failure);
        }
        return switch (failure.code()) {
            case BAD_ARGUMENTS ->
                new BadQuestionException("The question " + question.name()
                        + " cannot be answered with these parameters: " + reason(failure) + ".");
            case TIMEOUT_EXCEEDED ->
                new BadQuestionException("The question " + question.name() + " took longer than " + limits.maxSeconds()
                        + " s. Ask for less time or fewer rows.");
            case TOO_MANY_ROWS_OR_BYTES ->
                new BadQuestionException("The answer to " + question.name() + " has more than " + limits.maxRows()
                        + " rows. Ask for less time or fewer rows.");
            case MEMORY_LIMIT_EXCEEDED ->
                new BadQuestionException("The question " + question.name() + " needs more memory than a question"
                        + " may take (" + limits.maxMemoryBytes() / (1024 * 1024) + " MB). Ask for less time.");
            default ->
                new NoAnswerException(
                        "ClickHouse could not answer the question " + question.name() + " (code " + failure.code()
                                + "). Clickreel's log says more.",
                        failure);
        };
    }

    /** The server's reason, without its error code and without the SQL. */
    private static String reason(ClickHouseFailure failure) {
        return RootCause.of(failure)
                .replaceFirst("(?s)^.*?DB::Exception: ", "")
                .replaceFirst("(?s)(: In scope |: while |\\. \\(BAD_ARGUMENTS\\)).*$", "");
    }
}
