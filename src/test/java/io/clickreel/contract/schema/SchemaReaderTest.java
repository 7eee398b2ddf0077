package io.clickreel.contract.schema;

import static io.clickreel.contract.schema.SmallContract.assertSentence;
import static io.clickreel.contract.schema.SmallContract.read;
import static io.clickreel.contract.schema.SmallContract.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.clickreel.contract.schema.Schema.Format;
import io.clickreel.contract.schema.Schema.TimeUnit;
import io.clickreel.contract.schema.Schema.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A contract is loaded, or refused with one sentence; nothing in it is ignored in silence. */
class SchemaReaderTest {
    private static final Path CLICKS = Path.of("contracts", "dvd_clicks-value.schema.json");

    /** Each keyword that is enforced. */
    private static final String EVERY_KEYWORD = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "urn:clickreel:contract:test:1",
              "$comment": "c", "title": "t", "description": "d", "examples": [{}], "default": {},
              "deprecated": false, "readOnly": true, "writeOnly": true, "x-generate": {}, "x-owner-of-it": "somebody",
              "type": "object",
              "required": ["id", "at"],
              "additionalProperties": {"type": ["string", "null"]},
              "properties": {
                "id": {"type": "string", "format": "uuid", "x-column": "event_id"},
                "at": {"type": "string", "format": "date-time", "formatMinimum": "2000-01-01T00:00:00+02:00",
                       "formatMaximum": "2099-12-31T23:59:59.5Z"},
                "ms": {"type": "integer", "x-time": "epoch-millis", "minimum": -1, "maximum": 1e18},
                "ratio": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1, "multipleOf": 0.01},
                "name": {"type": "string", "minLength": 1, "maxLength": 20, "pattern": "^[a-z]+$", "x-column": null},
                "tags": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 9},
                "kind": {"enum": ["a", 1, null, [1], {"a": 1}]},
                "fixed": {"const": "one"},
                "either": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
                "one": {"oneOf": [true, false]}
              }
            }
            """;

    @Test
    void eachKeywordIsReadAsItSays() {
        Schema schema = read(EVERY_KEYWORD);

        Schema.Objects record = schema.objects();
        assertThat(record.properties().keySet())
                .containsExactly("id", "at", "ms", "ratio", "name", "tags", "kind", "fixed", "either", "one");
        assertThat(record.required()).containsExactly("id", "at");
        assertThat(record.others()).isNotNull();
        assertThat(record.others().types()).containsExactlyInAnyOrder(Type.STRING, Type.NULL);
        assertThat(record.closed()).isFalse();

        Schema id = record.properties().get("id");
        assertThat(id.texts().format()).isEqualTo(Format.UUID);
        assertThat(id.storage()).isEqualTo(new Schema.Storage(true, "event_id", null));
        assertThat(id.pointer()).isEqualTo("/properties/id");

        Schema at = record.properties().get("at");
        assertThat(at.texts().earliest()).isEqualTo(Instant.parse("1999-12-31T22:00:00Z"));
        assertThat(at.texts().latest()).isEqualTo(Instant.parse("2099-12-31T23:59:59.5Z"));

        Schema ms = record.properties().get("ms");
        assertThat(ms.storage()).isEqualTo(new Schema.Storage(false, null, TimeUnit.MILLIS));
        assertThat(ms.numbers().minimum()).isEqualByComparingTo("-1");
        assertThat(ms.numbers().maximum()).isEqualByComparingTo("1000000000000000000");
        assertThat(ms.allows(Type.INTEGER)).isTrue();
        assertThat(ms.allows(Type.NUMBER)).isFalse();

        Schema.Numbers ratio = record.properties().get("ratio").numbers();
        assertThat(ratio.exclusiveMinimum()).isEqualByComparingTo("0");
        assertThat(ratio.exclusiveMaximum()).isEqualByComparingTo("1");
        assertThat(ratio.multipleOf()).isEqualByComparingTo("0.01");
        assertThat(record.properties().get("ratio").allows(Type.INTEGER)).isTrue();

        Schema name = record.properties().get("name");
        assertThat(name.texts().minLength()).isEqualTo(1);
        assertThat(name.texts().maxLength()).isEqualTo(20);
        assertThat(name.texts().pattern()).hasToString("^[a-z]+$");
        assertThat(name.storage()).isEqualTo(new Schema.Storage(true, null, null));

        Schema.Arrays tags = record.properties().get("tags").arrays();
        assertThat(tags.items()).isNotNull();
        assertThat(tags.minItems()).isEqualTo(1);
        assertThat(tags.maxItems()).isEqualTo(9);

        assertThat(record.properties().get("kind").values()).hasSize(5);
        assertThat(record.properties().get("fixed").values()).hasSize(1);
        assertThat(record.properties().get("either").anyOf()).hasSize(2);
        assertThat(record.properties().get("one").oneOf().get(1).types()).isEmpty();
    }

    @Test
    void whatIsNotSaidIsNotAsked() {
        for (String anything : List.of("{}", "true", " {\"title\": \"t\"} ")) {
            Schema schema = read(anything);
            assertThat(schema.types()).containsExactlyInAnyOrder(Type.values());
            assertThat(schema.values()).isNull();
            assertThat(schema.objects().closed()).isFalse();
        }
        assertThat(read("{\"additionalProperties\":true}").objects().others()).isNull();
        assertThat(read("{\"additionalProperties\":false}").objects().closed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    "type": "strin"                      | type                 | one of null, boolean
                    "type": "String"                     | type                 | one of null, boolean
                    "type": 5                            | type                 | one of null, boolean
                    "type": []                           | type                 | empty
                    "type": ["string", null]             | type                 | one of null, boolean
                    "enum": []                           | enum                 | one at least
                    "enum": "view"                       | enum                 | a list
                    "enum": ["a"], "const": "a"          | const                | leave one of them out
                    "required": "a"                      | required             | a list of names
                    "required": [1]                      | required             | a list of names
                    "required": {"a": true}              | required             | a list of names
                    "properties": ["a"]                  | properties           | an object of schemas
                    "properties": {"a/~": 1}             | properties/a~1~0     | a schema is an object, or true or false
                    "properties": {"a": {"type": "x"}}   | properties/a/type    | a type is one of
                    "additionalProperties": "no"         | additionalProperties | a schema is an object, or true or false
                    "items": [{"type": "string"}]        | items                | a schema is an object, or true or false
                    "items": {"minItems": -1}            | items/minItems       | a whole number from 0
                    "minimum": "0"                       | minimum              | a number
                    "maximum": null                      | maximum              | a number
                    "maximum": 1e999999999               | maximum              | of a usual size
                    "minimum": -1e-99999                 | minimum              | of a usual size
                    "exclusiveMinimum": true             | exclusiveMinimum     | a number
                    "exclusiveMaximum": []               | exclusiveMaximum     | a number
                    "multipleOf": 0                      | multipleOf           | more than 0
                    "multipleOf": -2                     | multipleOf           | more than 0
                    "minLength": 1.5                     | minLength            | a whole number from 0
                    "minLength": "1"                     | minLength            | a number
                    "maxLength": -1                      | maxLength            | a whole number from 0
                    "minItems": 0.5                      | minItems             | a whole number from 0
                    "maxItems": -1                       | maxItems             | a whole number from 0
                    "pattern": "("                       | pattern              | no regular expression
                    "pattern": ["a"]                     | pattern              | a string
                    "format": "email"                    | format               | known are date-time, date, uuid, ipv4, ipv6
                    "format": "DATE-TIME"                | format               | known are date-time, date, uuid, ipv4, ipv6
                    "format": true                       | format               | a string
                    "formatMinimum": "2000-01-01T00:00:00Z" | formatMinimum     | needs "format": "date-time"
                    "format": "date", "formatMaximum": "2000-01-01" | formatMaximum | needs "format": "date-time"
                    "format": "date-time", "formatMinimum": "2000-01-01" | formatMinimum | a time such as
                    "format": "date-time", "formatMaximum": 2000 | formatMaximum | a string
                    "anyOf": []                          | anyOf                | one at least
                    "anyOf": {"type": "string"}          | anyOf                | a list of schemas
                    "anyOf": [{}, 1]                     | anyOf/1              | a schema is an object, or true or false
                    "oneOf": "x"                         | oneOf                | a list of schemas
                    "oneOf": [{"maxItems": "x"}]         | oneOf/0/maxItems     | a number
                    "x-column": ""                       | x-column             | the name of a column, or null
                    "x-column": 1                        | x-column             | the name of a column, or null
                    "x-time": "epoch"                    | x-time               | epoch-seconds, epoch-millis
                    "x-time": null                       | x-time               | epoch-seconds, epoch-millis
                    "$schema": "http://json-schema.org/draft-04/schema#" | $schema | write https://json-schema.org/draft/2020-12
                    "$schema": "draft-2020-12"           | $schema              | write https://json-schema.org/draft/2020-12
                    "$schema": 7                         | $schema              | write https://json-schema.org/draft/2020-12
                    "$schema": []                        | $schema              | write https://json-schema.org/draft/2020-12
                    """)
    void aWrongValueOfAKeywordIsRefusedWhereItStands(String members, String pointer, String hint) {
        String file = "{\n \"title\": \"t\",\n\n " + members + "\n}";
        assertThat(refusal(file))
                .startsWith("contracts/t.json, line 4: ")
                .contains(hint)
                .endsWith("(/" + pointer + ")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://json-schema.org/draft/2020-12/schema",
                "https://json-schema.org/draft/2019-09/schema",
                "http://json-schema.org/draft-07/schema#",
                "http://json-schema.org/draft-06/schema#"
            })
    void theDialectsThatMeanTheSameAreTaken(String dialect) {
        assertThat(read("{\"$schema\": \"" + dialect + "\", \"type\": \"object\"}")
                        .types())
                .containsExactly(Type.OBJECT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "null", "[]", "1", "\"object\""})
    void whatIsNoSchemaAtAllIsRefused(String text) {
        assertThat(refusal(text))
                .startsWith("contracts/t.json, line ")
                .contains("a schema is an object, or true or false");
    }

    @Test
    void aContractThatIsNestedWithoutEndIsRefused() {
        assertThat(refusal("{\"items\":".repeat(40) + "{}" + "}".repeat(40))).contains("nested deeper than 32 schemas");
        assertThat(refusal("{\"items\":".repeat(100_000))).contains("this is not JSON");
        assertThat(refusal("{\"const\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}"))
                .contains("this is not JSON");
    }

    @Test
    void aPatternThatNoRegexEngineCanHoldIsRefused() {
        for (String pattern :
                List.of("(".repeat(20_000) + ")".repeat(20_000), "(?:".repeat(50_000), "[".repeat(50_000))) {
            assertThat(refusal("{\"pattern\":\"" + pattern + "\"}")).hasSizeLessThan(1_000);
        }
    }

    @Test
    void anEditedContractIsLoadedOrRefusedAndNothingElse() throws IOException {
        Random random = new Random(20261127);
        String clicks = Files.readString(CLICKS);
        int loaded = 0;
        for (int i = 0; i < 10_000; i++) {
            StringBuilder text = new StringBuilder(i % 2 == 0 ? EVERY_KEYWORD : clicks);
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                ContractEdits.edit(text, random);
            }
            String edited = text.toString();
            Throwable thrown = catchThrowable(() -> read(edited));
            loaded += thrown == null ? 1 : 0;
            if (thrown != null) {
                assertThat(thrown).as(edited).isInstanceOf(ContractException.class);
                assertSentence(thrown.getMessage());
            }
        }
        assertThat(loaded).isBetween(500, 9_000);
    }
}
