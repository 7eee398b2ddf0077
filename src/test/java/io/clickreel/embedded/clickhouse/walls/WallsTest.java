package io.clickreel.embedded.clickhouse.walls;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.embedded.clickhouse.Http;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("services")
class WallsTest {
    private final Http http = Http.shared();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM file('/etc/hostname', 'LineAsString')",
                "SELECT file('/etc/hostname')",
                "SELECT `file` /* */ ('/etc/hostname')",
                "SELECT * FROM '/etc/hostname'",
                "SELECT * FROM url('file:///etc/hostname', 'LineAsString', 's String')",
                "CREATE TABLE outside (s String) ENGINE = File(CSV, '/tmp/clickreel-outside.csv')",
                "INSERT INTO FUNCTION file('/tmp/clickreel-outside.csv', 'CSV', 's String') SELECT 'x'",
                "INSERT INTO FUNCTION file('/tmp/clickreel-outside.csv', 'CSV', 's String') VALUES ('x')",
                "CREATE DICTIONARY outside (a UInt64) PRIMARY KEY a"
                        + " SOURCE(EXECUTABLE(COMMAND 'id' FORMAT 'CSV')) LAYOUT(FLAT()) LIFETIME(0)",
                "SELECT * FROM sqlite('/tmp/clickreel-outside.db', 't')",
                "SELECT 1 INTO OUTFILE '/tmp/clickreel-outside.csv'",
                "INSERT INTO FUNCTION null('a String') FROM INFILE '/etc/hostname' FORMAT CSV",
                "BACKUP DATABASE clickreel TO File('/tmp/clickreel-outside.zip')",
            })
    void sqlReachesNoFileAndNoProgram(String sql) throws Exception {
        assertThat(http.post("", sql).statusCode()).as(sql).isGreaterThanOrEqualTo(400);
        assertThat(java.nio.file.Path.of("/tmp/clickreel-outside.csv")).doesNotExist();
    }

    @Test
    void aColumnOrTableMayStillBeCalledFile() throws Exception {
        http.ask("DROP TABLE IF EXISTS file");
        http.ask("CREATE TABLE file (file String) ENGINE = Memory");
        http.ask("INSERT INTO file (file) VALUES ('file(x) INTO OUTFILE')");
        assertThat(http.ask("SELECT file FROM file WHERE file IN ('file(x) INTO OUTFILE')"))
                .isEqualTo("file(x) INTO OUTFILE");
    }
}
