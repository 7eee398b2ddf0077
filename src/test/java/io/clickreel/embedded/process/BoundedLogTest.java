package io.clickreel.embedded.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedLogTest {
    @TempDir
    private Path logs;

    @Test
    void aChildThatWritesOnAndOnHasNoMoreThanTheBound() throws Exception {
        Path file = logs.resolve("kafka.log");
        BoundedLog log = new BoundedLog(file, 10_000, 2);
        // It writes what the test gives it, by one open file, as a service does.
        Process child = new ProcessBuilder("sh", "-c", "cat 1>&2")
                .redirectError(ProcessBuilder.Redirect.appendTo(file.toFile()))
                .start();
        try {
            for (int round = 1; round <= 5; round++) {
                String line = ("line " + round + "\n").repeat(2_000);
                child.getOutputStream().write(line.getBytes(UTF_8));
                child.getOutputStream().flush();
                Awaitility.await().until(() -> Files.size(file) == line.length());
                log.look();
                assertThat(file).isEmptyFile();
            }
        } finally {
            child.getOutputStream().close();
            child.waitFor();
        }
        assertThat(logs.toFile().list()).containsExactlyInAnyOrder("kafka.log", "kafka-1.log.gz", "kafka-2.log.gz");
        assertThat(unpacked("kafka-1.log.gz")).startsWith("line 5\n").endsWith("line 5\n");
        assertThat(unpacked("kafka-2.log.gz")).startsWith("line 4\n");
    }

    @Test
    void aLogBelowTheBoundStays() throws IOException {
        Path file = Files.writeString(logs.resolve("kafka.log"), "one\n");
        new BoundedLog(file, 10_000, 2).look();
        assertThat(file).hasContent("one\n");
    }

    @Test
    void onlyTheNewestReportsOfCrashesStay() throws IOException {
        for (int number = 0; number < 9; number++) {
            Path crash = Files.writeString(logs.resolve("kafka-crash-" + number + ".log"), "");
            Files.setLastModifiedTime(crash, FileTime.fromMillis(1_000_000L * number));
        }
        new BoundedLog(logs.resolve("kafka.log")).forgetOldCrashes();
        assertThat(Arrays.asList(logs.toFile().list()))
                .containsExactlyInAnyOrder(
                        "kafka-crash-4.log",
                        "kafka-crash-5.log",
                        "kafka-crash-6.log",
                        "kafka-crash-7.log",
                        "kafka-crash-8.log");
    }

    private String unpacked(String name) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(logs.resolve(name)))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
