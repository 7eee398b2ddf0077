package io.clickreel.contract;

import static io.clickreel.contract.OneColumn.hex;
import static io.clickreel.contract.OneColumn.littleEndian;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.contract.ContractViolation.Reason;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored in a column of each type, at its limits and beyond, however the value is read. */
class ColumnLimitsTest {
    @ParameterizedTest
    @CsvSource({
        "Date, 1970-01-01, 2149-06-06, 1969-12-31, 2149-06-07",
        "Date32, 1900-01-01, 2299-12-31, 1899-12-31, 2300-01-01",
        "DateTime, 1970-01-01 00:00:00, 2106-02-07 06:28:15, 1969-12-31 23:59:59, 2106-02-07 06:28:16",
        "DateTime64(0), 1900-01-01 00:00:00, 2299-12-31 23:59:59.9, 1899-12-31 23:59:59.9, 2300-01-01 00:00:00",
        "DateTime64(3), 1900-01-01 00:00:00, 2299-12-31 23:59:59.9, 1899-12-31 23:59:59.9, 2300-01-01 00:00:00",
        "DateTime64(9), 1900-01-01 00:00:00, 2262-04-11 23:47:15.9, 1899-12-31 23:59:59.9, 2262-04-11 23:47:17"
    })
    void aTimeIsStoredUpToTheLimitsOfItsColumn(String type, String first, String last, String early, String late) {
        OneColumn column = new OneColumn(type, "\"type\":\"string\"");
        assertThat(column.reason('"' + first + '"')).isNull();
        assertThat(column.reason('"' + last + '"')).isNull();
        for (String beyond : List.of(early, late)) {
            assertThat(column.reason('"' + beyond + '"')).isEqualTo(Reason.OUT_OF_RANGE);
            assertThat(column.detail('"' + beyond + '"')).contains("which fits into " + type + " (");
        }
        assertThat(column.reason("\"yesterday\"")).isEqualTo(Reason.BAD_FORMAT);
    }

