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

    private static final Pattern HOW_KAFKA_IS_REACHED = Pattern.compile(
            "\"(bootstrap\\.servers|security\\.protocol)\"|BOOTSTRAP_SERVERS_CONFIG|SECURITY_PROTOCOL_CONFIG");

    /** Each who looked for views by himself had another answer for those without TO, in other databases, or refreshed. */
    private static final Pattern TABLES_OF_THE_SERVER = Pattern.compile("\\bsystem\\.tables\\b");

    @Test
    void noGroupTopicOrTableOfAStreamIsNamedInJava() throws IOException {
        assertThat(linesWith(NAME_OF_A_STREAM, "generate", "films"))
                .as("taken from the route instead, by StreamRoutes")
                .isEmpty();
    }

    @Test
    void oneClassAsksWhichTablesAndViewsThereAre() throws IOException {
        // A route looks for staging tables of the films, by JDBC.
        assertThat(linesWith(TABLES_OF_THE_SERVER, "embedded", "clickhouse/Tables.java", "films/DimFilmRefresh.java"))
                .as("asked by clickhouse/Tables instead")
                .isEmpty();
    }

    @Test
    void onlyOneClassSaysHowKafkaIsReached() throws IOException {
        assertThat(linesWith(HOW_KAFKA_IS_REACHED, "kafka/ClientProperties.java", "kafka/KafkaAdmin.java"))
                .as("made by ClientProperties instead; KafkaAdmin tells where it asked")
                .isEmpty();
    }

    /** In main sources but those of these places. */
    private static List<String> linesWith(Pattern pattern, String... places) throws IOException {
        Path main = Services.home().resolve("src/main/java/io/clickreel");
        try (Stream<Path> files = Files.walk(main)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> Stream.of(places).noneMatch(place -> file.startsWith(main.resolve(place))))
                    .flatMap(file -> lines(file)
                            .filter(line -> pattern.matcher(line).find())
                            .map(line -> main.relativize(file) + ": " + line.strip()))
                    .toList();
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
