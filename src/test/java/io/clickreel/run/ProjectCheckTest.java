package io.clickreel.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.Settings;
import io.clickreel.routes.Finding;
import io.clickreel.run.ProjectCheck.Part;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code clickreel check} finds in a copy of the project that somebody has edited. */
class ProjectCheckTest {
    @TempDir
    private Path home;

    @Test
    void nothingInTheShippedProject() throws IOException {
        copy();
        assertThat(check(Map.of(), Map.of()))
                .extracting(Part::name)
                .containsExactly("settings", "environment", "routes", "contracts", "ddl", "queries");
        assertThat(mistakes(Map.of())).isEmpty();
    }

    @Test
    void eachPartThatIsWrong() throws IOException {
        copy();
        edit("routes/deliver-batch.camel.yaml", "ref: delivery", "ref: delvery");
        edit("queries/films-trending-now.sql", "SELECT", "SELEKT {{nobody}}");
        Files.writeString(
                home.resolve("ddl/0001_again.sql"),
                "-- Twice.\nCREATE TABLE IF NOT EXISTS t (a UInt8) ENGINE = Memory\n");
        assertThat(mistakes(Map.of("dim-film.poll-ms", "soon")))
                .extracting(Finding::toString)
                .anySatisfy(told -> assertThat(told).startsWith("application.properties: dim-film.poll-ms is 'soon'"))
                .anySatisfy(told -> assertThat(told)
                        .startsWith("routes/deliver-batch.camel.yaml:")
                        .contains("no bean delvery"))
                .anySatisfy(told -> assertThat(told).startsWith("ddl: ").contains("have the same version"))
                .anySatisfy(told -> assertThat(told).startsWith("queries: queries/films-trending-now.sql, line "));
    }

    @Test
    void aContractThatCannotBeUsed() throws IOException {
        copy();
        edit("contracts/dvd_clicks-value.schema.json", "\"type\": \"object\"", "\"typ\": \"object\"");
        assertThat(mistakes(Map.of())).singleElement().satisfies(mistake -> assertThat(mistake.toString())
                .startsWith("contracts: ")
                .contains("dvd_clicks-value.schema.json, line ", "typ"));
    }

    @Test
    void namesInTheEnvironmentThatAreNearlySettings() throws IOException {
        copy();
        Map<String, String> environment = Map.of(
                "KAFKA_BROKERS", "a:9092",
                "CLICKS_GENERATE_RATE_PER_SECND", "5",
                "KAFKA_CLIENT_SSL_TRUSTSTORE_LOCATION", "/ca",
                "KAFKA_TOPIC", "clicks",
                "JAVA_HOME", "/jdk");
        assertThat(check(environment, Map.of()).get(1).warnings())
                .containsExactly(
                        "CLICKS_GENERATE_RATE_PER_SECND is set in the environment, and is not a setting. Did you mean"
                                + " CLICKS_GENERATE_RATE_PER_SECOND?",
                        "KAFKA_BROKERS is set in the environment, and is not a setting. Did you mean KAFKA_BROKER_URL?");
    }

    private List<Part> check(Map<String, String> environment, Map<String, String> overrides) {
        Settings settings = Settings.load(Services.home().resolve("application.properties"), Map.of(), overrides);
        return new ProjectCheck(settings, home).offline(environment);
    }

    private List<Finding> mistakes(Map<String, String> overrides) {
        return check(Map.of(), overrides).stream()
                .flatMap(part -> part.mistakes().stream())
                .toList();
    }

    private void edit(String file, String from, String to) throws IOException {
        String before = Files.readString(home.resolve(file));
        assertThat(before).contains(from);
        Files.writeString(home.resolve(file), before.replace(from, to));
    }

    private void copy() throws IOException {
        for (String folder : List.of("routes", "contracts", "ddl", "queries")) {
            try (Stream<Path> all = Files.walk(Services.home().resolve(folder))) {
                for (Path each : all.toList()) {
                    Path target = home.resolve(Services.home().relativize(each));
                    if (Files.isDirectory(each)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(each, target);
                    }
                }
            }
        }
    }
}
