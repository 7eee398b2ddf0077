package io.clickreel.embedded.clickhouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InsertHeadTest {
    private static InsertHead parse(String sql) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        return InsertHead.parse(text, text.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "INSERT INTO t FORMAT CSV 1,2|INSERT INTO t|CSV|1,2",
                "INSERT INTO t VALUES (1)|INSERT INTO t|Values|(1)",
                "insert into db.values values('FORMAT CSV')|insert into db.values|Values|('FORMAT CSV')",
                "INSERT INTO format FORMAT TSV 1|INSERT INTO format|TSV|1",
                "INSERT INTO `a ' b` (`(`, \"FORMAT\") FORMAT CSV x|INSERT INTO `a ' b` (`(`, \"FORMAT\")|CSV|x",
                "INSERT INTO t (a) SETTINGS a = 'VALUES', b = 1 VALUES (1)|INSERT INTO t (a) SETTINGS a = 'VALUES', b = 1|Values|(1)",
                "INSERT INTO FUNCTION remote('h', db.t) (a) FORMAT CSV 1|INSERT INTO FUNCTION remote('h', db.t) (a)|CSV|1",
                "/* a /* b */ SELECT */ INSERT INTO t FORMAT CSV 1|/* a /* b */ SELECT */ INSERT INTO t|CSV|1",
            })
    void theTextEndsWhereTheDataStarts(String sql, String text, String format, String data) {
        InsertHead head = parse(sql);
        assertThat(new String(head.sql(), StandardCharsets.UTF_8).strip()).isEqualTo(text);
        assertThat(head.format()).isEqualTo(format);
        assertThat(sql.substring(head.dataStart()).strip()).isEqualTo(data);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "INSERT INTO t SELECT 1 FORMAT CSV",
                "INSERT INTO t (a) (SELECT 1)",
                "INSERT INTO t WITH 1 AS x SELECT x",
                "INSERT INTO t FROM INFILE 'x' FORMAT CSV",
                "CREATE TABLE t (a String) -- INSERT INTO t VALUES",
                "",
            })
    void whatCarriesNoDataIsNoHead(String sql) {
        assertThat(parse(sql)).isNull();
    }

    @Test
    void onlyOneLineBreakBehindTheFormatIsNotData() {
        assertThat(parse("INSERT INTO t FORMAT RowBinary \r\n\n\n").dataStart()).isEqualTo(33);
    }

    @Test
    void withoutAFormatTheDataStartsBehindTheColumns() {
        InsertHead head = parse("INSERT INTO t (a)\n{\"a\":1}");
        assertThat(head.format()).isNull();
        assertThat(head.dataStart()).isEqualTo(18);
    }

    @Test
    void aSemicolonInFrontOfTheDataIsRefused() {
        assertThatThrownBy(() -> parse("INSERT INTO t FORMAT CSV;\n1")).hasMessageContaining("excessive ';'");
    }
}
