package io.clickreel.contract;

import static io.clickreel.contract.OrdersPlan.FILE;
import static io.clickreel.contract.OrdersPlan.columns;
import static io.clickreel.contract.OrdersPlan.contract;
import static io.clickreel.contract.OrdersPlan.decoder;
import static io.clickreel.contract.OrdersPlan.plan;
import static io.clickreel.contract.OrdersPlan.read;
import static io.clickreel.contract.OrdersPlan.refusal;
import static io.clickreel.contract.OrdersPlan.rowOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.contract.column.TableColumn;
import io.clickreel.contract.schema.SchemaFile;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A contract and a table fit together, or the route's start says which property does not, and how to mend it. */
class PlanTest {
    @Test
    void aPropertyGoesIntoTheColumnOfItsName() throws IOException {
        RowDecoder decoder =
                decoder("{\"name\":{\"type\":\"string\"},\"n\":{\"type\":\"integer\"}}", "n UInt8, name String");
        assertThat(rowOf(decoder, "{\"n\":7,\"name\":\"abc\"}"))
                .contains("name String")
                .contains("abc")
                .contains("n UInt8");
    }

    @Test
    void aPropertyWithoutAColumnIsRefused() {
        assertThat(refusal("{\n \"name\": {\"type\": \"string\"},\n \"n\": {\"type\": \"integer\"}}", "name String"))
                .startsWith(FILE + ", line 3: ")
                .contains("the table orders has no column n")
                .contains("Add it by a file in ddl/")
                .contains("x-column")
                .endsWith("(/properties/n)");
    }

    @Test
    void aPropertyCanGoIntoAnotherColumn() throws IOException {
        RowDecoder decoder =
                decoder("{\"name\":{\"type\":\"string\",\"x-column\":\"who\"}}", "who String, name String");
        assertThat(rowOf(decoder, "{\"name\":\"abc\"}")).contains("who String").doesNotContain("name String");
        assertThat(refusal("{\"name\":{\"type\":\"string\",\"x-column\":\"whom\"}}", "who String, name String"))
                .contains("the table orders has no column whom");
    }

