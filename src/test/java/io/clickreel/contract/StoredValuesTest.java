package io.clickreel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.TestDatabase;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseConnection;
import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.contract.column.TableColumn;
import io.clickreel.contract.schema.SchemaFile;
import io.clickreel.embedded.clickhouse.SharedClickHouse;
import io.clickreel.testing.ProfileProxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What ClickHouse stores of a record is what the record says, at the limits of each type. */
@Tag("services")
class StoredValuesTest {
    @RegisterExtension
    private static final TestDatabase DATABASE = TestDatabase.absent("stored_values");

    private static final int DOCUMENTS = 2_000;
    private static final List<String> NAMES = Stream.of(
                    "",
                    ".",
                    "..",
                    "a",
                    "b",
                    "c",
                    "a.b",
                    "b.a",
                    "a.",
                    ".a",
                    "a.b.c",
                    "é",
                    "`a`",
                    "a\\u0000",
                    "^a",
                    "a[]",
                    ":`Int64`",
                    "k1",
                    "k2",
                    "k3",
                    "k4")
            .map(name -> '"' + name + '"')
            .toList();
    private static final List<String> PLAIN_VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "-1",
            "1.0",
            "1e2",
            "0.1",
            "18446744073709551615",
            "9223372036854775808",
            "-9223372036854775808",
            "18446744073709551616",
            "1e-400",
            "1.7976931348623157e308",
            "1e400",
            "1e-99999999999",
            "\"\"",
            "\"x\"",
            "\"2020-01-01\"",
            "\"1900-01-01 00:00:00.5\"",
            "\"2020-13-45\"",
            "\"\\u0000\"",
            "\"😀\"",
            "[]",
            "{}",
            "[[]]",
            "[null,[null]]",
            "[1,\"x\",{}]",
            "[{\"a\":1},{\"a\":\"x\"}]",
            "\"1\"",
            "\"true\"");

    /** The third column has values and what is stored of each, where it is written otherwise; the fourth one beyond. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    Int8    | "type":["integer","string"] | -128; 127; "5" => 5 | 128
                    Int16   | "type":"integer" | -32768; 32767; 3.2767e4 => 32767 | -32769
                    Int32   | "type":"integer" | -2147483648; 2147483647 | 2147483648
                    Int64   | "type":["integer","string"] | -9223372036854775808; "9223372036854775807" => 9223372036854775807 | 9223372036854775808
                    UInt8   | "type":["integer","boolean"] | 0; 255; true => 1 | 256
                    UInt16  | "type":"integer" | 0; 65535 | -1
                    UInt32  | "type":"integer" | 0; 4294967295 | 4294967296
                    UInt64  | "type":"integer" | 0; 18446744073709551615 | 18446744073709551616
                    Bool    | "type":"boolean" | true; false | 1
                    Float32 | "type":"number" | 0.5; -3.4028235e38 => -3.4028235e38; 0.1 | 3.5e38
                    Float64 | "type":"number" | 0.1; 1.7976931348623157e308 => 1.7976931348623157e308; 4.9e-324 => 5e-324 | 1.8e308
                    Decimal(9, 2) | "type":"number" | 9999999.99; -9999999.99; 0.5 | 10000000
                    Decimal(18, 4) | "type":"string" | "99999999999999.9999" => 99999999999999.9999 | "0.00001"
                    Decimal(38, 10) | "type":"number" | -9999999999999999999999999999.9999999999 | 1e28
                    Decimal(76, 1) | "type":"number" | 1e74 => 100000000000000000000000000000000000000000000000000000000000000000000000000 | 1e75
                    Date    | "type":"string" | "1970-01-01" => 1970-01-01; "2149-06-06" => 2149-06-06 | "2149-06-07"
                    Date32  | "type":"string" | "1900-01-01" => 1900-01-01; "2299-12-31" => 2299-12-31 | "1899-12-31"
                    DateTime('UTC') | "type":"string" | "1970-01-01T00:00:00Z" => 1970-01-01 00:00:00; "2106-02-07 06:28:15" => 2106-02-07 06:28:15 | "2106-02-07 06:28:16"
                    DateTime64(3, 'UTC') | "type":["integer","string"],"x-time":"epoch-millis" | 1766837931766 => 2025-12-27 12:18:51.766; "1900-01-01 00:00:00" => 1900-01-01 00:00:00.000; "2299-12-31T23:59:59.9999Z" => 2299-12-31 23:59:59.999 | "2300-01-01 00:00:00"
                    DateTime64(9, 'UTC') | "type":"integer","x-time":"epoch-nanos" | 1766837931766123456 => 2025-12-27 12:18:51.766123456; -1 => 1969-12-31 23:59:59.999999999 | 9223372036999999999
                    Nullable(DateTime64(6, 'UTC')) | "type":["number","null"],"x-time":"epoch-seconds" | 1766837931.766123 => 2025-12-27 12:18:51.766123; null => NULL | 1e12
                    UUID    | "type":"string" | "84E0e977-9ee7-4eec-9cd6-f7655e481cb3" => 84e0e977-9ee7-4eec-9cd6-f7655e481cb3; "ffffffff-ffff-ffff-ffff-ffffffffffff" => ffffffff-ffff-ffff-ffff-ffffffffffff | "x"
                    Enum8('a' = -128, 'b\\t' = 127) | "type":"string" | "a" => a | "c"
                    Enum16('a' = -32768, 'ü' = 32767) | "enum":["ü","a"] | "ü" => ü; "a" => a | "c"
                    IPv4    | "type":"string" | "0.0.0.0" => 0.0.0.0; "255.255.255.255" => 255.255.255.255; "192.0.2.1" => 192.0.2.1 | "1.2.3"
                    IPv6    | "type":"string" | "::" => ::; "2001:DB8::1" => 2001:db8::1; "::ffff:192.0.2.1" => ::ffff:192.0.2.1 | "1.2.3.4"
                    FixedString(3) | "type":"string" | "abc" => abc; "日" => 日 | "abcd"
                    String  | "type":["string","integer"] | "" => ; "日本 😀" => 日本 😀; 1 => 1 | true
                    LowCardinality(String) | "enum":["a","b"] | "b" => b; "a" => a | "c"
                    LowCardinality(Nullable(String)) | "type":["string","null"] | "b" => b; null => NULL; "" => | 1
                    LowCardinality(UInt8) | "type":"integer" | 255; 0 | 256
                    LowCardinality(FixedString(2)) | "type":"string" | "ab" => ab | "abc"
                    Nullable(FixedString(2)) | "type":["string","null"] | "ab" => ab; null => NULL | "abc"
                    Nullable(UUID) | "type":["string","null"] | null => NULL | 1
                    Array(Nullable(Int8)) | "type":"array","items":{"type":["integer","null"]} | [] ; [1,null,-128] => [1,NULL,-128] | [128]
                    Array(Array(String)) | "type":"array","items":{"type":"array","items":{"type":"string"}} | [["a","é"],[],[""]] => [['a','é'],[],['']]; [] | [[1]]
                    Array(LowCardinality(String)) | "type":"array","items":{"type":"string"} | ["a","a"] => ['a','a'] | [1]
                    Array(DateTime64(3, 'UTC')) | "type":"array","items":{"type":"string"} | ["2025-12-27T12:18:51.7Z"] => ['2025-12-27 12:18:51.700'] | ["x"]
                    Array(UUID) | "type":"array","items":{"type":"string"} | ["84e0e977-9ee7-4eec-9cd6-f7655e481cb3"] => ['84e0e977-9ee7-4eec-9cd6-f7655e481cb3'] | ["x"]
                    Array(IPv6) | "type":"array","items":{"type":"string"} | ["::1","::2"] => ['::1','::2'] | ["x"]
                    Array(Enum8('a' = 1, 'b' = 2)) | "type":"array","items":{"type":"string"} | ["b","a"] => ['b','a'] | ["c"]
                    Map(String, UInt8) | "type":"object","additionalProperties":{"type":"integer"} | {} ; {"a":1,"é":255} => {'a':1,'é':255} | {"a":256}
                    Map(String, Array(Nullable(Float64))) | "type":"object","additionalProperties":{"type":"array","items":{"type":["number","null"]}} | {"a":[0.5,null],"b":[]} => {'a':[0.5,NULL],'b':[]} | {"a":1}
                    Map(LowCardinality(String), String) | "type":"object","additionalProperties":{"type":"string"} | {"a":"x"} => {'a':'x'} | {"a":1}
                    JSON    | "type":"object" | {"a":{"b":[1,2]},"c":"x"} => {"a":{"b":[1,2]},"c":"x"}; {} ; {"n":-9223372036854775808,"m":18446744073709551615} => {"m":18446744073709551615,"n":-9223372036854775808} | {"a":18446744073709551616}
                    JSON    | "type":"object" | {"a.b":1} => {"a":{"b":1}}; {"a":1e-99999999999} => {"a":0}; {"a":-0.0} => {"a":-0}; {"":1}; {"a":[1,"x",{}]} | {"a.b":1,"a":{"b":2}}
                    JSON    | "type":"object" | {"a.b":null,"a":{"b":1}} => {"a":{"b":1}}; {"a":1,"a.b":2} => {"a":1,"a":{"b":2}} | {"c":[1,[{"a.":1,"a":{"":[]}}]]}
                    JSON(max_dynamic_paths=1, max_dynamic_types=1, SKIP s) | "type":"object" | {"a":1,"b":["x"],"s":{"t":1}} => {"a":1,"b":["x"]}; {"a":"x","b":0.5} | {"a":1e309}
                    Nullable(JSON) | "type":["object","null"] | null => NULL; {"a":1} | {"a":{"b":-9223372036854775809}}
                    String  | "type":"object" | {"a": [1e2, 1e99999999999]} => {"a":[1e2,1e99999999999]} | 1
                    """)
    void aValueIsStoredAsItIsAndOneBeyondIsRefused(String type, String rules, String values, String beyond) {
        String table = "t" + Integer.toHexString((type + rules).hashCode());
        DATABASE.execute("CREATE DATABASE IF NOT EXISTS @");
        DATABASE.clickHouse()
                .with(Map.of("allow_suspicious_low_cardinality_types", "1"))
                .run("CREATE OR REPLACE TABLE " + table + " (n UInt32, v " + type + ") ENGINE = MergeTree ORDER BY n");
        String stored = DATABASE.value(
                "SELECT type FROM system.columns WHERE database = '@' AND table = '" + table + "' AND name = 'v'");
        RowDecoder decoder = decoder(
                "\"n\":{\"type\":\"integer\"},\"v\":{" + rules + "}",
                List.of("n", "v"),
                List.of(new TableColumn("n", "UInt32", ""), new TableColumn("v", stored, "")));
        NativeBlock block = new NativeBlock();
        RowWriter writer = decoder.columnsOf(block);
        List<String> expected = new ArrayList<>();
        for (String value : values.split("; ?", -1)) {
            String[] parts = value.strip().split(" =>", -1);
            add(decoder, writer, block, "{\"n\":" + expected.size() + ",\"v\":" + parts[0] + "}");
            expected.add(parts.length > 1 ? parts[1].strip() : parts[0]);
        }
        DATABASE.clickHouse().insert(table, block, null);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(DATABASE.value("SELECT ifNull(toString(v), 'NULL') FROM @." + table + " WHERE n = " + i))
                    .isEqualTo(expected.get(i));
        }
        ContractViolation violation = decoder.read(bytes("{\"n\":1,\"v\":" + beyond + "}"));
        assertThat(violation).isNotNull();
        assertThat(violation.field()).startsWith("v");
    }

    /** Whatever the profile of ClickHouse's user says. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit = 0",
                "input_format_null_as_default = 0",
                "input_format_defaults_for_omitted_fields = 0",
            })
    void whatIsNotThereIsTheDefaultOrNullAndTheRestIsKept(String setting) throws Exception {
        DATABASE.execute("CREATE DATABASE IF NOT EXISTS @");
        DATABASE.execute(
                "CREATE OR REPLACE TABLE @.optional (n UInt32, a Nullable(UInt8), b UInt8 DEFAULT 7, c UInt8,"
                        + " d LowCardinality(String) DEFAULT 'x', e String DEFAULT concat('n', toString(n)),"
                        + " f Enum8('p' = 5, 'q' = 2), g Array(String), h DateTime64(3, 'UTC') DEFAULT '2020-01-01 00:00:00',"
                        + " i UUID DEFAULT '84e0e977-9ee7-4eec-9cd6-f7655e481cb3', _rest String) ENGINE = MergeTree ORDER BY n");
        List<TableColumn> columns = new ArrayList<>();
        for (String name : List.of("n", "a", "b", "c", "d", "e", "f", "g", "h", "i", "_rest")) {
            String of = " FROM system.columns WHERE database = '@' AND table = 'optional' AND name = '" + name + "'";
            columns.add(new TableColumn(
                    name, DATABASE.value("SELECT type" + of), DATABASE.value("SELECT default_kind" + of)));
        }
        String text = "{\"type\":[\"string\",\"null\"]}";
        String number = "{\"type\":[\"integer\",\"null\"]}";
        RowDecoder decoder = decoder(
                "\"n\":" + number + ",\"a\":" + number + ",\"b\":" + number + ",\"c\":" + number + ",\"d\":" + text
                        + ",\"e\":"
                        + text + ",\"f\":" + text + ",\"g\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"h\":"
                        + text
                        + ",\"i\":" + text,
                List.of("n"),
                columns);
        NativeBlock block = new NativeBlock();
        RowWriter writer = decoder.columnsOf(block);
        add(decoder, writer, block, "{\"n\":1}");
        add(
                decoder,
                writer,
                block,
                "{\"n\":2,\"b\":null,\"d\":null,\"e\":null,\"h\":null,\"i\":null,\"z\":[1.50,\"é\"]}");
        add(
                decoder,
                writer,
                block,
                "{\"n\":3,\"a\":1,\"b\":2,\"c\":3,\"d\":\"y\",\"e\":\"\",\"f\":\"p\",\"g\":[\"k\"],"
                        + "\"h\":\"2021-01-01 00:00:00\",\"i\":\"00000000-0000-0000-0000-000000000001\"}");
        insert("optional", block, setting);
        String row = "SELECT toString((a, b, c, d, e, f, g, h, i, _rest)) FROM @.optional WHERE n = ";
        String defaults = "'2020-01-01 00:00:00.000','84e0e977-9ee7-4eec-9cd6-f7655e481cb3',";
        assertThat(DATABASE.value(row + 1)).isEqualTo("(NULL,7,0,'x','n1','q',[]," + defaults + "'')");
        assertThat(DATABASE.value(row + 2))
                .isEqualTo("(NULL,7,0,'x','n2','q',[]," + defaults + "'{\"z\":[1.50,\"é\"]}')");
        assertThat(DATABASE.value(row + 3))
                .isEqualTo(
                        "(1,2,3,'y','','p',['k'],'2021-01-01 00:00:00.000','00000000-0000-0000-0000-000000000001','')");
    }

    @Test
    void clickHouseTakesEveryJsonThatTheContractTakes() {
        DATABASE.execute("CREATE DATABASE IF NOT EXISTS @");
        DATABASE.execute("CREATE OR REPLACE TABLE @.whole (v JSON) ENGINE = MergeTree ORDER BY ()");
        RowDecoder decoder =
                decoder("\"v\":{\"type\":\"object\"}", List.of("v"), List.of(new TableColumn("v", "JSON", "")));
        NativeBlock block = new NativeBlock();
        RowWriter writer = decoder.columnsOf(block);
        Random random = new Random(19);
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            String document = "{\"v\":" + object(random, 1) + "}";
            if (decoder.read(bytes(document)) == null) {
                taken.add(document);
                decoder.writeTo(writer);
                block.endRow();
            }
        }
        DATABASE.clickHouse().insert("whole", block, null);
        DATABASE.execute("OPTIMIZE TABLE @.whole FINAL");
        assertThat(DATABASE.value("SELECT countIf(toString(v) LIKE '{%}') FROM @.whole"))
                .isEqualTo(String.valueOf(taken.size()));
        assertThat(taken).hasSizeBetween(DOCUMENTS / 2, DOCUMENTS * 9 / 10);
    }

    private static String object(Random random, int depth) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> NAMES.get(random.nextInt(NAMES.size())) + ':' + any(random, depth + 1))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String any(Random random, int depth) {
        int kind = depth > 5 ? 2 : random.nextInt(5);
        return kind == 0
                ? object(random, depth)
                : kind == 1
                        ? IntStream.range(0, random.nextInt(4))
                                .mapToObj(i -> any(random, depth + 1))
                                .collect(Collectors.joining(",", "[", "]"))
                        : PLAIN_VALUES.get(random.nextInt(PLAIN_VALUES.size()));
    }

    private static void insert(String table, NativeBlock block, String setting) throws Exception {
        try (ProfileProxy proxy = new ProfileProxy(
                        SharedClickHouse.port(), UUID.randomUUID().toString());
                ClickHouse clickHouse = new ClickHouseConnection(
                                SharedClickHouse.host(),
                                proxy.port(),
                                false,
                                SharedClickHouse.user(),
                                SharedClickHouse.password(),
                                DATABASE.name(),
                                60_000)
                        .open()) {
            clickHouse.run("SET " + setting);
            clickHouse.insert(table, block, null);
        }
    }

    private static RowDecoder decoder(String properties, List<String> required, List<TableColumn> columns) {
        String names =
                String.join(",", required.stream().map(name -> '"' + name + '"').toList());
        return new RowDecoder(new Plan(
                new SchemaFile(
                        "stored.json",
                        "{\"type\":\"object\",\"required\":[" + names + "],\"properties\":{" + properties + "}}"),
                "stored",
                columns,
                ""));
    }

    private static void add(RowDecoder decoder, RowWriter writer, NativeBlock block, String record) {
        assertThat(decoder.read(bytes(record))).as(record).isNull();
        decoder.writeTo(writer);
        block.endRow();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(SampleClicks.bytes(text));
    }
}
