package io.clickreel.generate.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.clickreel.contract.schema.ContractException;
import io.clickreel.contract.schema.SchemaFile;
import io.clickreel.generate.shared.EncodedEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventMakerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"interactions", "page-events"})
    void eventsOfTheShippedContractsAreValidAndTheSameForASeed(String stream) throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(shipped(stream).text());
        List<String> events = texts(new EventMaker(shipped(stream), 7), 2_000);

        for (String event : events) {
            assertThat(schema.validate(JSON.readTree(event))).as(event).isEmpty();
        }
        assertThat(texts(new EventMaker(shipped(stream), 7), 2_000)).isEqualTo(events);
        assertThat(texts(new EventMaker(shipped(stream), 8), 2_000)).isNotEqualTo(events);
    }

    @Test
    void interactionsLookLikeThoseOfTheirOwnProducer() throws IOException {
        EventMaker maker = new EventMaker(shipped("interactions"), 1);
        Map<String, Integer> types = new HashMap<>();
        Set<String> items = new HashSet<>();
        List<Instant> times = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            EncodedEvent event = maker.next(NOON);
            JsonNode json = JSON.readTree(event.value());
            assertThat(json.path("user_id").asText()).matches("user_\\d{4}");
            assertThat(new String(event.key(), StandardCharsets.UTF_8))
                    .isEqualTo(json.path("user_id").asText());
            assertThat(json.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
            assertThat(json.path("metadata").path("session_id").asText()).matches("session_\\d{4}");
            types.merge(json.path("interaction_type").asText(), 1, Integer::sum);
            items.add(json.path("item_id").asText());
            times.add(Instant.parse(json.path("timestamp").asText().replace(' ', 'T') + "Z"));
        }

        assertThat(items).hasSize(50).contains("item_0000", "item_0049");
        assertThat(types.get("open_app") / 20_000.0).isCloseTo(40 / 105.0, within(0.02));
        assertThat(types.get("purchase") / 20_000.0).isCloseTo(2 / 105.0, within(0.005));
        assertThat(times).allMatch(time -> !time.isAfter(NOON) && time.isAfter(NOON.minusSeconds(30 * 86_400 + 1)));
        assertThat(times).anyMatch(time -> time.isBefore(NOON.minusSeconds(29 * 86_400)));
    }

    @Test
    void aSessionHasOneUserAndOneDeviceAndEndsInTime() throws IOException {
        EventMaker maker = new EventMaker(shipped("page-events"), 1);
        Map<String, Set<String>> ofSession = new HashMap<>();
        Map<Integer, Set<String>> ofUser = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            EncodedEvent event = maker.next(NOON.plusMillis(i * 180L));
            assertThat(event.key()).isNull();
            JsonNode json = JSON.readTree(event.value());
            assertThat(json.path("timestamp").asText()).matches("2026-01-31T1[12]:\\d\\d:\\d\\d\\.\\d{6}Z");
            String session = json.path("session_id").asText();
            ofSession
                    .computeIfAbsent(session, key -> new HashSet<>())
                    .add(json.path("user_id") + " " + json.path("device") + " " + json.path("country"));
            ofUser.computeIfAbsent(json.path("user_id").asInt(), key -> new HashSet<>())
                    .add(session);
        }

        assertThat(ofUser).hasSize(1_000);
        assertThat(ofSession.values()).allMatch(same -> same.size() == 1);
        // An hour has four quarters of an hour.
        assertThat(ofUser.values())
                .allMatch(sessions -> sessions.size() <= 4)
                .anyMatch(sessions -> sessions.size() == 4);
    }

    @Test
    void whatIsSaidOfEachKindOfValueIsMade() throws IOException {
        EventMaker maker = new EventMaker(contract("""
                        "id": {"type": "string", "format": "uuid", "x-generate": {"distinct": 5}},
                        "price": {"type": "number", "minimum": 1, "multipleOf": 0.05, "x-generate": {"maximum": 2}},
                        "at": {"type": "integer", "x-time": "epoch-millis"},
                        "local": {"type": "string", "format": "date-time", "examples": ["2025-12-27T12:18:51+02:00"]},
                        "day": {"type": "string", "format": "date", "x-generate": {"oldest": "P1D"}},
                        "ip": {"type": "string", "format": "ipv4"},
                        "tags": {"type": "array", "items": {"enum": ["a", "b"]}, "minItems": 1, "maxItems": 2},
                        "maybe": {"type": ["boolean", "null"], "x-generate": {"absent": 0.3, "null": 0.5}},
                        "either": {"anyOf": [{"type": "integer", "minimum": 10}, {"type": "string"}]},
                        "code": {"type": "string", "minLength": 3, "maxLength": 3}
                        """), 3);
        Set<String> ids = new HashSet<>();
        int absent = 0;
        int nulls = 0;
        for (int i = 0; i < 2_000; i++) {
            JsonNode event = JSON.readTree(maker.next(NOON).value());
            ids.add(event.path("id").asText());
            assertThat(event.path("price").asDouble()).isBetween(1.0, 2.0);
            assertThat(event.path("at").asLong()).isBetween(NOON.toEpochMilli() - 1, NOON.toEpochMilli());
            assertThat(event.path("local").asText()).isIn("2026-01-31T13:59:59+02:00", "2026-01-31T14:00:00+02:00");
            assertThat(event.path("day").asText()).isIn("2026-01-30", "2026-01-31");
            assertThat(event.path("ip").asText()).startsWith("10.");
            assertThat(event.path("tags").size()).isBetween(1, 2);
            assertThat(event.path("either").asInt()).isBetween(10, 110);
            assertThat(event.path("code").asText()).matches("[a-z]{3}");
            absent += event.has("maybe") ? 0 : 1;
            nulls += event.path("maybe").isNull() ? 1 : 0;
        }

        assertThat(ids).hasSize(5);
        assertThat(absent / 2_000.0).isCloseTo(0.3, within(0.05));
        assertThat(nulls / 2_000.0).isCloseTo(0.35, within(0.05));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type': 'string', 'x-generate': {'distnct': 3}}|x-generate knows nothing of distnct",
                "{'type': 'string', 'x-generate': {'distinct': 0}}|distinct of x-generate has to be a number from 1",
                "{'type': 'string', 'x-generate': {'oldest': '30d'}}|oldest of x-generate has to be a time in ISO 8601",
                "{'enum': ['a'], 'x-generate': {'weights': {'b': 1}}}|b is none of the values [a]",
                "{'enum': ['a'], 'x-generate': {'weights': {'a': 0}}}|all weights are 0",
                "{'type': 'string', 'x-generate': {'weights': {'a': 1}}}|has weights, but neither enum nor examples",
                "{'type': 'string', 'x-generate': {'null': 0.1}}|may not be null by its type",
                "{'type': 'string', 'x-generate': {'per': 'user'}}|follows user, which is no property above it",
                "{'type': 'string', 'x-generate': {'format': 'email'}}|the format email is not known",
                "{'type': 'integer', 'maximum': 5, 'x-generate': {'minimum': 6}}|no number is within what the contract",
                "{'type': 'array'}|nothing says what is in it",
                "{'type': 'string', 'pattern': '^[0-9]{5}$'}|Say by examples, or by x-generate, what it looks like",
                "{'type': 'string', 'format': 'date-time', 'examples': ['noon']}|but that is none: noon",
            })
    void whatCannotBeMadeIsRefusedWithItsLine(String property, String sentence) {
        assertThatThrownBy(() -> new EventMaker(contract("\"it\": " + property.replace('\'', '"')), 1))
                .isInstanceOf(ContractException.class)
                .hasMessageStartingWith("orders.schema.json, line ")
                .hasMessageContaining(sentence);
    }

    private static SchemaFile contract(String properties) {
        return new SchemaFile("orders.schema.json", "{\"type\": \"object\", \"properties\": {" + properties + "}}");
    }

    private static SchemaFile shipped(String stream) {
        return SchemaFile.read(Path.of("contracts", stream + ".schema.json"));
    }

    private static List<String> texts(EventMaker maker, int count) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(new String(maker.next(NOON.plusSeconds(i)).value(), StandardCharsets.UTF_8));
        }
        return texts;
    }
}
