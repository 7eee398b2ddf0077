package io.clickreel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.generate.ClickWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The JSON Schema is the contract that people read, the reader the one that runs: they have to say the same. */
class ContractAgreementTest {
    /** What mutations put into fields: for each rule of the contract, values on both sides of it. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "{}",
            "[]",
            "[1]",
            "{\"a\":[1,{}]}",
            "\"\"",
            "\" \"",
            "\"331\"",
            "\"x\"",
            "0",
            "1",
            "-1",
            "-0",
            "0.0",
            "1.0",
            "1.5",
            "331.0",
            "3.31e2",
            "33100e-2",
            "1e0",
            "1000",
            "1000.0",
            "1001",
            "1e3",
            "1.001e3",
            "1000000",
            "1000001",
            "1e6",
            "1.0000001e6",
            "1E6",
            "2147483647",
            "2147483648",
            "1e400",
            "1e-400",
            "-1e400",
            "123456789012345678901234567890",
            "0.99999999999999999999",
            "1.00000000000000000001",
            "\"view\"",
            "\"VIEW\"",
            "\"view \"",
            "\"detail_view\"",
            "\"browse\"",
            "\"web\"",
            "\"search\"",
            "\"\\u0076iew\"",
            "\"view\\n\"",
            "\"view\\u0000\"",
            "\"a\\u0000b\"",
            "\"a\\n\"",
            "\"a\\r\\n\"",
            "\"a\\u0085\"",
            "\"a\\u2028\"",
            "\"\\u007f\"",
            "\"\\u00a0\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\ud83d\\ude00\"",
            "\"é€😀\"",
            '"' + "x".repeat(128) + '"',
            '"' + "x".repeat(129) + '"',
            '"' + "😀".repeat(128) + '"',
            '"' + "😀".repeat(129) + '"',
            '"' + "x".repeat(5000) + '"',
            "\"2025-12-27 12:18:51.766\"",
            "\"2025-12-27T12:18:51.766Z\"",
            "\"2025-12-27 12:18:51\"",
            "\"2025-12-27T12:18:51+02:00\"",
            "\"2025-12-27T12:18:51-23:59\"",
            "\"2025-12-27T12:18:51+24:00\"",
            "\"2025-12-27T12:18:51+0200\"",
            "\"2025-12-27T12:18:51.\"",
            "\"2025-12-27T12:18:51.123456789\"",
            "\"2025-12-27T12:18:51.123456789+01:30\"",
            "\"2025-12-27T12:18:51.1234567890\"",
            "\"2025-12-27t12:18:51z\"",
            "\"2025-12-27 12:18:51.766\\n\"",
            "\"2025-12-27 12:18:51Z\\r\\n\"",
            "\"2025-12-27 12:18:51.766\\u2028\"",
            "\"2025-12-27 24:00:00\"",
            "\"2025-12-27 23:59:60\"",
            "\"2025-12-27 12:60:00\"",
            "\"2025-12-27\"",
            "\"2025-00-27 12:00:00\"",
            "\"2025-13-27 12:00:00\"",
            "\"2025-12-00 12:00:00\"",
            "\"2025-12-32 12:00:00\"",
            "\"2000-01-01 00:00:00\"",
            "\"1999-12-31 23:59:59.999\"",
            "\"2099-12-31 23:59:59.999\"",
            "\"2100-01-01 00:00:00\"",
            "\"2000-01-01T00:00:00+02:00\"",
            "\"12025-12-27 12:18:51\"",
            "\"٢٠٢٥-12-27 12:18:51\"",
            "1766837931766",
            "\" 2025-12-27 12:18:51\"",
            "\"84e0e977-9ee7-4eec-9cd6-f7655e481cb3\"",
            "\"84E0E977-9EE7-4EEC-9CD6-F7655E481CB3\"",
            "\"84e0e9779ee74eec9cd6f7655e481cb3\"",
            "\"84e0e977-9ee7-4eec-9cd6-f7655e481cbg\"",
            "\"84e0e977-9ee7-4eec-9cd6-f7655e481cb3\\n\"",
            "\"84e0e977-9ee7-4eec-9cd6f-7655e481cb3\"",
            "\"{84e0e977-9ee7-4eec-9cd6-f7655e481cb}\"",
            "\"00000000-0000-0000-0000-000000000000\"");

    private static final JsonSchema VALUE_SCHEMA = schema("dvd_clicks-value");
    private static final JsonSchema KEY_SCHEMA = schema("dvd_clicks-key");

    private final ClickReader reader = new ClickReader();
    private final Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
    private int good;

    @Test
    void theSchemaAndTheReaderAgreeOnEveryValueInEveryField() throws IOException {
        for (ClickField field : ClickField.values()) {
            for (String value : VALUES) {
                ObjectNode click = SampleClicks.example();
                click.set(field.jsonName(), SampleClicks.JSON.readTree(value));
                assertAgreement(SampleClicks.bytes(raw(click, field, value)));
            }
        }
        assertThat(good).isGreaterThan(50);
    }

    @Test
    void theSchemaAndTheReaderAgreeOnEveryDayOfACentury() {
        for (int year = 2000; year < 2100; year++) {
            for (int month = 1; month <= 12; month++) {
                for (int day = 28; day <= 31; day++) {
                    String date = String.format("%04d-%02d-%02d", year, month, day);
                    assertAgreement(SampleClicks.bytes(SampleClicks.EXAMPLE.replace("2025-12-27", date)));
                }
            }
        }
        // The last days of 100 years: 12 times the 28th, 11 the 29th and the 30th, 7 the 31st, and 25 leap days.
        assertThat(good).isEqualTo(100 * (12 + 11 + 11 + 7) + 25);
    }

    @Test
    void theSchemaAndTheReaderAgreeOnMutatedClicks() {
        Random random = new Random(20251227);
        ClickWriter writer = new ClickWriter();
        ClickMutations mutations = new ClickMutations(random, VALUES);
        for (int i = 0; i < 30_000; i++) {
            assertAgreement(mutations.mutate(writer.value(SampleClicks.random(random))));
        }
        assertThat(good).isBetween(3_000, 27_000);
        assertThat(reasons)
                .containsKeys(
                        Reason.NOT_JSON,
                        Reason.TRAILING_DATA,
                        Reason.MISSING_FIELD,
                        Reason.WRONG_TYPE,
                        Reason.BAD_FORMAT,
                        Reason.UNKNOWN_VALUE,
                        Reason.OUT_OF_RANGE);
    }

    @Test
    void theExamplesOfTheSchemasKeepTheirContract() throws IOException {
        for (JsonNode example : VALUE_SCHEMA.getSchemaNode().get("examples")) {
            assertThat(VALUE_SCHEMA.validate(example)).isEmpty();
            assertThat(reader.read(SampleClicks.bytes(example.toString()))).isNull();
        }
        for (JsonNode example : KEY_SCHEMA.getSchemaNode().get("examples")) {
            assertThat(KEY_SCHEMA.validate(example)).isEmpty();
            assertThat(SampleClicks.key(SampleClicks.bytes(example.toString()))).isEqualTo(example.textValue());
        }
    }

    @Test
    void theSchemaNamesTheFieldsInTheOrderInWhichViolationsAreReported() {
        JsonNode required = VALUE_SCHEMA.getSchemaNode().get("required");
        assertThat(required)
                .extracting(JsonNode::textValue)
                .containsExactly(java.util.Arrays.stream(ClickField.values())
                        .map(ClickField::jsonName)
                        .toArray(String[]::new));
    }

    private void assertAgreement(byte[] value) {
        ContractViolation violation = reader.read(value);
        if (violation == null) {
            good++;
        } else {
            reasons.merge(violation.reason(), 1, Integer::sum);
        }
        if (violation != null && violation.reason() == Reason.DUPLICATE_FIELD) {
            return; // The one rule of an object that a schema cannot see.
        }
        assertThat(violation == null)
                .as("reader: %s; value: %s", violation, new String(value, StandardCharsets.UTF_8))
                .isEqualTo(schemaAccepts(value));
    }

    private static boolean schemaAccepts(byte[] value) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            JsonNode node = SampleClicks.JSON.readTree(text);
            return VALUE_SCHEMA.validate(node).isEmpty();
        } catch (CharacterCodingException | JsonProcessingException e) {
            return false;
        }
    }

    /** The click with the value exactly as it is written in this test, say 3.31e2 and not 331. */
    private static String raw(ObjectNode click, ClickField field, String value) {
        click.put(field.jsonName(), "@@");
        return click.toString().replace("\"@@\"", value);
    }

    private static JsonSchema schema(String name) {
        try {
            String text = Files.readString(Path.of("contracts", name + ".schema.json"));
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
