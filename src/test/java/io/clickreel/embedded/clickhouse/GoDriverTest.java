package io.clickreel.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official Go driver, which Grafana's data source is built on, against the embedded ClickHouse. */
@Tag("services")
class GoDriverTest {
    private static final Path SOURCE = Path.of("src/test/go");

    @TempDir
    Path folder;

    @BeforeAll
    static void goAndItsModulesAreThere() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "go"))),
                "there is no Go on the PATH");
        Run download = run(Map.of(), "go", "mod", "download");
        assumeTrue(download.exitCode == 0, "Go cannot get the driver's modules: " + download.output);
    }

    @Test
    void theGoDriverWorksWithEachCompression() throws Exception {
        String program = folder.resolve("clickhousego").toString();
        assertThat(run(Map.of(), "go", "build", "-mod=readonly", "-o", program, "."))
                .isEqualTo(new Run(0, ""));
        Run checks = run(
                Map.of("CLICKHOUSE_PASSWORD", SharedClickHouse.password()),
                program,
                SharedClickHouse.host() + ":" + SharedClickHouse.port());
        assertThat(checks).isEqualTo(new Run(0, "all checks passed\n"));
    }

    private record Run(int exitCode, String output) {}

    private static Run run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(SOURCE.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Run(process.exitValue(), output);
    }
}
