package io.clickreel.embedded.clickhouse.http.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.embedded.clickhouse.Http;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("services")
class NativeRevisionTest {
    private static final int ROWS = 1000;
    private static final int BLOCK_ROWS = 400;
    private static final String SETTINGS = "enable_time_time64_type=1&enable_nullable_tuple_type=1"
            + "&allow_suspicious_low_cardinality_types=1&allow_suspicious_variant_types=1&flatten_nested=0"
            + "&default_format=Native&max_threads=1&max_block_size=" + BLOCK_ROWS + "&preferred_block_size_bytes=0";

    private final Http http = Http.shared();

    /**
     * The data of a column ends where the answer does if it is its only one. So what many columns must look like is put
     * together here from such answers, without knowing how any type lies there.
     */
    @Test
    void everyTypeIsWrittenAsEachRevisionHasIt() throws Exception {
        Map<String, String> types = new LinkedHashMap<>(NativeTypes.ALIKE);
        types.putAll(NativeTypes.LATER_OTHERWISE);
        List<String> columns = createTable("revisions", types);
        List<List<byte[]>> alone = alone("revisions", columns, "");
        for (int revision : new int[] {0, 54405, 54453, 54454, 54460, 54473, 54480, 54513}) {
            int known = revision < 54473 ? columns.size() : 1 + NativeTypes.ALIKE.size();
            String sql = "SELECT " + String.join(", ", columns.subList(0, known)) + " FROM revisions ORDER BY id";
            byte[] expected = assembled(alone.subList(0, known), revision);
            assertThat(ask("client_protocol_version=" + revision, sql))
                    .as("revision %d", revision)
                    .isEqualTo(expected);
            assertThat(ask("wait_end_of_query=1&client_protocol_version=" + revision, sql))
                    .as("revision %d at once", revision)
                    .isEqualTo(expected);
        }
    }

    /** The driver sends the parameter with its inserts too, and their data in revision 0: a server reads that one. */
    @Test
    void anInsertIsInRevision0WhateverIsAskedFor() throws Exception {
        createTable("revisions_source", NativeTypes.ALIKE);
        byte[] data = ask("", "SELECT * FROM revisions_source");
        http.ask("DROP TABLE IF EXISTS revisions_copy");
        assertThat(ask("", "CREATE TABLE revisions_copy AS revisions_source")).isEmpty();
        String insert = SETTINGS + "&client_protocol_version=54460&query="
                + Http.encode("INSERT INTO revisions_copy (*) FORMAT Native");
        assertThat(http.post(insert, data).body()).isEmpty();
        assertThat(ask("", "SELECT * FROM revisions_copy ORDER BY id"))
                .isEqualTo(ask("", "SELECT * FROM revisions_source ORDER BY id"));
    }

    @Test
    void aNewerRevisionHasTheSecondVersionOfDynamic() throws Exception {
        String sql = "SELECT 7::UInt8::Dynamic AS d, 'x' AS behind";
        assertThat(ask("client_protocol_version=54472", sql))
                .isEqualTo(bytes("0100 02ffffffff 00 0201 0164 0744796e616d6963 00"
                        + " 0100000000000000 01 01 0555496e7438 0000000000000000 01 07"
                        + " 06626568696e64 06537472696e67 00 0178"));
        assertThat(ask("client_protocol_version=54473", sql))
                .isEqualTo(bytes("0100 02ffffffff 00 0201 0164 0744796e616d6963 00"
                        + " 0200000000000000 01 0555496e7438 0000000000000000 01 07"
                        + " 06626568696e64 06537472696e67 00 0178"));
    }

    @Test
    void aNewerRevisionHasTheSecondVersionOfJson() throws Exception {
        String sql = "SELECT '{\"a\":\"x\"}'::JSON AS j, 'x' AS behind";
        assertThat(ask("client_protocol_version=54480", sql))
                .isEqualTo(bytes("0100 02ffffffff 0300 00 0201 016a 044a534f4e 00"
                        + " 0200000000000000 01 0161 0200000000000000 01 06537472696e67 0000000000000000"
                        + " 01 0178 0000000000000000 06626568696e64 06537472696e67 00 0178"));
    }

