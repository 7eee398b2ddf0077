package io.clickreel.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DdlFileTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE IF NOT EXISTS t (a UInt8) ENGINE = Null",
                "create materialized view if not exists v to t as select 1 as a",
                "CREATE OR REPLACE VIEW v AS SELECT 1",
                "DROP TABLE IF EXISTS t",
                "DROP VIEW IF EXISTS v;",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS b Decimal(9, 2), DROP COLUMN IF EXISTS c",
                "ALTER TABLE t MODIFY COLUMN a UInt16",
                "ALTER TABLE t MODIFY SETTING non_replicated_deduplication_window = 1, ttl_only_drop_parts = 1",
                "ALTER TABLE t MODIFY TTL minute + INTERVAL 1 YEAR",
            })
    void whatMayRunTwiceIsTaken(String sql) {
        assertThat(DdlFile.of("0001_do_it.sql", sql).version()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (a UInt8) ENGINE = Null",
                "CREATE TABLE t (a String DEFAULT ' IF NOT EXISTS ') ENGINE = Null",
                "CREATE TABLE t (a UInt8) ENGINE = Null -- IF NOT EXISTS",
                "CREATE OR REPLACE TABLE t (a UInt8) ENGINE = Null",
                "DROP TABLE t",
                "ALTER TABLE t ADD COLUMN b UInt8",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS b UInt8, DROP COLUMN c",
                "ALTER TABLE t UPDATE a = a + 1 WHERE 1",
                "INSERT INTO t VALUES (1)",
                "EXCHANGE TABLES t AND u",
            })
    void whatMayNotRunTwiceIsRefused(String sql) {
        assertThatThrownBy(() -> DdlFile.of("0001_do_it.sql", sql))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("ddl/0001_do_it.sql cannot be run twice");
    }

    @Test
    void twoStatementsAreRefused() {
        assertThatThrownBy(() -> DdlFile.of("0001_do_it.sql", "DROP TABLE IF EXISTS t; DROP TABLE IF EXISTS u;"))
                .hasMessageContaining("has 2 statements")
                .hasMessageContaining("Split it");
    }

    @Test
    void aSemicolonInAStringOrCommentSeparatesNothing() {
        String sql = "-- one; two\nDROP /* ; */ TABLE IF EXISTS `a;b`";
        assertThat(DdlFile.of("0001_do_it.sql", sql).statement()).isEqualTo(sql);
    }

    @Test
    void aFileOfCommentsIsRefused() {
        assertThatThrownBy(() -> DdlFile.of("0001_do_it.sql", "-- later\n")).hasMessageContaining("has 0 statements");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1_do_it.sql", "0001.sql", "0001_Do_it.sql", "0001_do_it.txt", "0001-do-it.sql"})
    void anotherNameIsRefused(String name) {
        assertThatThrownBy(() -> DdlFile.of(name, "DROP TABLE IF EXISTS t"))
                .hasMessageContaining("ddl/" + name + " is not named like a step")
                .hasMessageContaining("NNNN_verb_object.sql");
    }

    @Test
    void twoFilesOfOneVersionAreRefused(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("0007_drop_a.sql"), "DROP TABLE IF EXISTS a");
        Files.writeString(folder.resolve("0007_drop_b.sql"), "DROP TABLE IF EXISTS b");
        assertThatThrownBy(() -> DdlFolder.read(folder))
                .hasMessageContaining("ddl/0007_drop_a.sql and ddl/0007_drop_b.sql have the same version");
    }

    @Test
    void anEmptyFolderIsRefused(@TempDir Path folder) {
        assertThatThrownBy(() -> DdlFolder.read(folder)).hasMessageContaining("has no files");
        assertThatThrownBy(() -> DdlFolder.read(folder.resolve("none"))).hasMessageContaining("cannot be read");
    }
}