    @ParameterizedTest
    @CsvSource({
        "epoch-seconds, 1766837931, 1766837931",
        "epoch-seconds, 1766837931.766, 1766837931",
        "epoch-millis, 1766837931766, 1766837931",
        "epoch-micros, 1766837931766123, 1766837931",
        "epoch-nanos, 1766837931766123456, 1766837931",
        "epoch-millis, 0, 0",
        "epoch-millis, 4294967295999, 4294967295"
    })
    void aNumberIsATimeOfItsUnit(String unit, String number, long second) {
        OneColumn column = new OneColumn("DateTime", "\"type\":[\"number\",\"string\"],\"x-time\":\"" + unit + '"');
        assertThat(column.stored(number)).isEqualTo(littleEndian(BigInteger.valueOf(second), 4));
        assertThat(column.stored('"' + number + '"')).isEqualTo(littleEndian(BigInteger.valueOf(second), 4));
        assertThat(column.reason("-1")).isEqualTo(Reason.OUT_OF_RANGE);
        assertThat(column.reason("1e300")).isEqualTo(Reason.OUT_OF_RANGE);
        assertThat(column.stored("\"2025-12-27T12:18:51Z\""))
                .isEqualTo(littleEndian(BigInteger.valueOf(1_766_837_931), 4));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void decimalsBeyondTheColumnsAreCutAlsoBefore1970(int decimals) {
        for (String unit : List.of("epoch-millis", "epoch-nanos")) {
            OneColumn column = new OneColumn(
                    "DateTime64(" + decimals + ")", "\"type\":[\"integer\",\"string\"],\"x-time\":\"" + unit + '"');
            for (String number :
                    List.of("1766837931766", "-1766837931766", "-1", "1", "0", "999999999", "-999999999")) {
                BigDecimal seconds = new BigDecimal(number).scaleByPowerOfTen(unit.equals("epoch-millis") ? -3 : -9);
                BigInteger ticks = seconds.scaleByPowerOfTen(decimals)
                        .setScale(0, RoundingMode.FLOOR)
                        .toBigInteger();
                assertThat(column.stored(number)).as(number + unit).isEqualTo(littleEndian(ticks, 8));
            }
            assertThat(column.stored("\"1969-12-31T23:59:59.999999999Z\""))
                    .isEqualTo(littleEndian(BigInteger.valueOf(-1), 8));
        }
    }

    @Test
    void aTextIsStoredAsItIs() {
        OneColumn column = new OneColumn("String", "\"type\":\"string\"");
        for (String text : List.of("", "a", "é", "日本語 😀", "x".repeat(5_000), "a\u0000b", "\u007f", "\u0085")) {
            assertThat(column.stored(SampleClicks.JSON.valueToTree(text).toString()))
                    .endsWith(hex(text));
            assertThat(new OneColumn("LowCardinality(String)", "\"type\":\"string\"")
                            .stored(SampleClicks.JSON.valueToTree(text).toString()))
                    .contains(hex(text));
        }
        assertThat(column.reason("\"\\ud800\"")).isEqualTo(Reason.BAD_FORMAT);
    }

    @Test
    void aTextOfAFixedLengthIsFilledWithZeros() {
        OneColumn column = new OneColumn("FixedString(4)", "\"type\":\"string\"");
        assertThat(column.stored("\"ab\"")).isEqualTo("61620000");
        assertThat(column.stored("\"é😀\"".replace("é", ""))).isEqualTo("f09f9880");
        assertThat(column.reason("\"abcde\"")).isEqualTo(Reason.OUT_OF_RANGE);
        assertThat(column.reason("\"ééa\"")).isEqualTo(Reason.OUT_OF_RANGE);
        assertThat(column.detail("\"abcde\"")).contains("of at most 4 bytes");
    }

    @Test
    void addressesAreStoredAsTheirBytes() {
        OneColumn v4 = new OneColumn("IPv4", "\"type\":\"string\"");
        assertThat(v4.stored("\"192.0.2.1\"")).isEqualTo("010200c0");
        assertThat(v4.stored("\"255.255.255.255\"")).isEqualTo("ffffffff");
        for (String none : List.of("", "1.2.3", "1.2.3.256", "01.2.3.4", "1.2.3.4 ", "localhost", "1.2.3.4.5", "::1")) {
            assertThat(v4.reason('"' + none + '"')).as(none).isEqualTo(Reason.BAD_FORMAT);
        }
        OneColumn v6 = new OneColumn("IPv6", "\"type\":\"string\"");
        assertThat(v6.stored("\"2001:DB8::1\"")).isEqualTo("20010db8000000000000000000000001");
        assertThat(v6.stored("\"::\"")).isEqualTo("0".repeat(32));
        assertThat(v6.stored("\"::ffff:192.0.2.1\"")).isEqualTo("00000000000000000000ffffc0000201");
        for (String none : List.of(
                "",
                ":",
                ":::",
                "1::2::3",
                "fe80::1%eth0",
                "[::1]",
                "12345::",
                "192.0.2.1",
                "1:2:3:4:5:6:7",
                "::01.2.3.4",
                "::1.2.3")) {
            assertThat(v6.reason('"' + none + '"')).as(none).isEqualTo(Reason.BAD_FORMAT);
        }
    }

    @Test
    void aWordOfAnEnumIsItsNumber() {
        OneColumn open = new OneColumn("Enum16('a' = -32768, 'ü' = 32767)", "\"type\":\"string\"");
        assertThat(open.stored("\"a\"")).isEqualTo("0080");
        assertThat(open.stored("\"ü\"")).isEqualTo("ff7f");
        assertThat(open.reason("\"b\"")).isEqualTo(Reason.UNKNOWN_VALUE);
        assertThat(open.detail("\"b\"")).contains("one of").contains("a").contains("ü");
        OneColumn closed = new OneColumn("Enum8('a' = -128, 'b' = 127, 'c' = 5)", "\"enum\":[\"b\",\"a\"]");
        assertThat(closed.stored("\"b\"")).isEqualTo("7f");
        assertThat(closed.stored("\"a\"")).isEqualTo("80");
        assertThat(closed.reason("\"c\"")).isEqualTo(Reason.UNKNOWN_VALUE);
    }

    @Test
    void everyRuleBesideAClosedListIsKept() {
        OneColumn column = new OneColumn(
                "String", "\"enum\":[\"a\",\"abc\",\"b\"],\"maxLength\":2,\"minLength\":1,\"pattern\":\"^[ac]+$\"");
        assertThat(column.reason("\"a\"")).isNull();
        assertThat(column.reason("\"abc\"")).isEqualTo(Reason.BAD_FORMAT);
        assertThat(column.reason("\"b\"")).isEqualTo(Reason.BAD_FORMAT);
        assertThat(new OneColumn("String", "\"enum\":[\"a\",\"abc\"],\"maxLength\":2").reason("\"abc\""))
                .isEqualTo(Reason.BAD_FORMAT);
        assertThat(new OneColumn("Enum8('a' = 1, 'abc' = 2)", "\"enum\":[\"a\",\"abc\"],\"maxLength\":2")
                        .reason("\"abc\""))
                .isEqualTo(Reason.BAD_FORMAT);
    }

    @Test
    void aFormatThatTheColumnDoesNotAskForIsKept() {
        OneColumn column = new OneColumn("String", "\"type\":\"string\",\"format\":\"ipv4\"");
        assertThat(column.reason("\"192.0.2.1\"")).isNull();
        assertThat(column.reason("\"x\"")).isEqualTo(Reason.BAD_FORMAT);
    }

    /** JSON Schema says that the values of a list should differ, not that they must. */
    @Test
    void aWordThatStandsTwiceInAClosedListIsTheSameWord() {
        OneColumn column = new OneColumn("LowCardinality(String)", "\"enum\":[\"a\",\"a\",\"b\"]");
        assertThat(column.word("\"b\"")).isEqualTo("b");
        assertThat(column.word("\"a\"")).isEqualTo("a");
        assertThat(new OneColumn("LowCardinality(String)", "\"enum\":[\"a\",\"a\",\"b\",\"c\"]").word("\"b\""))
                .isEqualTo("b");
    }

    @Test
    void aLongClosedListOutlivesTheBlock() {
        String list = IntStream.range(0, 300).mapToObj(i -> "\"w" + i + '"').collect(Collectors.joining(","));
        OneColumn column = new OneColumn("LowCardinality(String)", "\"enum\":[" + list + "]");
        assertThat(column.word("\"w299\"")).isEqualTo("w299");
        column.block.clear();
        assertThat(column.wordOfTheSameBlock("\"w7\"")).isEqualTo("w7");
    }

    @Test
    void anOpenListOfManyWordsOutlivesTheBlock() {
        OneColumn column = new OneColumn("LowCardinality(String)", "\"type\":\"string\"");
        for (int i = 0; i < 1_000; i++) {
            column.block.clear();
            assertThat(column.wordOfTheSameBlock("\"w" + i + '"')).isEqualTo("w" + i);
        }
    }

    /** What a dead letter says has to help whoever reads it: never that a value is what it must be. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    UInt8                | "type":"integer","minimum":0,"maximum":1000 | 256           | 0 to 255
                    UInt8                | "type":"number"                             | 1.5           | a whole number
                    Float32              | "type":"number"                             | 1e39          | Float32
                    Date                 | "type":"string"                             | "x"           | a date such as
                    Date                 | "type":"string"                             | "1800-01-01"  | a date such as
                    IPv4                 | "type":"string"                             | "x"           | an IPv4 address
                    IPv6                 | "type":"string"                             | "x"           | an IPv6 address
                    String               | "enum":["a","abc"],"maxLength":2            | "abc"         | at most 2 characters
                    Array(UInt8)         | "type":"array","items":{"type":"integer"}   | [1,256]       | v[1] is the number 256 but
                    Array(Array(UInt8))  | "type":"array","items":{"type":"array","items":{"type":"integer"}} | [[1],[256]] | v[1][0] is the number 256 but
                    Map(String, UInt8)   | "type":"object","additionalProperties":{"type":"integer"} | {"a":256}   | v.a is the number 256 but
                    Map(String, UInt8)   | "type":"object","additionalProperties":{"type":"integer"} | {"a":1,"a":2} | more than once
                    String               | "type":"object"                             | {"a":1,"a":2} | more than once
                    JSON                 | "type":"object"                             | {"a":99999999999999999999} | 99999999999999999999
                    """)
    void aSentenceSaysWhatWouldBeRight(String type, String rules, String json, String hint) {
        assertThat(new OneColumn(type, rules).detail(json)).contains(hint);
    }
}
