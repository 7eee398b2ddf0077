package io.clickreel.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("services")
final class SchemaRunnerTest {
    private static final String FIRST = "CREATE TABLE IF NOT EXISTS first (a UInt8) ENGINE = MergeTree ORDER BY a\n";
    private static final String SECOND = "CREATE TABLE IF NOT EXISTS second (b UInt8) ENGINE = MergeTree ORDER BY b\n";

    private TestDatabase database;

    @TempDir
    private Path folder;

    @BeforeEach
    void nothingThere() {
        database = TestDatabase.absent("schema_runner");
    }

    @AfterEach
    void drop() throws Exception {
        database.close();
    }

    @Test
    void theWholeFolderIsAppliedOnceAndInOrder() throws IOException {
        List<String> all;
        try (var files = Files.list(Path.of("ddl"))) {
            // A folder in it, as ddl/access, is not the runner's.
            all = files.filter(Files::isRegularFile)
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
        }
        assertThat(apply(Path.of("ddl"))).isEqualTo(all).hasSizeGreaterThan(10);
        assertThat(apply(Path.of("ddl"))).isEmpty();
        assertThat(database.value("SELECT toString(count()) FROM @.schema_history"))
                .isEqualTo(String.valueOf(all.size()));
        long tables = all.stream().filter(file -> file.contains("_create_")).count();
        assertThat(database.value("SELECT toString(count()) FROM system.tables WHERE database = '@'"))
                .isEqualTo(String.valueOf(tables + 1));
        assertThat(database.value("SELECT engine_full FROM system.tables WHERE database = '@' AND name = 'clicks'"))
                .contains("merge_selector_base = 50");
    }

    @Test
    void theWholeFolderMayRunAgainWithoutItsHistory() {
        apply(Path.of("ddl"));
        database.execute("TRUNCATE TABLE @.schema_history");
        assertThat(apply(Path.of("ddl"))).hasSizeGreaterThan(10);
    }

    @Test
    void fourInstancesAtOnceMakeOneSchema() throws Exception {
        CyclicBarrier together = new CyclicBarrier(4);
        ExecutorService instances = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<String>>> runs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Callable<List<String>> run = () -> {
                    together.await();
                    return apply(Path.of("ddl"));
                };
                runs.add(instances.submit(run));
            }
            for (Future<List<String>> run : runs) {
                run.get();
            }
        } finally {
            instances.shutdown();
        }
        assertThat(apply(Path.of("ddl"))).isEmpty();
        assertThat(database.value("SELECT toString(count()) FROM @.schema_history FINAL"))
                .isEqualTo(database.value("SELECT toString(uniqExact(version)) FROM @.schema_history"));
    }

    @Test
    void aNewFileIsAppliedAndTheOldOnesAreLeftAlone() throws IOException {
        write("0001_create_first.sql", FIRST);
        apply(folder);
        write("0002_create_second.sql", SECOND);
        assertThat(apply(folder)).containsExactly("0002_create_second.sql");
    }

    @Test
    void anEditedFileIsRefusedWithItsLine() throws IOException {
        write("0001_create_first.sql", "-- a comment\n" + FIRST);
        apply(folder);
        write("0001_create_first.sql", "-- a comment\n" + FIRST.replace("UInt8", "UInt16"));
        assertThatThrownBy(() -> apply(folder))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("ddl/0001_create_first.sql was changed after it was applied")
                .hasMessageContaining("line 2 was 'CREATE TABLE IF NOT EXISTS first (a UInt8)")
                .hasMessageContaining("git checkout -- ddl/0001_create_first.sql");
    }

    @Test
    void otherLineEndingsAreTheSameFile() throws IOException {
        write("0001_create_first.sql", "-- a comment\n" + FIRST);
        apply(folder);
        write("0001_create_first.sql", ("-- a comment\n" + FIRST).replace("\n", "\r\n"));
        assertThat(apply(folder)).isEmpty();
    }

    @Test
    void aMissingFileIsRefused() throws IOException {
        write("0001_create_first.sql", FIRST);
        write("0002_create_second.sql", SECOND);
        apply(folder);
        Files.delete(folder.resolve("0001_create_first.sql"));
        assertThatThrownBy(() -> apply(folder))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("ddl/0001_create_first.sql was applied")
                .hasMessageContaining("not in the folder");
    }

    @Test
    void aRenamedFileIsRefused() throws IOException {
        write("0001_create_first.sql", FIRST);
        apply(folder);
        Files.move(folder.resolve("0001_create_first.sql"), folder.resolve("0001_create_other.sql"));
        assertThatThrownBy(() -> apply(folder))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("applied as ddl/0001_create_first.sql but the folder has ddl/0001_create_other");
    }

    @Test
    void anUpgradeAddsFilesThoughOnesOfTheUserAreApplied() throws IOException {
        write("0001_create_first.sql", FIRST);
        write("5001_create_second.sql", SECOND);
        apply(folder);
        write("0002_create_third.sql", FIRST.replace("first", "third"));
        assertThat(apply(folder)).containsExactly("0002_create_third.sql");
        write("5000_create_fourth.sql", FIRST.replace("first", "fourth"));
        assertThatThrownBy(() -> apply(folder)).hasMessageContaining("Rename it to 5002_");
    }

    @Test
    void aNewFileBeforeAppliedOnesIsRefused() throws IOException {
        write("0002_create_second.sql", SECOND);
        apply(folder);
        write("0001_create_first.sql", FIRST);
        assertThatThrownBy(() -> apply(folder))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("ddl/0001_create_first.sql is new, but comes before version 0002")
                .hasMessageContaining("Rename it to 0003_");
        assertThat(database.value("EXISTS TABLE @.first")).isEqualTo("0");
    }

    @Test
    void twoTextsUnderOneVersionAreRefusedWhoeverWroteThem() throws IOException {
        write("0001_create_first.sql", FIRST);
        apply(folder);
        database.execute("INSERT INTO @.schema_history (version, file, sha256, sql, applied_by)"
                + " VALUES (1, '0001_create_first.sql', 'ff', 'CREATE TABLE other', 'someone')");
        assertThatThrownBy(() -> apply(folder))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("0001_create_first.sql was changed");
    }

    @Test
    void aFailingStepKeepsTheStepsBeforeItAndIsTriedAgain() throws IOException {
        write("0001_create_first.sql", FIRST);
        write("0002_create_second.sql", SECOND.replace("UInt8", "NoSuchType"));
        assertThatThrownBy(() -> apply(folder))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("ddl/0002_create_second.sql failed")
                .hasMessageContaining("NoSuchType");
        write("0002_create_second.sql", SECOND);
        assertThat(apply(folder)).containsExactly("0002_create_second.sql");
    }

    @Test
    void aBadFileIsRefusedBeforeAnythingIsDone() throws IOException {
        write("0001_create_first.sql", FIRST);
        write("0002_create_second.sql", "CREATE TABLE second (b UInt8) ENGINE = MergeTree ORDER BY b");
        assertThatThrownBy(() -> apply(folder)).hasMessageContaining("cannot be run twice");
        assertThat(database.value("EXISTS DATABASE @")).isEqualTo("0");
    }

    private List<String> apply(Path ddl) {
        return new SchemaRunner(database.clickHouse()).apply(ddl);
    }

    private void write(String name, String sql) throws IOException {
        Files.writeString(folder.resolve(name), sql);
    }
}
