package io.clickreel.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clickreel.dashboard.questions.Parameter;
import io.clickreel.dashboard.questions.ParameterType;
import io.clickreel.dashboard.questions.Question;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;

/** Describes the API in OpenAPI 3.1: {@code openapi.json} of the class path, with a path for each question. */
final class OpenApi {
    private static final String FILE = "/openapi.json";
    private static final String EACH_QUESTION = "/api/questions/{name}";

    private OpenApi() {}

    static JsonNode of(Collection<Question> questions) {
        ObjectNode document = template();
        ObjectNode paths = document.withObject("/paths");
        JsonNode template = paths.remove(EACH_QUESTION);
        for (Question question : questions) {
            ObjectNode path = template.deepCopy();
            ObjectNode get = path.withObject("/get");
            get.put("operationId", question.name()).put("summary", question.question());
            question.parameters()
                    .forEach(parameter ->
                            describe(parameter, get.withArray("/parameters").addObject()));
            paths.set(EACH_QUESTION.replace("{name}", question.name()), path);
        }
        return document;
    }

    private static void describe(Parameter parameter, ObjectNode described) {
        ParameterType type = ParameterType.of(parameter.type());
        described
                .put("name", parameter.name())
                .put("in", "query")
                .put("required", false)
                .put("description", parameter.description());
        ObjectNode schema = described.putObject("schema");
        type.schema().forEach(schema::put);
        if (!parameter.defaultValue().isEmpty()) {
            schema.putPOJO("default", type.jsonDefault(parameter.defaultValue()));
        }
        if (!parameter.choices().isEmpty()) {
            schema.putPOJO("enum", parameter.choices());
        }
        if (parameter.least() != null && parameter.greatest() != null) {
            schema.put("minimum", parameter.least()).put("maximum", parameter.greatest());
        }
    }

    private static ObjectNode template() {
        try (InputStream in = OpenApi.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("The file " + FILE + " is not in the class path.");
            }
            return (ObjectNode) new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
