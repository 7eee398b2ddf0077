package io.clickreel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.generate.ClickWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JSON Schema is the contract that people read, the reader the one that runs: they have to say the same. */
class ContractAgreementTest {
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern TIME = Pattern.compile("(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[ Tt]"
            + "(?<time>[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?)"
            + "(?:[Zz]|(?<sign>[+-])(?<hours>[0-9]{2})(?::?(?<minutes>[0-9]{2}))?)?");

    private static final JsonSchema VALUE_SCHEMA = schema("dvd_clicks-value", false);
    private static final JsonSchema STRICT_SCHEMA = schema("dvd_clicks-value", true);
    private static final JsonSchema KEY_SCHEMA = schema("dvd_clicks-key", false);

    private final ClickReading reader = new ClickReading();
    private final Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
    private int good;

    @Test
    void theSchemaAndTheReaderAgreeOnEveryValueInEveryField() throws IOException {
        for (String field : ClickPlan.FIELDS) {
            for (String value : ClickMutations.VALUES) {
                ObjectNode click = SampleClicks.example();
                click.set(field, SampleClicks.JSON.readTree(value));
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
        ClickMutations mutations = new ClickMutations(random, ClickMutations.VALUES);
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

    /** A producer that checks with another validator sends nothing that is refused here, but it may refuse more. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    2025-12-27T12:18:51.766Z,            true,  true
                    2025-12-27T12:18:51Z,                true,  true
                    2025-12-27t12:18:51z,                true,  true
                    2025-12-27T12:18:51.766+02:00,       true,  true
                    2025-12-27T12:18:51.123456789-01:30, true,  true
                    2025-12-27 12:18:51.766,             false, true
                    2025-12-27T12:18:51.766,             false, true
                    2025-12-27 12:18:51Z,                true,  true
                    2025-12-27T12:18:51+0200,            false, true
                    2025-12-27T12:18:51+02,              false, true
                    2025-12-27T24:00:00Z,                false, false
                    2025-02-29T12:00:00Z,                false, false
                    2025-12-27,                          false, false
                    2025-12-27T12:18:51.1234567890Z,     false, false
                    1999-12-31T23:59:59Z,                true,  false
                    2100-01-01T00:00:00Z,                true,  false
                    """)
    void aValidatorThatAssertsFormatsRefusesTimesThatWeTake(String time, boolean strict, boolean ours) {
        ObjectNode click = SampleClicks.example();
        click.put("event_ts", time);
        assertThat(VALUE_SCHEMA.validate(click)).isEmpty();
        assertThat(STRICT_SCHEMA.validate(click).isEmpty()).isEqualTo(strict);
        assertThat(reader.read(SampleClicks.bytes(click.toString())) == null).isEqualTo(ours);
    }

    @Test
    void aValidatorThatAssertsFormatsHasTheSameUuids() {
        for (String value : ClickMutations.VALUES) {
            if (value.startsWith("\"")) {
                String text = SampleClicks.bytes(value).length > 200 ? "x" : value.substring(1, value.length() - 1);
                ObjectNode click = SampleClicks.example();
                click.put("event_ts", "2025-12-27T12:18:51Z");
                click.put("event_id", text);
                assertThat(reader.read(SampleClicks.bytes(click.toString())) == null)
                        .as(text)
                        .isEqualTo(STRICT_SCHEMA.validate(click).isEmpty());
            }
        }
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
        assertThat(required).extracting(JsonNode::textValue).containsExactlyElementsOf(ClickPlan.FIELDS);
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

    /**
     * What the validator says by default, and for the formats, which it does not assert by default, the JDK.
     *
     * @see #aValidatorThatAssertsFormatsRefusesTimesThatWeTake()
     */
    private static boolean formatsHold(JsonNode click) {
        return UUID.matcher(click.path("event_id").asText()).matches()
                && isTimeOfTheCentury(click.path("event_ts").asText());
    }

    private static boolean isTimeOfTheCentury(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return false;
        }
        try {
            LocalDateTime local = LocalDateTime.parse(time.group("date") + 'T' + time.group("time"));
            int minutes = 0;
            if (time.group("hours") != null) {
                int ofHour = time.group("minutes") == null ? 0 : Integer.parseInt(time.group("minutes"));
                int hours = Integer.parseInt(time.group("hours"));
                if (hours > 23 || ofHour > 59) {
                    return false;
                }
                minutes = (hours * 60 + ofHour) * (time.group("sign").equals("-") ? -1 : 1);
            }
            int year = local.minusMinutes(minutes).getYear();
            return year >= 2000 && year <= 2099;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static boolean schemaAccepts(byte[] value) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            JsonNode node = SampleClicks.JSON.readTree(text);
            return VALUE_SCHEMA.validate(node).isEmpty() && formatsHold(node);
        } catch (CharacterCodingException | JsonProcessingException e) {
            return false;
        }
    }

    /** The click with the value exactly as it is written in this test, say 3.31e2 and not 331. */
    private static String raw(ObjectNode click, String field, String value) {
        click.put(field, "@@");
        return click.toString().replace("\"@@\"", value);
    }

    private static JsonSchema schema(String name, boolean assertsFormats) {
        try {
            String text = Files.readString(Path.of("contracts", name + ".schema.json"));
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(
                            text,
                            SchemaValidatorsConfig.builder()
                                    .formatAssertionsEnabled(assertsFormats)
                                    .build());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
