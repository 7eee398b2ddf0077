package io.clickreel.contract.column;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.contract.column.ColumnType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTypeTest {
    @ParameterizedTest
    @CsvSource({
        "Int8, 1, -128, 127",
        "Int16, 2, -32768, 32767",
        "Int32, 4, -2147483648, 2147483647",
        "Int64, 8, -9223372036854775808, 9223372036854775807",
        "UInt8, 1, 0, 255",
        "UInt16, 2, 0, 65535",
        "UInt32, 4, 0, 4294967295",
        "UInt64, 8, 0, 18446744073709551615"
    })
    void aWholeNumberHasItsLimits(String text, int bytes, BigInteger smallest, BigInteger largest) {
        ColumnType type = ColumnType.parse(text);
        assertThat(type.bytes()).isEqualTo(bytes);
        assertThat(type.kind().isInteger()).isTrue();
        assertThat(type.smallest()).isEqualTo(smallest);
        assertThat(type.largest()).isEqualTo(largest);
    }

    @ParameterizedTest
    @CsvSource({
        "Date, 2, 1970-01-01T00:00:00Z, 2149-06-06T23:59:59Z",
        "Date32, 4, 1900-01-01T00:00:00Z, 2299-12-31T23:59:59Z",
        "DateTime, 4, 1970-01-01T00:00:00Z, 2106-02-07T06:28:15Z",
        "DateTime('Europe/Berlin'), 4, 1970-01-01T00:00:00Z, 2106-02-07T06:28:15Z",
        "DateTime64(0), 8, 1900-01-01T00:00:00Z, 2299-12-31T23:59:59Z",
        "'DateTime64(3, ''UTC'')', 8, 1900-01-01T00:00:00Z, 2299-12-31T23:59:59Z",
        "DateTime64(8), 8, 1900-01-01T00:00:00Z, 2299-12-31T23:59:59Z",
        "DateTime64(9), 8, 1900-01-01T00:00:00Z, 2262-04-11T23:47:15Z"
    })
    void aTimeHasItsLimits(String text, int bytes, Instant first, Instant last) {
        ColumnType type = ColumnType.parse(text);
        assertThat(type.kind().isTime()).isTrue();
        assertThat(type.bytes()).isEqualTo(bytes);
        assertThat(type.firstSecond()).isEqualTo(first.getEpochSecond());
        assertThat(type.lastSecond()).isEqualTo(last.getEpochSecond());
        // As many ticks as the column counts fit into its bytes.
        BigInteger ticks = BigInteger.valueOf(last.getEpochSecond() + 1).multiply(BigInteger.TEN.pow(type.size()));
        assertThat(ticks.bitLength()).isLessThan(64);
    }

    @ParameterizedTest
    @CsvSource({
        "'Decimal(9, 2)', 4, 9, 2, 9999999.99",
        "'Decimal(10, 0)', 8, 10, 0, 9999999999",
        "'Decimal(18, 18)', 8, 18, 18, 0.999999999999999999",
        "'Decimal(19, 1)', 16, 19, 1, 999999999999999999.9",
        "'Decimal(38, 37)', 16, 38, 37, 9.9999999999999999999999999999999999999",
        "'Decimal(39, 0)', 32, 39, 0, 999999999999999999999999999999999999999",
        "'Decimal(76, 75)', 32, 76, 75,"
                + " 9.999999999999999999999999999999999999999999999999999999999999999999999999999"
    })
    void aDecimalHasItsLimits(String text, int bytes, int digits, int scale, BigDecimal largest) {
        ColumnType type = ColumnType.parse(text);
        assertThat(type.kind()).isEqualTo(Kind.DECIMAL);
        assertThat(type.bytes()).isEqualTo(bytes);
        assertThat(type.size()).isEqualTo(digits);
        assertThat(type.scale()).isEqualTo(scale);
        assertThat(type.largestDecimal()).isEqualTo(largest);
    }

    @ParameterizedTest
    @CsvSource({
        "String, STRING, 0",
        "FixedString(7), FIXED_STRING, 7",
        "Bool, BOOL, 1",
        "Float32, FLOAT32, 4",
        "Float64, FLOAT64, 8",
        "UUID, UUID, 16",
        "IPv4, IPV4, 4",
        "IPv6, IPV6, 16",
        "JSON, JSON, 0"
    })
    void otherTypesHaveTheirWidth(String text, Kind kind, int bytes) {
        ColumnType type = ColumnType.parse(text);
        assertThat(type.kind()).isEqualTo(kind);
        assertThat(type.bytes()).isEqualTo(bytes);
        assertThat(type.text()).isEqualTo(text);
        assertThat(type.nullable() || type.lowCardinality()).isFalse();
    }

    @Test
    void wrappersAreSeen() {
        ColumnType both = ColumnType.parse("LowCardinality(Nullable(String))");
        assertThat(both.kind()).isEqualTo(Kind.STRING);
        assertThat(both.nullable()).isTrue();
        assertThat(both.lowCardinality()).isTrue();
        assertThat(both.text()).isEqualTo("LowCardinality(Nullable(String))");
        assertThat(ColumnType.parse("Nullable(DateTime64(6, 'UTC'))"))
                .extracting(ColumnType::kind, ColumnType::nullable, ColumnType::size)
                .containsExactly(Kind.DATETIME64, true, 6);
        assertThat(ColumnType.parse("Nullable(Decimal(18, 4))"))
                .extracting(ColumnType::kind, ColumnType::nullable, ColumnType::scale)
                .containsExactly(Kind.DECIMAL, true, 4);
    }

    @Test
    void wordsOfAnEnumHaveTheirNumbersWhateverIsInThem() {
        assertThat(ColumnType.parse("Enum8('view' = 1, 'click' = -128, '' = 127)")
                        .words())
                .isEqualTo(Map.of("view", 1, "click", -128, "", 127));
        assertThat(ColumnType.parse("Enum16('a, b' = 300, 'c) = 7' = -32768, 'it\\'s' = 2, 'back\\\\slash' = 3)")
                        .words())
                .isEqualTo(Map.of("a, b", 300, "c) = 7", -32768, "it's", 2, "back\\slash", 3));
        assertThat(ColumnType.parse("Nullable(Enum8('ü(' = 1))").words()).isEqualTo(Map.of("ü(", 1));
    }

    /** As ClickHouse writes it in system.columns. */
    @Test
    void aControlCharacterInAWordIsReadFromItsEscape() {
        assertThat(ColumnType.parse("Enum8('tab\\there' = 1, 'line\\nbreak' = 2)")
                        .words())
                .isEqualTo(Map.of("tab\there", 1, "line\nbreak", 2));
    }

    @Test
    void listsAndMapsHaveElements() {
        ColumnType list = ColumnType.parse("Array(Array(Nullable(UInt8)))");
        assertThat(list.kind()).isEqualTo(Kind.ARRAY);
        assertThat(list.element().kind()).isEqualTo(Kind.ARRAY);
        assertThat(list.element().element().nullable()).isTrue();
        assertThat(list.element().element().text()).isEqualTo("Nullable(UInt8)");
        ColumnType map = ColumnType.parse("Map(String, Array(Decimal(9, 2)))");
        assertThat(map.kind()).isEqualTo(Kind.MAP);
        assertThat(map.element().element().kind()).isEqualTo(Kind.DECIMAL);
        assertThat(ColumnType.parse("Map(String, Map(String, Enum8('a, b' = 1)))")
                        .element()
                        .element()
                        .words())
                .isEqualTo(Map.of("a, b", 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Int128",
                "UInt256",
                "Tuple(a String, b UInt8)",
                "Array(Tuple(String, UInt8))",
                "Array(Int128)",
                "Map(UInt8, String)",
                "Map(LowCardinality(UInt8), String)",
                "Map(String, Point)",
                "AggregateFunction(sum, UInt64)",
                "SimpleAggregateFunction(sum, UInt64)",
                "Nothing",
                "Variant(String, UInt64)",
                "Dynamic",
                "Time",
                "Time64(3)",
                "BFloat16",
                "Interval",
                "IntervalSecond",
                "Nested(a String)",
                "Object('json')",
                "JSON(a.b UInt32, SKIP c)",
                "JSON(max_dynamic_paths=8, `SKIP` String)",
                "",
                "string"
            })
    void aTypeThatTakesNoJsonIsNone(String text) {
        assertThat(ColumnType.parse(text)).isNull();
    }

    /** What ClickHouse also writes in system.columns. */
    @ParameterizedTest
    @CsvSource({
        "'JSON(max_dynamic_paths=8)', JSON",
        "'JSON(max_dynamic_types=4, max_dynamic_paths=8, SKIP c, SKIP `a, b`)', JSON",
        "'JSON(SKIP REGEXP ''it\\''s, x Int64'')', JSON",
        "'Map(LowCardinality(String), String)', MAP",
        "'DateTime64(3)', DATETIME64",
        "'LowCardinality(FixedString(2))', FIXED_STRING",
        "'Array(LowCardinality(String))', ARRAY"
    })
    void whatTheServerAddsToATypeIsTaken(String text, Kind kind) {
        assertThat(ColumnType.parse(text).kind()).isEqualTo(kind);
    }

    @Test
    void onlyOrdinaryColumnsTakeValues() {
        assertThat(new TableColumn("a", "String", "").takesValues()).isTrue();
        assertThat(new TableColumn("a", "String", "DEFAULT").takesValues()).isTrue();
        assertThat(new TableColumn("a", "String", "DEFAULT").hasDefault()).isTrue();
        for (String computed : new String[] {"MATERIALIZED", "ALIAS", "EPHEMERAL"}) {
            assertThat(new TableColumn("a", "String", computed).takesValues()).isFalse();
        }
    }
}
