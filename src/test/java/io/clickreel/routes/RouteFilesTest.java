package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that operators edit, as files. */
class RouteFilesTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final JsonSchema CAMEL = schema("/schema/camelYamlDsl.json", SpecVersion.VersionFlag.V4);
    private static final JsonSchema COMPOSE = schema("/schema/compose-spec.json", SpecVersion.VersionFlag.V7);
    private static final int LONGEST_FILE = 60;

    static Stream<Path> routeFiles() throws IOException {
        try (Stream<Path> files = Files.list(Services.home().resolve("routes"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void eachFileFollowsCamelsSchema(Path file) throws IOException {
        assertThat(violations(CAMEL, file)).isEmpty();
    }

    @Test
    void theSchemaFindsAMisspeltStep() throws IOException {
        Path broken = Files.createTempFile("broken", ".yaml");
        Files.writeString(broken, """
                - route:
                    id: broken
                    from:
                      uri: timer:broken
                      steps:
                        - setBdoy:
                            constant: x
                """);

        assertThat(violations(CAMEL, broken)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void eachRouteHasAnIdAndADescriptionAndEachFileFitsOnAScreen(Path file) throws IOException {
        for (JsonNode entry : YAML.readTree(file.toFile())) {
            JsonNode definition = entry.elements().next();
            assertThat(definition.path("description").asText())
                    .as("description in %s", file)
                    .isNotBlank();
            if (entry.has("route")) {
                assertThat(definition.path("id").asText()).as("id in %s", file).matches("[a-z]+(-[a-z]+)+");
            }
        }
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(LONGEST_FILE);
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void optionsOfAnEndpointStandInItsParametersAndNotInItsUri(Path file) throws IOException {
        JsonNode routes = YAML.readTree(file.toFile());
        for (String key : List.of("uri", "to", "toD", "from")) {
            assertThat(routes.findValuesAsText(key)).as("%s in %s", key, file).noneMatch(uri -> uri.contains("?"));
        }
    }

    @Test
    void theComposeFileFollowsTheComposeSpecification() throws IOException {
        Path compose = Services.home().resolve("docker-compose.yml");

        assertThat(violations(COMPOSE, compose)).isEmpty();
        for (JsonNode service : YAML.readTree(compose.toFile()).path("services")) {
            assertThat(service.path("image").asText()).matches(".+:\\S*\\d\\S*").doesNotEndWith(":latest");
        }
    }

    private static List<String> violations(JsonSchema schema, Path file) throws IOException {
        return schema.validate(YAML.readTree(file.toFile())).stream()
                .filter(violation -> !isPlaceholder(violation.getInstanceNode()))
                .map(ValidationMessage::getMessage)
                .toList();
    }

    private static JsonSchema schema(String resource, SpecVersion.VersionFlag version) {
        try (InputStream in = RouteFilesTest.class.getResourceAsStream(resource)) {
            ObjectNode parsed = (ObjectNode) YAML.readTree(in);
            // The compose specification's is no absolute URI, which the validator insists on.
            parsed.remove("$id");
            return JsonSchemaFactory.getInstance(version).getSchema(parsed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Camel puts the setting's value in its place before it looks at its type; the schema does not know that. */
    private static boolean isPlaceholder(JsonNode value) {
        return value.asText().matches("\\{\\{[^{}]+}}");
    }
}
