package io.clickreel.contract;

import static io.clickreel.contract.OrdersPlan.FILE;
import static io.clickreel.contract.OrdersPlan.columns;
import static io.clickreel.contract.OrdersPlan.plan;
import static io.clickreel.contract.OrdersPlan.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.clickreel.contract.column.TableColumn;
import io.clickreel.contract.schema.ContractException;
import io.clickreel.contract.schema.SchemaFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can never be stored is refused when the route starts, where it stands in the contract. */
class PlanRulesTest {
    @Test
    void twoPropertiesOfOneColumnAreRefused() {
        assertThat(refusal(
                        "{\n\"a\":{\"type\":\"string\"},\n\"b\":{\"type\":\"string\",\"x-column\":\"a\"}}",
                        "a String, b String"))
                .startsWith(FILE + ", line 3: the column a has the value of another property already")
                .contains("x-column")
                .endsWith("(/properties/b)");
        assertThat(refusal(
                        "{\"a_b\":{\"type\":\"string\"},\"a\":{\"type\":\"object\",\"properties\":{\"b\":{\"type\":\"string\"}}}}",
                        "a_b String"))
                .contains("the column a_b has the value of another property already")
                .endsWith("(/properties/a/properties/b)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MATERIALIZED", "ALIAS", "EPHEMERAL"})
    void aColumnThatClickHouseComputesIsRefused(String kind) {
        assertThat(refusal("{\"day\":{\"type\":\"string\"}}", List.of(new TableColumn("day", "Date", kind))))
                .contains("the column day is " + kind + ", so ClickHouse computes it")
                .endsWith("(/properties/day)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"_offset", "_key", "_rest", "_ingested_at"})
    void aColumnOfClickreelsOwnIsRefused(String column) {
        assertThat(refusal("{\"" + column + "\":{\"type\":\"string\"}}", column + " String"))
                .contains("the column " + column + " is Clickreel's own");
        assertThat(refusal("{\"a\":{\"type\":\"string\",\"x-column\":\"" + column + "\"}}", column + " String"))
                .contains("the column " + column + " is Clickreel's own");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    "type": "string"                        | UInt8x                  | has the type UInt8x, into which no JSON is put
                    "type": "integer"                       | Int128                  | has the type Int128, into which no JSON is put
                    "type": "object"                        | Tuple(a String)         | into which no JSON is put
                    "type": "array"                         | Array(Point)            | into which no JSON is put
                    "type": ["string", "boolean"]           | UUID                    | may be of type boolean, but its column is UUID
                    "type": "integer"                       | UUID                    | may be of type integer, but its column is UUID
                    "type": "integer"                       | FixedString(3)          | may be of type integer
                    "type": "string"                        | Bool                    | may be of type string, but its column is Bool
                    "type": "integer"                       | Bool                    | may be of type integer, but its column is Bool
                    "type": "boolean"                       | Int64                   | may be of type boolean, but its column is Int64
                    "type": "object"                        | Float64                 | may be of type object, but its column is Float64
                    "type": "array"                         | Map(String, UInt8)      | may be of type array
                    "type": "object"                        | Array(String)           | may be of type object
                    "type": "array"                         | Array(String)           | nothing is said of what is in it. Add items
                    "type": "object"                        | Map(String, String)     | nothing is said of what is in it. Add additionalProperties
                    "type": "array", "items": {"type": "string"}  | Array(Bool)       | v[] may be of type string, but its column is Bool
                    "type": "integer"                       | DateTime                | x-time
                    "type": "number"                        | DateTime64(3)           | x-time
                    "type": "string", "format": "date"      | DateTime                | date-time
                    "type": "integer"                       | Date                    | x-time
                    "title": "anything"                     | UInt8                   | Say by type what it may be
                    "enum": ["a", 1]                        | Enum8('a' = 1)          | may be of type integer, number
                    "enum": ["a", "b"]                      | Enum8('a' = 1)          | "b" is not in the column's Enum8('a' = 1)
                    "const": "b"                            | Enum16('a' = 1)         | "b" is not in the column's Enum16('a' = 1)
                    "type": "string", "format": "ipv6"      | UUID                    | format
                    "type": "string", "format": "uuid"      | DateTime                | format
                    "type": "string", "format": "date"      | IPv4                    | format
                    "type": "array", "items": {"type": "string"} | JSON               | JSON
                    "type": "string"                        | JSON                    | JSON
                    "enum": [1, 300]                        | UInt8                   | 300
                    "enum": [1.5]                           | UInt8                   | 1.5
                    "enum": ["2025-12-27"]                  | DateTime                | 2025-12-27
                    "type": "array", "items": {"type": ["integer", "null"]} | Array(UInt8) | Nullable
                    """)
    void aTypeThatDoesNotFitItsColumnIsRefused(String members, String type, String hint) {
        assertThat(refusal("{\n\"v\": {" + members + "}}", List.of(new TableColumn("v", type, ""))))
                .startsWith(FILE + ", line 2: ")
                .contains(hint)
                .containsPattern("\\(/properties/v(/enum|/const|/format|/items)?\\)$");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    "type": "string"                                   | Enum8('a' = 1)
                    "enum": ["a"]                                      | Enum8('a' = 1, 'b' = 2)
                    "enum": ["a", null]                                | Nullable(Enum8('a' = 1))
                    "type": ["integer", "string"]                      | UInt64
                    "type": ["integer", "string"], "x-time": "epoch-nanos" | DateTime64(9)
                    "type": "boolean"                                  | UInt8
                    "type": "object"                                   | String
                    "title": "anything"                                | Nullable(String)
                    "type": "object"                                   | JSON
                    "type": "array", "items": {"type": ["string", "null"]} | Array(Nullable(String))
                    "type": "object", "additionalProperties": {"type": "array", "items": {"type": "integer"}} | Map(String, Array(Int8))
                    "type": "string", "format": "date-time"            | Date32
                    "type": "string"                                   | IPv6
                    "type": "string"                                   | LowCardinality(Nullable(String))
                    """)
    void whatFitsIsTaken(String members, String type) {
        assertThat(plan("{\"v\": {" + members + "}}", List.of(new TableColumn("v", type, "")))
                        .columns())
                .hasSize(1);
    }

    @Test
    void anOptionalListWithADefaultIsRefused() {
        assertThat(refusal(
                        "{\"v\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}}",
                        List.of(new TableColumn("v", "Array(String)", "DEFAULT")),
                        ""))
                .contains("v is optional, but its column v has a DEFAULT")
                .contains("Drop the DEFAULT, or require v");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {"type": "array"}                   | the type has to be object | (/type)
                    {"type": "string"}                  | the type has to be object | (/type)
                    {"enum": [{}]}                      | enum and const            | (/)
                    {"type": "object", "const": {}}     | enum and const            | (/)
                    false                               | the type has to be object | (/type)
                    """)
    void aContractThatIsNoneOfRecordsIsRefused(String text, String hint, String pointer) {
        Throwable thrown = catchThrowable(() -> new Plan(new SchemaFile(FILE, text), "orders", columns("n UInt8"), ""));
        assertThat(thrown).isInstanceOf(ContractException.class).hasMessageContaining(hint);
        assertThat(thrown.getMessage()).endsWith(pointer);
    }
}
