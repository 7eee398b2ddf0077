package io.clickreel.dashboard;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The API in the words of OpenAPI 3.1, made from the questions that there are. */
final class OpenApi {
    private OpenApi() {}

    static Map<String, Object> of(Collection<Question> questions) {
        Map<String, Object> paths = new LinkedHashMap<>();
        paths.put("/api/questions", get("Lists the questions", "list", List.of(), json(ref("Catalog"))));
        for (Question question : questions) {
            paths.put(
                    "/api/questions/" + question.name(),
                    get(question.question(), question.name(), parameters(question), json(ref("Answer"))));
        }
        paths.put(
                "/api/live",
                get(
                        "The questions with refreshSeconds 1, answered each second as server-sent events: 'answer' with"
                                + " an Answer, 'problem' with name and error. Takes their filters.",
                        "live",
                        List.of(),
                        Map.of("text/event-stream", Map.of("schema", Map.of("type", "string")))));
        paths.put("/api/pipeline", get("How the pipeline is", "pipeline", List.of(), json(ref("Pipeline"))));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put(
                "info",
                Map.of(
                        "title", "Clickreel",
                        "version", "1",
                        "description", "What people click in a DVD rental platform, now. Read-only."));
        document.put("paths", paths);
        document.put("components", Map.of("schemas", schemas(), "responses", Map.of("Problem", problem())));
        return document;
    }

    private static Map<String, Object> get(
            String summary, String operationId, List<Map<String, Object>> parameters, Map<String, Object> content) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", operationId);
        operation.put("summary", summary);
        operation.put("parameters", parameters);
        operation.put(
                "responses",
                Map.of(
                        "200", Map.of("description", "The answer", "content", content),
                        "default", Map.of("$ref", "#/components/responses/Problem")));
        return Map.of("get", operation);
    }

    private static List<Map<String, Object>> parameters(Question question) {
        return question.parameters().stream().map(OpenApi::parameter).toList();
    }

    private static Map<String, Object> parameter(Parameter parameter) {
        Map<String, Object> schema =
                new LinkedHashMap<>(ParameterType.of(parameter.type()).schema());
        if (!parameter.defaultValue().isEmpty()) {
            schema.put("default", ParameterType.of(parameter.type()).jsonDefault(parameter.defaultValue()));
        }
        if (parameter.least() != null && parameter.greatest() != null) {
            schema.put("minimum", parameter.least());
            schema.put("maximum", parameter.greatest());
        }
        return Map.of(
                "name",
                parameter.name(),
                "in",
                "query",
                "required",
                false,
                "description",
                parameter.description(),
                "schema",
                schema);
    }

    private static Map<String, Object> schemas() {
        Map<String, Object> parameter = object(Map.of(
                "name", type("string"),
                "type", type("string"),
                "defaultValue", type("string"),
                "least", type("integer", "null"),
                "greatest", type("integer", "null"),
                "description", type("string")));
        Map<String, Object> question = object(Map.of(
                "name", type("string"),
                "question", type("string"),
                "note", type("string", "null"),
                "refreshSeconds", type("integer", "null"),
                "parameters", array(parameter)));
        Map<String, Object> answer = object(Map.of(
                "name", type("string"),
                "question", type("string"),
                "note", type("string", "null"),
                "parameters", Map.of("type", "object", "additionalProperties", type("string")),
                "asOf", type("string", "null"),
                "askedAt", type("string"),
                "columns", array(type("string")),
                "rows", array(Map.of("type", "object")),
                "elapsedMs", type("integer")));
        Map<String, Object> route = object(Map.of(
                "id", type("string"),
                "description", type("string", "null"),
                "state", type("string"),
                "uptimeSeconds", type("integer"),
                "exchanges", type("integer", "null"),
                "failures", type("integer", "null"),
                "lastFailure", type("string", "null")));
        Map<String, Object> partition = object(Map.of(
                "topic", type("string"),
                "partition", type("integer"),
                "endOffset", type("integer"),
                "deliveredOffset", type("integer"),
                "lag", type("integer")));
        Map<String, Object> lane = object(Map.of(
                "stream", type("string"),
                "topic", type("string"),
                "partition", type("integer"),
                "phase", type("string"),
                "since", type("string"),
                "nextOffset", type("integer"),
                "endOffset", type("integer"),
                "failures", type("integer"),
                "retryAt", type("string", "null"),
                "lastError", type("string", "null")));
        Map<String, Object> check =
                object(Map.of("name", type("string"), "state", type("string"), "message", type("string", "null")));
        return Map.of(
                "Catalog", object(Map.of("refreshSeconds", type("integer"), "questions", array(question))),
                "Answer", answer,
                "Pipeline",
                        object(Map.of(
                                "asOf", type("string"),
                                "routes", array(route),
                                "partitions", array(partition),
                                "partitionsProblem", type("string", "null"),
                                "lanes", array(lane),
                                "checks", array(check))),
                "Problem", object(Map.of("error", type("string"))));
    }

    private static Map<String, Object> problem() {
        return Map.of("description", "A sentence that says what is wrong", "content", json(ref("Problem")));
    }

    /** An object that has all of its properties, always. */
    private static Map<String, Object> object(Map<String, Object> properties) {
        return Map.of(
                "type",
                "object",
                "properties",
                properties,
                "required",
                properties.keySet().stream().sorted().toList());
    }

    private static Map<String, Object> array(Map<String, Object> items) {
        return Map.of("type", "array", "items", items);
    }

    private static Map<String, Object> type(String... types) {
        return Map.of("type", types.length == 1 ? types[0] : List.of(types));
    }

    private static Map<String, Object> json(Map<String, Object> schema) {
        return Map.of("application/json", Map.of("schema", schema));
    }

    private static Map<String, Object> ref(String schema) {
        return Map.of("$ref", "#/components/schemas/" + schema);
    }
}
