package io.clickreel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For a column of each type, the pass over the bytes and the reader behind it say and store the same. */
class ColumnAgreementTest {
    private static final List<String> VALUES = List.of(
            "\"a\"",
            "\"ab\"",
            "\"é\"",
            "\"\"",
            "\"bcd\"",
            "\"😀\"",
            "331",
            "-3",
            "0",
            "1",
            "true",
            "false",
            "null",
            "12.5",
            "0.25",
            "-331.75",
            "999999999999999.9",
            "123456789012345678",
            "-9223372036854775808",
            "18446744073709551615",
            "\"331\"",
            "\"-0.5\"",
            "1766837931766",
            "1766837931",
            "1766837931766123456",
            "\"2025-12-27\"",
            "\"1970-01-01\"",
            "\"2025-12-27 12:18:51\"",
            "\"2025-12-27T12:18:51.766Z\"",
            "\"2025-12-27T12:18:51.123456789+0200\"",
            "\"2025-12-27T12:18:51.5Z\"",
            "\"2025-01-01T00:00:00.499Z\"",
            "\"84e0e977-9ee7-4eec-9cd6-f7655e481cb3\"",
            "\"192.0.2.1\"",
            "\"2001:db8::1\"",
            "[1,null,-3]",
            "{\"a\":\"b\",\"c\":1}",
            "{}",
            "[]",
            "0.1234",
            "-0.12");

    private static final List<String> EDITS = List.of(
            "",
            "",
            "0",
            "1",
            "9",
            "5",
            "-",
            "+",
            ".",
            "e",
            "E2",
            "e-1",
            "\"",
            " ",
            "a",
            "é",
            "😀",
            "\\u0061",
            "\\n",
            ":",
            "Z",
            "T",
            "\u007f",
            "\u0085",
            "\\ud800",
            ",",
            "00000000",
            "null");

    @Test
    void aFieldThatTheContractDoesNotKnowIsCountedAlikeWhereverItIsRead() {
        OneColumn fast = new OneColumn("String", "\"type\":\"string\"");
        OneColumn thorough = new OneColumn("String", "\"type\":\"string\"");
        fast.decoder.read(ByteBuffer.wrap(SampleClicks.bytes("{\"v\":\"a\",\"x\":1,\"x\":2}")));
        thorough.decoder.read(ByteBuffer.wrap(SampleClicks.bytes("{\"v\":\"\\u0061\",\"x\":1,\"x\":2}")));
        assertThat(fast.decoder.unknownFields()).isEqualTo(thorough.decoder.unknownFields());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    String                     | "type":"string"
                    String                     | "type":["string","null"],"minLength":2,"maxLength":3
                    String                     | "type":["integer","string","boolean"]
                    String                     | "title":"anything"
                    String                     | "type":"string","pattern":"^[a-zé😀]*$"
                    String                     | "type":"string","pattern":"^[^a]+$","maxLength":4
                    String                     | "type":"string","format":"date-time"
                    LowCardinality(String)     | "enum":["a","ab","é","331","true"]
                    LowCardinality(String)     | "type":["string","null"]
                    LowCardinality(Nullable(String)) | "enum":["a","ab","é"],"type":["string","null"]
                    Nullable(String)           | "const":"ab"
                    FixedString(3)             | "type":"string"
                    Bool                       | "type":["boolean","null"]
                    UInt8                      | "type":["boolean","integer","string","null"]
                    Int8                       | "type":"number"
                    Int64                      | "type":"integer","minimum":-3,"exclusiveMaximum":331.5
                    UInt64                     | "type":["integer","string"]
                    Int32                      | "type":"integer","multipleOf":3
                    Nullable(UInt16)           | "enum":[1,331,null]
                    Float64                    | "type":"integer"
                    Float64                    | "type":"number"
                    Float32                    | "type":"integer"
                    Float32                    | "type":["number","string"],"minimum":-5
                    Decimal(9, 2)              | "type":"number"
                    Decimal(18, 4)             | "type":["number","null","string"]
                    Decimal(18, 18)            | "type":"number"
                    Decimal(18, 0)             | "type":"integer"
                    Decimal(38, 5)             | "type":"number"
                    Date                       | "type":"string"
                    Date32                     | "type":"string","format":"date"
                    Date                       | "type":"string","format":"date-time"
                    Date                       | "type":["integer","string"],"x-time":"epoch-seconds"
                    DateTime                   | "type":"string"
                    DateTime                   | "type":["string","integer"],"x-time":"epoch-millis"
                    DateTime64(3)              | "type":"string","format":"date-time","formatMinimum":"2025-01-01T00:00:00.5Z"
                    DateTime64(9)              | "type":"string","format":"date-time","formatMaximum":"2025-12-27T12:18:51.5Z"
                    DateTime64(6)              | "type":"number","x-time":"epoch-nanos"
                    DateTime64(0)              | "type":"integer","x-time":"epoch-micros","minimum":0
                    UUID                       | "type":"string"
                    Nullable(UUID)             | "type":["string","null"],"format":"uuid"
                    Enum8('a' = -1, 'é' = 2)   | "enum":["é","a"]
                    Enum16('a' = -1, 'é' = 2)  | "type":"string"
                    IPv4                       | "type":"string"
                    IPv6                       | "type":"string","format":"ipv6"
                    Array(Nullable(Int8))      | "type":"array","items":{"type":["integer","null"]}
                    Map(String, String)        | "type":"object","additionalProperties":{"type":["string","integer"]}
                    String                     | "type":["array","object"]
                    JSON                       | "type":"object"
                    String                     | "anyOf":[{"type":"string","maxLength":2},{"const":331}]
                    """)
    void bothReadersAgreeOnValuesDrawnByLot(String type, String rules) {
        OneColumn column = new OneColumn(type, rules);
        Random random = new Random(type.hashCode() * 31L + rules.hashCode());
        int good = 0;
        for (int i = 0; i < 3_000; i++) {
            StringBuilder json = new StringBuilder(VALUES.get(i % VALUES.size()));
            for (int edits = i < VALUES.size() ? 0 : random.nextInt(3); edits > 0; edits--) {
                int at = random.nextInt(json.length() + 1);
                String piece = EDITS.get(random.nextInt(EDITS.size()));
                json.replace(at, Math.min(json.length(), at + random.nextInt(2)), piece);
            }
            good += column.reason(json.toString()) == null ? 1 : 0;
        }
        assertThat(good).isBetween(1, 2_999);
    }
}
