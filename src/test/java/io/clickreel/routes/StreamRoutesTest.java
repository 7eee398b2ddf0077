package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.stream.Stream;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamRoutesTest {
    private static final Path CONTRACT = Services.home().resolve("contracts/dvd_clicks-value.schema.json");

    private final Path routes = Services.copyOfRoutes();
    private final Path ingest = routes.resolve("clicks-ingest.camel.yaml");
    private Map<String, String> overrides = Map.of();

    @Test
    void theShippedRoutesStoreOneStream() {
        assertThat(stream())
                .isEqualTo(new Stream(
                        "clicks", "dvd_clicks", "clicks-ingest", "dvd_clicks.dead", "clicks", CONTRACT, true));
    }

    @Test
    void namesAreThoseOfTheRouteAndOfTheSettingsThatItNames() throws IOException {
        edit("id: clicks-ingest\n", "id: films-ingest\n");
        edit("groupId: clicks-ingest", "groupId: other-group");
        edit("clickreel.table: clicks", "clickreel.table: film_clicks");
        overrides = Map.of("kafka.topic", "films", "kafka.dead-topic", "films.dead");

        assertThat(stream())
                .isEqualTo(new Stream("films", "films", "other-group", "films.dead", "film_clicks", CONTRACT, true));
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
    void aRouteThatDoesNotSayItsGroupContractOrTableIsNamed() throws IOException {
        String good = Files.readString(ingest);
        edit("        groupId: clicks-ingest\n", "");
        assertThatThrownBy(this::stream)
                .hasMessageContaining("The route clicks-ingest")
                .hasMessageContaining("no groupId");

        Files.writeString(ingest, good.replaceFirst("(?m)^.*clickreel\\.contract.*\n", ""));
        assertThatThrownBy(this::stream)
                .hasMessageContaining("The route clicks-ingest")
                .hasMessageContaining("Add additionalProperties.clickreel.contract");

        Files.writeString(ingest, good.replaceFirst("(?m)^.*clickreel\\.table.*\n", ""));
        assertThatThrownBy(this::stream).hasMessageContaining("Add additionalProperties.clickreel.table");
    }

    @ParameterizedTest
    @CsvSource({
        "deliveries, Clickreel's own",
        "film-clicks, 'letters, digits and _'",
        "db.clicks, 'letters, digits and _'"
    })
    void aTableThatCannotTakeEventsIsRefused(String table, String why) throws IOException {
        edit("clickreel.table: clicks", "clickreel.table: " + table);

        assertThatThrownBy(this::stream)
                .hasMessageContaining("clickreel.table: " + table)
                .hasMessageContaining(why);
    }

    @Test
    void deadLettersGoToATopicNamedAfterThatOfTheEvents() throws IOException {
        edit("        additionalProperties.clickreel.deadTopic: \"{{kafka.dead-topic}}\"\n", "");
        overrides = Map.of("kafka.topic", "films");

        assertThat(stream().deadTopic()).isEqualTo("films.dead");
    }

    @ParameterizedTest
    @CsvSource({
        "clickreel.table: clicks, clickreel.table: taps, both read the topic dvd_clicks, another topic",
        "'kafka:{{kafka.topic}}', kafka:taps, both store their events in the table clicks, clickreel.table",
        "id: taps-ingest, id: clicks, are both named so, another id"
    })
    void twoRoutesOfOneNameTopicOrTableAreRefused(String before, String after, String what, String advice)
            throws IOException {
        secondRoute(before, after);

        assertThatThrownBy(this::streams)
                .hasMessageContaining("The streams clicks and ")
                .hasMessageContaining(what)
                .hasMessageContaining("Give one of ")
                .hasMessageContaining(advice);
    }

    @Test
    void aStreamThatIsSwitchedOnIsThereAsItsRouteSays() {
        overrides = Map.of("interactions.enabled", "true", "interactions.topic", "taps", "clicks.enabled", "false");

        assertThat(stream())
                .isEqualTo(new Stream(
                        "interactions",
                        "taps",
                        "interactions-ingest",
                        "taps.dead",
                        "interactions",
                        Services.home().resolve("contracts/interactions.schema.json"),
                        true));
    }

    @Test
    void aRouteThatIsNotStartedMayHaveTheTopicOfAnother() throws IOException {
        secondRoute("{{clicks.enabled}}", "{{taps.enabled}}");
        overrides = Map.of("taps.enabled", "false");
        assertThat(streams())
                .extracting(Stream::name, Stream::enabled)
                .contains(tuple("clicks", true), tuple("taps", false));

        overrides = Map.of("taps.enabled", "true");
        assertThatThrownBy(this::streams).hasMessageContaining("both read the topic dvd_clicks");
    }

    @Test
    void deadLettersDoNotGoBackToTheTopicOfTheEvents() throws IOException {
        overrides = Map.of("kafka.dead-topic", "dvd_clicks");

        assertThatThrownBy(this::streams)
                .hasMessageContaining("clickreel.deadTopic: dvd_clicks, the topic that it reads")
                .hasMessageContaining("Name another topic");
    }

    @Test
    void withoutSuchARouteThereIsNoStream() throws IOException {
        Files.delete(ingest);

        assertThat(streams()).extracting(Stream::name).containsExactlyInAnyOrder("interactions", "page-events");
    }

    private void secondRoute(String before, String after) throws IOException {
        String first = Files.readString(ingest).replace("id: clicks-ingest\n", "id: taps-ingest\n");
        assertThat(first).contains(before);
        Files.writeString(routes.resolve("taps-ingest.camel.yaml"), first.replace(before, after));
    }

    private List<Stream> streams() {
        Settings settings = Services.settings(
                        Services.folder(), Map.of("camel.main.routes-include-pattern", "file:" + routes + "/*.yaml"))
                .with(overrides);
        return StreamRoutes.ofFiles(settings, Services.home());
    }

    /** The only one that starts with Clickreel. */
    private Stream stream() {
        List<Stream> streams = streams().stream().filter(Stream::enabled).toList();
        assertThat(streams).hasSize(1);
        return streams.get(0);
    }

    private void edit(String before, String after) throws IOException {
        String file = Files.readString(ingest);
        assertThat(file).contains(before);
        Files.writeString(ingest, file.replace(before, after));
    }
}
