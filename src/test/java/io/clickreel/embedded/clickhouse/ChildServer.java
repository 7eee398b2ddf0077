package io.clickreel.embedded.clickhouse;

import io.clickreel.embedded.clickhouse.install.LibChdb;
import io.clickreel.embedded.process.ParentSecrets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real ClickHouseServerMain in a process of its own, as Clickreel starts it. */
final class ChildServer implements AutoCloseable {
    final Process process;

    /** Null if it ended instead of getting ready; {@link #errors} then says why. */
    final @Nullable Integer port;

    private final Path log;

    private ChildServer(Process process, @Nullable Integer port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    static Path library() {
        String configured = System.getProperty("embedded.clickhouse.library");
        return LibChdb.locate(
                Path.of("").toAbsolutePath(), configured == null ? null : Path.of(configured), System.err::println);
    }

    static ChildServer start(Path dataDir, String password, String... options) throws IOException {
        return start(dataDir, Path.of("").toAbsolutePath(), System.getenv(), password, options);
    }

    /**
     * @param folder in which it is started
     * @param environment all of it, but for user and password
     */
    static ChildServer start(
            Path dataDir, Path folder, Map<String, String> environment, String password, String... options)
            throws IOException {
        Path log = Path.of(dataDir + ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As all that tests start.
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Dvertx.disableDnsResolver=true",
                "-Dlog4j.configurationFile=log4j2-child.xml",
                "-cp",
                System.getProperty("java.class.path"),
                ClickHouseServerMain.class.getName(),
                "--library=" + library(),
                "--path=" + dataDir,
                "--max-memory-mb=1500"));
        command.addAll(List.of(options));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        ParentSecrets.write(Map.of("user", "default", "password", password), process.getOutputStream());
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && line.startsWith("warning ")) {
            line = out.readLine();
        }
        Integer port = line != null && line.startsWith("ready ") ? Integer.valueOf(line.substring(6)) : null;
        return new ChildServer(process, port, log);
    }

    String errors() throws IOException {
        return Files.readString(log);
    }

    /** Stops it as a parent does that ends in an orderly way. */
    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
