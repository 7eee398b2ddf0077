package io.clickreel;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the sources have to be, beyond what ArchUnit sees of classes. */
class SourceFilesTest {
    /** In SQL or as a whole string; {@code clicks} is also what a column is called that counts rows. */
    private static final Pattern NAME_OF_A_STREAM = Pattern.compile(
            "\"(clicks-ingest|dvd_clicks)\"|\\b(FROM|INTO|JOIN|TABLE) clicks\\b|(live|staging|createLike|name =) ?\\(?[\"']clicks[\"']");

    @Test
    void noGroupTopicOrTableOfAStreamIsNamedInJava() throws IOException {
        Path main = Services.home().resolve("src/main/java/io/clickreel");
        try (Stream<Path> files = Files.walk(main)) {
            List<String> named = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.startsWith(main.resolve("generate")))
                    .filter(file -> !file.startsWith(main.resolve("reference")))
                    .flatMap(file -> lines(file)
                            .filter(line -> NAME_OF_A_STREAM.matcher(line).find())
                            .map(line -> main.relativize(file) + ": " + line.strip()))
                    .toList();

            assertThat(named)
                    .as("taken from the route instead, by StreamRoutes")
                    .isEmpty();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
