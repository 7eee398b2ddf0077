package io.clickreel.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Statements that try to reach files, programs, hosts or secrets, each in several spellings. What counts is what happened
 * outside, not what was answered: one that succeeds and touched nothing is fine.
 */
@Tag("services")
class HostileSqlTest {
    private static final List<HostileStatements.Case> CASES =
            HostileStatements.read("files.sql", "texts.sql", "engines.sql", "hosts.sql", "commands.sql");

    @TempDir
    Path folder;

    @Test
    void thereAreHundredsOfThemAndEachIsThereOnce() {
        assertThat(CASES).hasSizeGreaterThan(400);
        assertThat(Set.copyOf(CASES)).hasSameSizeAs(CASES);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kernel,grants,syntax | 3
            grants,syntax        | 1
            kernel,syntax        | 1
            kernel,grants        | 1
            """)
    void noneGetsOutsideAlsoWithOneWallLeftOut(String walls, int spellings) throws Exception {
        try (HostileRun run = new HostileRun(folder, walls, false)) {
            long process = run.processId();
            long start = System.nanoTime();
            run.run(CASES, spellings);
            System.out.printf(
                    "hostile SQL, walls %s: %d cases as %d statements (%d requests, %d refused) in %.1f s%n",
                    walls,
                    CASES.size(),
                    run.statements,
                    run.requests.get(),
                    run.refused.get(),
                    (System.nanoTime() - start) / 1e9);
            assertThat(run.through.values().stream().flatMap(List::stream)).isEmpty();
            assertThat(run.wasAnythingRun()).isFalse();
            assertThat(run.answers()).isTrue();
            assertThat(run.processId()).isEqualTo(process);
        }
    }

    /** For the table in docs/embedded-clickhouse.md; takes minutes, for what has no wall waits for hosts. */
    @Test
    @EnabledIfSystemProperty(named = "hostile.table", matches = "true")
    void eachWallAloneStopsWhatTheTableSays() throws Exception {
        Map<String, Map<String, List<String>>> all = new LinkedHashMap<>();
        for (String walls : List.of(",", "kernel", "grants", "syntax")) {
            try (HostileRun run = new HostileRun(Files.createDirectories(folder.resolve("w" + walls)), walls, true)) {
                run.run(CASES, 1);
                all.put(walls, run.through);
            }
        }
        write(all);
    }

    private static void write(Map<String, Map<String, List<String>>> all) throws IOException {
        Set<String> kinds = new LinkedHashMap<>(all.get(",")).keySet();
        StringBuilder table =
                new StringBuilder("| kind | no wall | kernel | grants | syntax |\n|---|---|---|---|---|\n");
        StringBuilder list = new StringBuilder();
        for (String kind : kinds) {
            table.append("| ").append(kind);
            for (Map.Entry<String, Map<String, List<String>>> walls : all.entrySet()) {
                List<String> through = walls.getValue().get(kind);
                table.append(" | ").append(through.isEmpty() ? "-" : through.size());
                for (String statement : new TreeSet<>(through)) {
                    list.append(walls.getKey()).append(" | ").append(kind).append(" | ");
                    list.append(statement, 0, Math.min(500, statement.length())).append('\n');
                }
            }
            table.append(" |\n");
        }
        Files.writeString(Path.of("target", "hostile-sql.md"), table.toString());
        Files.writeString(Path.of("target", "hostile-sql-through.txt"), list.toString());
    }
}
