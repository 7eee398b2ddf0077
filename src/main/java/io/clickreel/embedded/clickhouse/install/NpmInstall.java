package io.clickreel.embedded.clickhouse.install;

import io.clickreel.StartupException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Installs one npm package into a folder, without running any script of it. */
final class NpmInstall {
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private final String npmPackage;
    private final String command;

    NpmInstall(String npmPackage, String command) {
        this.npmPackage = npmPackage;
        this.command = command;
    }

    void into(Path folder, Consumer<String> progress) throws IOException {
        Path output = Files.createTempFile("clickreel-npm", ".log");
        try {
            Process npm = start(folder, output);
            try {
                follow(npm, folder, progress);
            } finally {
                npm.descendants().forEach(ProcessHandle::destroyForcibly);
                npm.destroyForcibly();
            }
            if (npm.exitValue() != 0) {
                throw new StartupException("npm could not fetch " + npmPackage + " for the embedded ClickHouse: "
                        + errorLine(Files.readString(output, StandardCharsets.UTF_8))
                        + " Check the network and npm's registry, then start again; or set embedded.clickhouse.library"
                        + " to a copy of libchdb.so.");
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private Process start(Path folder, Path output) {
        List<String> line = List.of(
                command,
                "install",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--no-save",
                "--prefix",
                folder.toString(),
                npmPackage);
        try {
            Process npm = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            npm.getOutputStream().close();
            return npm;
        } catch (IOException e) {
            throw new StartupException(
                    "The embedded ClickHouse needs npm to fetch its library, but there is no npm in the PATH. Install"
                            + " Node.js with npm, set embedded.clickhouse.library to a copy of libchdb.so, or set"
                            + " CLICKHOUSE_HOST to the address of a ClickHouse server.",
                    e);
        }
    }

    private void follow(Process npm, Path folder, Consumer<String> progress) {
        long start = System.nanoTime();
        try {
            while (!npm.waitFor(1, TimeUnit.SECONDS)) {
                long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
                if (seconds > LIMIT.toSeconds()) {
                    throw new StartupException("npm did not fetch " + npmPackage + " within " + LIMIT.toMinutes()
                            + " minutes. Start again on a faster network, or set embedded.clickhouse.library to a copy"
                            + " of libchdb.so.");
                }
                long mb = FileTrees.size(folder) >> 20;
                progress.accept("fetching the ClickHouse engine: " + seconds + " s"
                        + (mb > 0 ? ", " + mb + " MB unpacked" : ""));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("The download of the ClickHouse engine was interrupted. Start again.", e);
        }
    }

    /** npm's error message, without its advice on where its log is. */
    static String errorLine(String output) {
        String lines = output.lines()
                .filter(line -> line.startsWith("npm error") || line.startsWith("npm ERR!"))
                .map(line -> line.replaceFirst("^npm (error|ERR!)\\s*", ""))
                .filter(line -> !line.matches("(errno|syscall|type|path|dest) .*"))
                .filter(line -> !line.isBlank() && !line.contains("complete log") && !line.contains("debug-0.log"))
                .limit(3)
                .reduce((a, b) -> a + "; " + b)
                .orElse("it gave no reason");
        return "\"" + lines + "\".";
    }
}
