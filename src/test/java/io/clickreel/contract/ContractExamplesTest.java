package io.clickreel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clickreel.generate.ClickWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The examples that ops can read and add to: {@code src/test/resources/streams/dvd_clicks}. */
class ContractExamplesTest {
    private final ClickReader reader = new ClickReader();

    @TestFactory
    Stream<DynamicTest> goodExamplesAreReadAsTheySay() throws IOException {
        return examples("good")
                .map(example -> DynamicTest.dynamicTest(about(example), () -> {
                    assertThat(reader.read(value(example))).isNull();
                    JsonNode read = SampleClicks.JSON.readTree(
                            new ClickWriter().value(reader.fields().toClick()));
                    assertThat(example.get("reads").fields())
                            .toIterable()
                            .isNotEmpty()
                            .allSatisfy(field ->
                                    assertThat(read.get(field.getKey())).isEqualTo(field.getValue()));
                }));
    }

    @TestFactory
    Stream<DynamicTest> badExamplesAreRefusedForTheirReason() throws IOException {
        return examples("bad")
                .map(example -> DynamicTest.dynamicTest(about(example), () -> {
                    ContractViolation violation = reader.read(value(example));
                    assertThat(violation).isNotNull();
                    assertThat(violation.reason().code())
                            .isEqualTo(example.get("reason").textValue());
                    assertThat(violation.field())
                            .isEqualTo(example.path("field").asText(""));
                    assertThat(violation.detail())
                            .endsWith(".")
                            .hasSizeLessThan(600)
                            .doesNotContainPattern("\\p{Cntrl}");
                }));
    }

    private static Stream<JsonNode> examples(String name) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/test/resources/streams/dvd_clicks", name + ".jsonl"));
        assertThat(lines).hasSizeGreaterThan(10);
        return lines.stream().map(ContractExamplesTest::parse);
    }

    private static JsonNode parse(String line) {
        try {
            return SampleClicks.JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalStateException("This line of the examples is not JSON: " + line, e);
        }
    }

    private static String about(JsonNode example) {
        return example.get("about").textValue();
    }

    private static byte[] value(JsonNode example) {
        if (example.has("text")) {
            return SampleClicks.bytes(example.get("text").textValue());
        }
        ObjectNode click = SampleClicks.example();
        example.path("set").fields().forEachRemaining(field -> click.set(field.getKey(), field.getValue()));
        example.path("drop").forEach(field -> click.remove(field.textValue()));
        return SampleClicks.bytes(click.toString());
    }
}
