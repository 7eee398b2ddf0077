package io.clickreel.embedded.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelWallTest {
    private static final List<String> STILL_POSSIBLE =
            List.of("read inside", "write inside", "connect to the allowed port", "listen on any port");

    @TempDir
    Path folder;

    @Test
    void codeInsideGetsAtNothingOutsideWhateverItTries() throws Exception {
        Path inside = Files.createDirectories(folder.resolve("inside"));
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("file"), "secret");
        try (ServerSocket forbidden = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ServerSocket allowed = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:-UsePerfData",
                            "-Djna.tmpdir=" + inside,
                            "-cp",
                            System.getProperty("java.class.path"),
                            KernelProbeMain.class.getName(),
                            inside.toString(),
                            outside.toString(),
                            Integer.toString(forbidden.getLocalPort()),
                            Integer.toString(allowed.getLocalPort()))
                    .redirectErrorStream(true)
                    .start();
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assumeTrue(lines.stream().noneMatch(line -> line.startsWith("missing ")), () -> lines.toString());
            List<String> could = lines.stream()
                    .filter(line -> line.startsWith("could "))
                    .filter(line -> !line.startsWith("could not "))
                    .toList();
            assertThat(lines.stream().filter(line -> line.startsWith("could not ")))
                    .as(lines.toString())
                    .hasSizeGreaterThan(50);
            assertThat(could)
                    .allMatch(line -> STILL_POSSIBLE.stream().anyMatch(what -> line.startsWith("could " + what + ",")))
                    .hasSize(2 * STILL_POSSIBLE.size());
            assertThat(outside).isDirectoryContaining(path -> path.endsWith("file"));
            assertThat(Files.readString(outside.resolve("file"))).isEqualTo("secret");
        }
    }
}
