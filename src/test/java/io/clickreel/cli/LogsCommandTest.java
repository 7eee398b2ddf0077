package io.clickreel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.CommandProcess;
import io.clickreel.testing.Services;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsCommandTest {
    @TempDir
    private Path data;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void theLastLinesArePrintedAndNothingIsStartedOrMade() throws IOException {
        Path logs = Files.createDirectory(data.resolve("logs"));
        Files.writeString(logs.resolve("kafka.log"), lines(1, 500));
        Map<String, String> settings = Map.of("clickreel.data-dir", data.toString());

        CommandProcess.Said said = CommandProcess.run(Services.home(), settings, "logs", "kafka", "--lines", "3");
        assertThat(said.out()).isEqualTo(lines(498, 500));
        assertThat(said.exit()).isZero();

        CommandProcess.Said none = CommandProcess.run(Services.home(), settings, "logs");
        assertThat(none.err()).contains("There is no log of 'clickreel' in " + logs + ". There are: kafka.");
        assertThat(none.exit()).isEqualTo(1);
        assertThat(data.toFile().list()).containsExactly("logs");
        assertThat(logs.toFile().list()).containsExactly("kafka.log");
    }

    @Test
    void linesThatTakeMoreThanABlockAreFound() throws IOException {
        Path file = data.resolve("some.log");
        Files.writeString(file, lines(1, 100_000));
        new LogTail(file, out).last(50_000);
        assertThat(printed()).isEqualTo(lines(50_001, 100_000));
    }

    @Test
    void aShortFileIsPrintedWhole() throws IOException {
        Path file = data.resolve("some.log");
        Files.writeString(file, "one\ntwo");
        new LogTail(file, out).last(10);
        assertThat(printed()).isEqualTo("one\ntwo");
    }

    @Test
    void whatIsAddedFollowsAlsoAfterTheFileWasEmptiedOrReplaced() throws IOException {
        Path file = data.resolve("some.log");
        Files.writeString(file, lines(1, 10));
        LogTail tail = new LogTail(file, out);
        tail.last(1);
        Files.writeString(file, lines(1, 11));
        tail.more();
        assertThat(printed()).isEqualTo(lines(10, 11));

        // Emptied, as the logs of embedded services are.
        Files.writeString(file, lines(12, 12));
        tail.more();
        // Renamed, as Clickreel's own is; the new file is longer than the old one was.
        Files.move(file, data.resolve("some-1.log"));
        tail.more();
        Files.writeString(file, lines(13, 30));
        tail.more();
        assertThat(printed()).isEqualTo(lines(10, 30));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String lines(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> "line " + i + "\n")
                .collect(Collectors.joining());
    }
}
