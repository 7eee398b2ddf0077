package io.clickreel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The examples that ops can read and add to: {@code src/test/resources/streams/dvd_clicks}. */
class ContractExamplesTest {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final ClickReading reader = new ClickReading();

    @TestFactory
    Stream<DynamicTest> goodExamplesAreReadAsTheySay() throws IOException {
        return examples("good")
                .map(example -> DynamicTest.dynamicTest(about(example), () -> {
                    assertThat(reader.read(value(example))).isNull();
                    assertThat(example.get("reads").fields())
                            .toIterable()
                            .isNotEmpty()
                            .allSatisfy(field -> assertThat(text(reader.row(), field.getKey()))
                                    .isEqualTo(field.getValue().asText()));
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

    private static String text(ClickRow row, String field) {
        return switch (field) {
            case "event_id" -> row.eventId().toString();
            case "event_ts" -> TIME.format(Instant.ofEpochMilli(row.eventTimeMs()));
            case "user_id" -> row.userId();
            case "session_id" -> row.sessionId();
            case "film_id" -> Integer.toString(row.filmId());
            case "event_type" -> row.eventType();
            case "page" -> row.page();
            case "position" -> Integer.toString(row.position());
            case "device" -> row.device();
            case "referrer" -> row.referrer();
            default -> throw new IllegalArgumentException("A click has no field " + field);
        };
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
