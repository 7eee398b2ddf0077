package io.clickreel.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.stream.Stream;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamRoutesTest {
    private final Path routes = Services.copyOfRoutes();
    private final Path ingest = routes.resolve("clicks-ingest.camel.yaml");
    private Map<String, String> overrides = Map.of();

    @Test
    void theShippedRoutesStoreOneStream() {
        assertThat(stream())
                .isEqualTo(new Stream("clicks", "dvd_clicks", "clicks-ingest", "dvd_clicks.dead", "clicks"));
    }

    @Test
    void namesAreThoseOfTheRouteAndOfTheSettingsThatItNames() throws IOException {
        edit("id: clicks-ingest\n", "id: films-ingest\n");
        edit("groupId: clicks-ingest", "groupId: other-group");
        edit("}}.clicks\n", "}}.film_clicks\n");
        overrides = Map.of("kafka.topic", "films", "kafka.dead-topic", "films.dead");

        assertThat(stream()).isEqualTo(new Stream("films", "films", "other-group", "films.dead", "film_clicks"));
    }

    @Test
    void aTopicMayStandInTheRouteItself() throws IOException {
        edit("uri: kafka:{{kafka.topic}}", "uri: kafka:views");

        assertThat(stream().topic()).isEqualTo("views");
    }

    @Test
    void aFileThatIsNoYamlIsNamedWithWhatIsWrong() throws IOException {
        Files.writeString(ingest, "- route: [");

        assertThatThrownBy(this::stream)
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith(ingest + " cannot be read as routes")
                .hasMessageContaining("a pipeline that runs goes on with what it had before");
    }

    @Test
    void aRouteWithoutGroupOrWithTwoTablesOrWithNoneIsNamed() throws IOException {
        String good = Files.readString(ingest);
        edit("        groupId: clicks-ingest\n", "");
        assertThatThrownBy(this::stream)
                .hasMessageContaining("The route clicks-ingest")
                .hasMessageContaining("no groupId");

        Files.writeString(ingest, good);
        edit("}}.deliveries", "}}.other");
        assertThatThrownBy(this::stream).hasMessageContaining("several tables (clicks, other)");

        Files.writeString(ingest, good);
        edit("}}.clicks\n", "}}.deliveries\n");
        assertThatThrownBy(this::stream).hasMessageContaining("stores its stream in no table");
    }

    @Test
    void withoutSuchARouteThereIsNoStream() throws IOException {
        Files.delete(ingest);

        assertThatThrownBy(this::stream).hasMessageContaining("The routes store 0 streams");
    }

    private Stream stream() {
        Settings settings = Services.settings(
                        Services.folder(), Map.of("camel.main.routes-include-pattern", "file:" + routes + "/*.yaml"))
                .with(overrides);
        return StreamRoutes.ofFile(settings, Services.home());
    }

    private void edit(String before, String after) throws IOException {
        String file = Files.readString(ingest);
        assertThat(file).contains(before);
        Files.writeString(ingest, file.replace(before, after));
    }
}