    @Test
    void aPropertyCanBeCheckedAndNotStored() throws IOException {
        RowDecoder decoder = decoder(
                "{\"name\":{\"type\":\"string\",\"maxLength\":3,\"x-column\":null},\"n\":{\"type\":\"integer\"}}",
                "n UInt8, name String");
        assertThat(rowOf(decoder, "{\"n\":7,\"name\":\"abc\"}"))
                .doesNotContain("abc")
                .doesNotContain("name");
        assertThat(read(decoder, "{\"n\":7,\"name\":\"abcd\"}").field()).isEqualTo("name");
        assertThat(read(decoder, "{\"n\":7}").detail())
                .startsWith("The record has no name. Add it; it must be a string");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    "enum": ["a", "b"]               | "a"                                    | "c"
                    "const": "a"                     | "a"                                    | "b"
                    "type": "string"                 | "é"                                    | 1
                    "type": "string", "format": "uuid" | "84e0e977-9ee7-4eec-9cd6-f7655e481cb3" | "x"
                    "type": "string", "format": "date-time" | "2025-12-27 12:18:51"           | "x"
                    "type": "string", "format": "date" | "2025-12-27"                         | "2025-12-32"
                    "type": "string", "format": "ipv4" | "192.0.2.1"                          | "x"
                    "type": "integer", "maximum": 3  | 3                                      | 4
                    "type": "number", "x-time": "epoch-nanos" | 1.5                           | "x"
                    "type": ["boolean", "null"]      | null                                   | 0
                    "type": "array", "items": {"type": "string"} | ["a"]                      | [1]
                    """)
    void aValueOfAnyKindCanBeCheckedAndNotStored(String rules, String good, String bad) {
        RowDecoder decoder =
                decoder("{\"v\":{" + rules + ",\"x-column\":null},\"n\":{\"type\":\"integer\"}}", "n UInt8");
        assertThat(read(decoder, "{\"v\":" + good + ",\"n\":1}")).isNull();
        assertThat(read(decoder, "{\"v\":" + bad + ",\"n\":1}").field()).startsWith("v");
    }

    @Test
    void aNameThatIsRequiredWithoutBeingDescribedIsRequired() {
        RowDecoder decoder = new RowDecoder(new Plan(
                new SchemaFile(
                        FILE,
                        "{\"type\":\"object\",\"required\":[\"n\",\"v\"],\"properties\":{\"n\":{\"type\":\"integer\"}}}"),
                "orders",
                columns("n UInt8"),
                ""));
        assertThat(read(decoder, "{\"n\":1,\"v\":[2]}")).isNull();
        assertThat(read(decoder, "{\"n\":1}"))
                .isNotNull()
                .extracting(ContractViolation::reason, ContractViolation::field)
                .containsExactly(ContractViolation.Reason.MISSING_FIELD, "v");
    }

    @Test
    void anObjectThatIsOnlyCheckedIsCheckedWhole() {
        RowDecoder decoder = decoder(
                "{\"meta\":{\"type\":\"object\",\"x-column\":null,\"required\":[\"a\"],"
                        + "\"properties\":{\"a\":{\"type\":\"integer\"}}},\"n\":{\"type\":\"integer\"}}",
                "n UInt8");
        assertThat(read(decoder, "{\"meta\":{\"a\":1},\"n\":1}")).isNull();
        assertThat(read(decoder, "{\"meta\":{\"a\":\"x\"},\"n\":1}").field()).isEqualTo("meta.a");
        assertThat(read(decoder, "{\"meta\":{},\"n\":1}").field()).isEqualTo("meta.a");
    }

    @Test
    void anObjectWithoutAColumnBecomesColumnsOfItsProperties() throws IOException {
        RowDecoder decoder = decoder("""
                {"metadata":{"type":"object","required":["device_name"],"properties":{
                   "device_name":{"type":"string"},
                   "screen":{"type":"object","properties":{"width":{"type":"integer"}}}}}}""", "metadata_device_name String, metadata_screen_width Nullable(UInt16)");
        assertThat(rowOf(decoder, "{\"metadata\":{\"device_name\":\"phone\",\"screen\":{\"width\":300}}}"))
                .contains("metadata_device_name String")
                .contains("phone")
                .contains("metadata_screen_width Nullable(UInt16)");
        assertThat(read(decoder, "{\"metadata\":{\"device_name\":\"phone\"}}")).isNull();
        assertThat(read(decoder, "{\"metadata\":{}}").detail())
                .isEqualTo("The record has no metadata.device_name. Add it; it must be a string.");
        assertThat(read(decoder, "{\"metadata\":{\"device_name\":\"p\",\"screen\":{\"width\":-1}}}")
                        .field())
                .isEqualTo("metadata.screen.width");
        assertThat(read(decoder, "{\"metadata\":\"phone\"}").detail())
                .isEqualTo("metadata is the string \"phone\" but must be an object.");
    }

    @Test
    void anObjectWithAColumnIsKeptWhole() throws IOException {
        for (String column : List.of("metadata String", "metadata JSON")) {
            RowDecoder decoder = decoder(
                    "{\"metadata\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}}", column);
            assertThat(rowOf(decoder, "{\"metadata\": {\"a\" : 1, \"b\":[true,null]}}"))
                    .contains("{\"a\":1,\"b\":[true,null]}");
            assertThat(read(decoder, "{\"metadata\":{\"a\":\"x\"}}").field()).isEqualTo("metadata.a");
            assertThat(read(decoder, "{\"metadata\":{\"b\":1,\"b\":2}}").reason())
                    .isEqualTo(ContractViolation.Reason.DUPLICATE_FIELD);
        }
        RowDecoder named = decoder(
                "{\"metadata\":{\"type\":\"object\",\"x-column\":\"all\",\"properties\":{\"a\":{\"type\":\"integer\"}}}}",
                "all String");
        assertThat(rowOf(named, "{\"metadata\":{\"a\":1}}")).contains("{\"a\":1}");
    }

    @Test
    void whatTheContractDoesNotKnowGoesIntoTheRest() throws IOException {
        RowDecoder decoder = decoder(
                "{\"n\":{\"type\":\"integer\"},\"meta\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}}",
                "n UInt8, meta_a UInt8, _rest String");
        assertThat(rowOf(decoder, "{\"n\":1,\"x\":[1],\"meta\":{\"a\":1,\"b\":2},\"y\":\"z\"}"))
                .contains("_rest String")
                .contains("{\"x\":[1],\"y\":\"z\",\"meta\":{\"b\":2}}");
        assertThat(rowOf(decoder, "{\"n\":1,\"meta\":{\"a\":1}}"))
                .contains("_rest String")
                .doesNotContain("{");
        assertThat(read(decoder, "{\"n\":1,\"meta\":{\"a\":1},\"x\":\"\\ud800\"}")
                        .field())
                .isEqualTo("_rest.x");
        assertThat(refusal("{\"n\":{\"type\":\"integer\"}}", "n UInt8, _rest JSON"))
                .contains("the column _rest of orders has to be String, and not JSON");
        assertThat(refusal("{\"n\":{\"type\":\"integer\"}}", "n UInt8, _rest Nullable(String)"))
                .contains("_rest");
    }

    @Test
    void withoutARestUnknownFieldsAreCountedAndDropped() throws IOException {
        RowDecoder decoder = decoder("{\"n\":{\"type\":\"integer\"}}", "n UInt8");
        assertThat(rowOf(decoder, "{\"n\":1,\"x\":[1],\"y\":2}"))
                .doesNotContain("x")
                .doesNotContain("y");
        assertThat(decoder.unknownFields()).isEqualTo(2);
    }

    @Test
    void aClosedContractRefusesWhatItDoesNotKnow() {
        RowDecoder decoder = new RowDecoder(new Plan(
                new SchemaFile(
                        FILE,
                        "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"n\":{\"type\":\"integer\"}}}"),
                "orders",
                columns("n UInt8"),
                ""));
        assertThat(read(decoder, "{\"n\":1}")).isNull();
        assertThat(read(decoder, "{\"n\":1,\"x\":1}"))
                .extracting(ContractViolation::reason, ContractViolation::field)
                .containsExactly(ContractViolation.Reason.UNKNOWN_FIELD, "x");
    }

    /** Names in a record come from outside, as values do: a dead letter shows them, and ClickHouse stores them. */
    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\n", "\\u007f", "\\ud800", "long"})
    void aHostileNameIsShownCutAndVisible(String name) {
        String written = name.equals("long") ? "x".repeat(40_000) : name;
        List<RowDecoder> decoders = List.of(
                new RowDecoder(new Plan(
                        new SchemaFile(FILE, "{\"type\":\"object\",\"additionalProperties\":false}"),
                        "orders",
                        List.of(),
                        "")),
                new RowDecoder(new Plan(
                        new SchemaFile(FILE, "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}}"),
                        "orders",
                        List.of(),
                        "")),
                decoder(
                        "{\"" + "v\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}}}",
                        "v Map(String, UInt8)"));
        for (int i = 0; i < decoders.size(); i++) {
            String member = "{\"" + written + "\":\"x\"}";
            ContractViolation violation = read(decoders.get(i), i < 2 ? member : "{\"v\":" + member + "}");
            for (String shown : List.of(violation.field(), violation.detail())) {
                assertThat(shown)
                        .hasSizeLessThan(1_000)
                        .doesNotContainPattern("[\\x00-\\x1f\\x7f]")
                        .doesNotContain("\ud800");
            }
        }
    }

    @Test
    void anOptionalFieldIsNullOrTheDefaultOrNothing() throws IOException {
        RowDecoder decoder = new RowDecoder(new Plan(
                new SchemaFile(FILE, """
                        {"type":"object","properties":{
                          "a":{"type":"integer"},"b":{"type":"integer"},"c":{"type":"integer"},
                          "d":{"type":"string"}}}"""),
                "orders",
                List.of(
                        new TableColumn("a", "Nullable(UInt8)", ""),
                        new TableColumn("b", "UInt8", "DEFAULT"),
                        new TableColumn("c", "UInt8", ""),
                        new TableColumn("d", "LowCardinality(String)", "DEFAULT")),
                ""));
        // ClickHouse puts the DEFAULT for a null in a column that cannot be null.
        assertThat(rowOf(decoder, "{}"))
                .contains("a Nullable(UInt8)\u0001")
                .contains("b Nullable(UInt8)\u0001")
                .contains("c UInt8\0")
                .contains("d Nullable(String)\u0001");
    }

    @Test
    void theHashChangesWithTheContractTheColumnsAndThePartitionKey() {
        String text = "{\"n\":{\"type\":\"integer\"}}";
        Plan plan = plan(text, columns("n UInt8"));
        assertThat(plan.hash()).matches("[0-9a-f]{16}");
        assertThat(plan(text, columns("n UInt8")).hash()).isEqualTo(plan.hash());
        assertThat(plan(text + " ", columns("n UInt8")).hash()).isNotEqualTo(plan.hash());
        assertThat(plan(text, columns("n UInt16")).hash()).isNotEqualTo(plan.hash());
        assertThat(plan(text, List.of(new TableColumn("n", "UInt8", "DEFAULT"))).hash())
                .isNotEqualTo(plan.hash());
        assertThat(new Plan(plan.contract(), "orders", columns("n UInt8"), "n").hash())
                .isNotEqualTo(plan.hash());
    }

    @Test
    void theVersionIsTheEndOfTheIdOrElseTheHash() {
        assertThat(ClickPlan.make().version()).isEqualTo("1");
        Plan unversioned = plan("{\"n\":{\"type\":\"integer\"}}", columns("n UInt8"));
        assertThat(unversioned.version()).isEqualTo(unversioned.hash());
    }

    @Test
    void theTimeOfAnEventIsTheOneThatTheTableIsPartitionedBy() {
        String properties =
                "{\"at\":{\"type\":\"string\"},\"sent\":{\"type\":\"string\"},\"day\":{\"type\":\"string\"}}";
        List<TableColumn> columns = columns("at DateTime, sent DateTime64(6), day Date");
        String value =
                "{\"at\":\"2025-12-27 12:18:51\",\"sent\":\"2025-12-27T12:18:52.766123Z\",\"day\":\"2025-12-28\"}";
        assertThat(eventTime(properties, columns, "toYYYYMM(at)", value)).isEqualTo(1_766_837_931_000L);
        assertThat(eventTime(properties, columns, "(toDate(sent), x)", value)).isEqualTo(1_766_837_932_766L);
        assertThat(eventTime(properties, columns, "day", value)).isEqualTo(1_766_880_000_000L);
        assertThat(eventTime(properties, columns, "", value)).isEqualTo(-1);
        assertThat(eventTime(properties, columns, "toYYYYMM(created_at_time)", value))
                .isEqualTo(-1);
    }

    private static long eventTime(String properties, List<TableColumn> columns, String key, String value) {
        RowDecoder decoder =
                new RowDecoder(new Plan(new SchemaFile(FILE, contract(properties)), "orders", columns, key));
        assertThat(read(decoder, value)).isNull();
        return decoder.eventTimeMs(-1);
    }
}
