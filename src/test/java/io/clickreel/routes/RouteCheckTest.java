package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.Settings;
import io.clickreel.run.RouteTrial;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of mistake in a route file is found without a service, with its place and the way out. */
class RouteCheckTest {
    private static final Settings SETTINGS =
            Settings.load(Services.home().resolve("application.properties"), Map.of(), Map.of());
    private static final RouteCheck CHECK = RouteTrial.of(SETTINGS, Services.home());

    private final SortedMap<Path, String> files = new TreeMap<>(read());

    @Test
    void theShippedFilesHaveNone() {
        assertThat(CHECK.check(files).findings()).isEmpty();
        assertThat(CHECK.check(files).ids().get(file("clicks-ingest"))).containsExactly("clicks-ingest");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // What Camel cannot read.
                "clicks-ingest | steps: | stepz: | :15:7: stepz is not known there.",
                "clicks-ingest | - to: | - too: | :16:11: too is not known there.",
                "clicks-ingest | `      steps:` | `     steps:` | It cannot be read as routes: ",
                "errors | maximumRedeliveries: 0 | maximumRedelivery: 0 | :9:11: maximumRedelivery is not known there.",
                // Names that nobody has.
                "clicks-ingest | {{kafka.topic}} | {{kafka.topik}} | :8:12: {{kafka.topik}} is not a setting. Did you mean kafka.topic?",
                "clicks-ingest | #batches | #batchez | :11:29: There is no bean batchez. Did you mean batches?",
                "clicks-ingest | groupId: | groupIdd: | :10:9: The component kafka has no option groupIdd. Did you mean groupId?",
                "clicks-ingest | direct:deliver | dirrect:deliver | :18:18: There is no component dirrect.",
                "clicks-ingest | direct:deliver | direct:delver | :18:18: It sends to direct:delver-batch, but no route begins with it.",
                "deliver-batch | ref: delivery | ref: delvery | There is no bean delvery. Did you mean delivery?",
                "deliver-batch | method: acknowledge | method: aknowledge | The bean delivery has no method aknowledge. Did you mean acknowledge?",
                "dim-film-load | java.lang.Exception | java.lang.Excepton | :47:21: There is no exception class java.lang.Excepton.",
                "dim-film-load | stage( | stag( | The bean dimFilm has no method stag. Did you mean stage?",
                // Values that cannot be.
                "clicks-ingest | groupId: | `consumersCount: many\n        groupId:` | :10:9: consumersCount is 'many', but a number (int) is needed there.",
                "dim-film-refresh | `\"{{dim-film.poll-ms}}\"` | often | :10:9: period is 'often', but a time is needed there",
                "deliver-batch | format: Native | format: Natve | format is 'Natve', but one of 92 words",
                "deliver-batch | ${body.rowCount} > 0 | ${body.rowCount > 0 | '${body.rowCount > 0' is no expression of the language simple",
                "deliver-batch | operation: insert | operation: upsert | has operation=upsert; only insert is there.",
                // What delivery rests on.
                "clicks-ingest | groupId: clicks-ingest | description: none | The component kafka has no option description.",
                "clicks-ingest | `groupId: clicks-ingest` | `# none` | has no groupId: a new group at each start",
                "clicks-ingest | `kafkaClientFactory: \"#batches\"` | `# none` | Add kafkaClientFactory: \"#batches\" to the parameters",
                "clicks-ingest | groupId: | `consumersCount: 0\n        groupId:` | :10:9: The kafka endpoint that reads the topic dvd_clicks in batches has consumersCount=0",
                "clicks-ingest | groupId: | `pollOnError: DISCARD\n        groupId:` | :10:9: The kafka endpoint that reads the topic dvd_clicks in batches has pollOnError=DISCARD",
                "clicks-ingest | groupId: | `autoCommitEnable: true\n        groupId:` | has autoCommitEnable=true",
                "clicks-ingest | groupId: | `breakOnFirstError: true\n        groupId:` | has breakOnFirstError=true",
                "clicks-ingest | groupId: | `topicIsPattern: true\n        groupId:` | :10:9: The kafka endpoint that reads the topic dvd_clicks in batches has topicIsPattern=true",
                "clicks-ingest | kafka:{{kafka.topic}} | kafka:a,b | The kafka endpoint reads the topics a,b in batches, but each topic",
                "clicks-ingest | groupId: | `maxPollRecords: 0\n        groupId:` | :10:9: The route's kafka endpoint has maxPollRecords=0, which Kafka's consumer does not take",
                "clicks-ingest | groupId: | `fetchMinBytes: -1\n        groupId:` | :10:9: The route's kafka endpoint has fetchMinBytes=-1, which Kafka's consumer does not take",
                "clicks-ingest | groupId: | `autoOffsetReset: none\n        groupId:` | autoOffsetReset=none",
                "clicks-ingest | groupId: | `additionalProperties.clickreel.batch.rows: \"-3\"\n        groupId:` | :10:9: additionalProperties.clickreel.batch.rows of the route's kafka endpoint is '-3'",
                "clicks-ingest | groupId: | `additionalProperties.clickreel.batch.row: 3\n        groupId:` | :10:9: The route's kafka endpoint has additionalProperties.clickreel.batch.row, which is no option. Did you mean clickreel.batch.rows?",
                "clicks-ingest | clickreel.table: clicks | clickreel.table: deliveries | :13:9: The route clicks-ingest has additionalProperties.clickreel.table: deliveries",
                "clicks-ingest | clickreel.deadTopic | clickreel.deadTopik | Did you mean clickreel.deadTopic?",
                "deliver-batch | ${body.table} | clicks | The step \"rows into clickhouse: with ${body.table}\" is missing",
                "deliver-batch | .deliveries | .delivered | The step \"clickhouse: table deliveries\" is missing",
                "deliver-batch | ${body.delivery} | ${body} | The step \"setBody ${body.delivery}\" is missing",
                "deliver-batch | method: acknowledge | method: admit | The step \"bean delivery.acknowledge\" is missing",
                "dead-letters | method: deadLettersKept | method: messages | The step \"bean delivery.deadLettersKept\" is missing",
                "deliver-batch | id: deliver-batch | id: clicks-ingest | :4:9: Another route has the id clicks-ingest already: routes/clicks-ingest.camel.yaml:3.",
                "clicks-ingest | `- route:\n    id: clicks-ingest\n    description: Clicks into table clicks, each exactly once` | `- route:` | The route has no id, so nobody could tell",
                "dashboard-openapi | /api/openapi.json | /api/streams | begins with platform-http:///api/streams already",
                "deliver-batch | uri: direct:deliver-batch | uri: direct://deliver-batch | ",
                "clicks-ingest | - to: | - wireTap: | The step \"bean delivery.admit\" is missing",
                "deliver-batch | method: acknowledge | `method: acknowledge\n            disabled: true` | The step \"bean delivery.acknowledge\" is missing",
                "dead-topic | `    id: dead-letters-cut` | `    id: dead-letters-cut\n    autoStartup: false` | write that route, or let it start",
                "clicks-ingest | #batches | #bean:batches | :11:9: The route reads in batches, but nobody would know its stream.",
                "clicks-ingest | dvd_clicks-value | none | :12:9: There is no file contracts/none.schema.json",
                // What is no route file, or is read otherwise than it looks.
                "clicks-ingest | groupId: | `groupId: other\n        groupId:` | :11:9: It cannot be read as routes: ",
                "interactions-ingest | `{{interactions.enabled}}` | true | ",
            })
    void aMistakeIsNamedWithItsPlace(String file, String from, String to, String said) {
        Path edited = file(file);
        String text = files.get(edited);
        assertThat(text).contains(from);
        files.put(edited, text.replace(from, to.replace("\\n", "\n")));
        List<Finding> findings = CHECK.check(files).findings();
        if (said == null) {
            assertThat(findings).isEmpty();
        } else {
            assertThat(findings).isNotEmpty();
            assertThat(findings).anySatisfy(finding -> assertThat(finding.toString())
                    .startsWith("routes/")
                    .contains(said.strip())
                    .doesNotContain("Exception:", "io.clickreel."));
            assertThat(findings.size()).as("%s", findings).isLessThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 1: The file is empty.",
                "# nothing yet | 1: The file has no route.",
                "--- | 1: The file has no route.",
                "[] | 1: The file has no route.",
                "route: none | 1: The file has no route.",
                "'- log: \uFFFD' | 1: There are bytes that are no UTF-8",
            })
    void whatHasNoRouteIsNoRouteFile(String text, String said) {
        files.put(file("clicks-ingest"), text);
        assertThat(CHECK.check(files).findings().toString())
                .contains("routes/clicks-ingest.camel.yaml:" + said.strip());
    }

    @Test
    void aFileThatNobodyWroteByHandIsNotRead() {
        files.computeIfPresent(file("clicks-ingest"), (file, text) -> text + "# padding\n".repeat(200_000));
        assertThat(CHECK.check(files).findings().toString()).contains("The file has more than 1 MB");
    }

    @ParameterizedTest
    @CsvSource({"'\n', '\r\n'", "'# Clicks', '\uFEFF# Clicks'"})
    void howAFileIsWrittenDoesNotMatter(String from, String to) {
        files.computeIfPresent(file("clicks-ingest"), (file, text) -> text.replace(from, to));
        assertThat(CHECK.check(files).findings()).isEmpty();
    }

    private static Path file(String name) {
        return Services.home().resolve("routes/" + name + ".camel.yaml");
    }

    private static SortedMap<Path, String> read() {
        try {
            return RouteFiles.read(SETTINGS, Services.home());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