    @ParameterizedTest
    @CsvSource({
        "output_format_native_write_json_as_string=1",
        "output_format_native_use_flattened_dynamic_and_json_serialization=1",
    })
    void otherFormsOfDynamicAndJsonAreTheSameInEachRevision(String setting) throws Exception {
        List<String> columns = createTable("revisions_forms", NativeTypes.LATER_OTHERWISE);
        String sql = "SELECT * FROM revisions_forms ORDER BY id";
        byte[] asked = ask(setting + "&client_protocol_version=54460", sql);
        assertThat(asked).isEqualTo(assembled(alone("revisions_forms", columns, setting), 54460));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1 WHERE 0", "DROP TABLE IF EXISTS no_such_table"})
    void whatHasNoBlocksStaysEmpty(String sql) throws Exception {
        assertThat(ask("client_protocol_version=54460", sql)).isEmpty();
    }

    @Test
    void whatIsNothingHasAByteInEachRow() throws Exception {
        assertThat(ask("client_protocol_version=54454", "SELECT NULL AS n, [] AS a, 'x' AS behind FROM numbers(2)"))
                .isEqualTo(bytes("0100 02ffffffff 00 0302"
                        + " 016e 114e756c6c61626c65284e6f7468696e6729 00 0101 3030"
                        + " 0161 0e4172726179284e6f7468696e6729 00 0000000000000000 0000000000000000"
                        + " 06626568696e64 06537472696e67 00 0178 0178"));
    }

    @Test
    void onlyFormatNativeHasRevisions() throws Exception {
        assertThat(http.post("client_protocol_version=54460", "SELECT 1").body())
                .isEqualTo("1\n");
        assertThat(ask("client_protocol_version=54460&default_format=TSV", "SELECT 1 FORMAT Native"))
                .startsWith(bytes("0100 02ffffffff 00"));
    }

    @Test
    void aTypeThatCannotBeWalkedOverIsNamed() throws Exception {
        HttpResponse<String> answer = http.post(
                "default_format=Native&client_protocol_version=54460",
                "SELECT 1, uniqState(number) AS `ü` FROM numbers(9)");
        assertThat(answer.statusCode()).isEqualTo(501);
        assertThat(Http.code(answer)).isEqualTo("48");
        assertThat(answer.body())
                .contains("the column ü in format Native")
                .contains("type AggregateFunction(uniq, UInt64)")
                .contains("finalizeAggregation");
    }

    @ParameterizedTest
    @CsvSource({"x, 6", "54404, 48"})
    void aRevisionThatIsNoneIsRefused(String revision, String code) throws Exception {
        HttpResponse<String> answer =
                http.post("default_format=Native&client_protocol_version=" + revision, "SELECT 1");
        assertThat(Http.code(answer)).isEqualTo(code);
        assertThat(answer.body()).contains("client_protocol_version=" + revision);
    }

    @Test
    void dataThatIsCutShortIsAnError() {
        NativeRevision revision = NativeRevision.of("54460", "native");
        byte[] cut = bytes("01 03 0131 0655496e743332 0100");
        assertThatThrownBy(() -> revision.copy(new ByteArrayInputStream(cut), new ByteArrayOutputStream()))
                .isInstanceOf(IOException.class)
                .hasMessage("the data ends within a block");
    }

    private List<String> createTable(String table, Map<String, String> types) throws Exception {
        List<String> names = new ArrayList<>(List.of("id"));
        List<String> definitions = new ArrayList<>(List.of("id UInt64"));
        List<String> expressions = new ArrayList<>(List.of("number"));
        types.forEach((type, expression) -> {
            String name = "c" + names.size();
            names.add(name);
            definitions.add(name + " " + type);
            expressions.add(expression);
        });
        http.ask("DROP TABLE IF EXISTS " + table);
        String create = "CREATE TABLE " + table + definitions.stream().collect(Collectors.joining(", ", " (", ")"))
                + " ENGINE = Memory";
        assertThat(ask("", create)).isEmpty();
        assertThat(ask(
                        "",
                        "INSERT INTO " + table + " SELECT " + String.join(", ", expressions) + " FROM numbers(" + ROWS
                                + ")"))
                .isEmpty();
        return names;
    }

    /** The blocks of each column as the only one, in revision 0. */
    private List<List<byte[]>> alone(String table, List<String> columns, String setting) throws Exception {
        List<List<byte[]>> alone = new ArrayList<>();
        for (String column : columns) {
            List<byte[]> blocks = new ArrayList<>();
            for (int from = 0; from < ROWS; from += BLOCK_ROWS) {
                blocks.add(ask(
                        setting,
                        "SELECT " + column + " FROM " + table + " WHERE id >= " + from + " AND id < "
                                + (from + BLOCK_ROWS) + " ORDER BY id"));
            }
            alone.add(blocks);
        }
        return alone;
    }

    private static byte[] assembled(List<List<byte[]>> columns, int revision) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int block = 0; block * BLOCK_ROWS < ROWS; block++) {
            if (revision > 0) {
                all.writeBytes(bytes("0100 02ffffffff" + (revision >= 54480 ? "0300" : "") + "00"));
            }
            all.write(columns.size());
            int rows = Math.min(BLOCK_ROWS, ROWS - block * BLOCK_ROWS);
            all.writeBytes(new byte[] {(byte) (rows | 0x80), (byte) (rows >> 7)});
            for (List<byte[]> column : columns) {
                byte[] alone = column.get(block);
                int type = 4 + alone[3];
                int data = type + 1 + alone[type];
                all.write(alone, 3, data - 3);
                if (revision >= 54454) {
                    all.write(0);
                }
                all.write(alone, data, alone.length - data);
            }
        }
        return all.toByteArray();
    }

    private byte[] ask(String parameters, String sql) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = Http.CLIENT.send(
                http.request(SETTINGS + "&" + parameters)
                        .POST(BodyPublishers.ofString(sql))
                        .build(),
                BodyHandlers.ofByteArray());
        assertThat(answer.statusCode())
                .as(() -> sql + " -> " + new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return answer.body();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
