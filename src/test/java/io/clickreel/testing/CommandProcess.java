package io.clickreel.testing;

import io.clickreel.cli.Clickreel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command of Clickreel in a process of its own, as a user types it. */
public final class CommandProcess {
    private CommandProcess() {}

    /** What a command has said, and its exit code. */
    public record Said(int exit, String out, String err) {}

    /**
     * Runs a command in a process of its own until it ends.
     *
     * @param home the project's folder
     * @param settings for the command line; see {@link Services#overrides}
     */
    public static Said run(Path home, Map<String, String> settings, String command, String... words) {
        Path console = Services.folder();
        Path out = console.resolve("out.txt");
        Path err = console.resolve("err.txt");
        List<String> line = line(home, settings, command);
        line.addAll(line.indexOf(command) + 1, List.of(words));
        try {
            Process process = new ProcessBuilder(line)
                    .directory(home.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(3 * UpProcess.LEAST_LIMIT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it did not end. It said: " + Files.readString(err));
            }
            return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The words that start a command, as ./clickreel does. */
    static List<String> line(Path home, Map<String, String> settings, String command) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As ./clickreel does; the embedded services take over the compiler's options.
                "@" + Services.home().resolve("jvm.options"),
                "-Xmx512m",
                // Quicker to start, and there are many starts.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dclickreel.home=" + home,
                // The tests' own one is in the class path too.
                "-Dlog4j.configurationFile=log4j2.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Clickreel.class.getName(),
                command));
        settings.forEach((key, value) -> words.add("-D" + key + "=" + value));
        return words;
    }
}
