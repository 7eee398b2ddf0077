package io.clickreel.newstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.TestDatabase;
import io.clickreel.contract.ValueReader;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.routes.StreamRoutes;
import io.clickreel.stream.Stream;
import io.clickreel.testing.HomeCopy;
import io.clickreel.testing.Services;
import io.clickreel.testing.SharedServices;
import io.clickreel.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("services")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NewStreamTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.withTables("newstream");

    private static final String ORDER = """
            {"order_id": "84e0e977-9ee7-4eec-9cd6-f7655e481cb3", "created_at": "2025-12-27T12:18:51.766Z", "items": 3,
             "customer": {"id": 17, "country": "DE"}, "tags": ["a"], "price": 12.50, "note": null}
            """.replace("\n", "");

    private final Path home = HomeCopy.make();
    private final Settings settings = SharedServices.settings();
    private final ClientProperties clients = ClientProperties.of(settings);
    private final KafkaAdmin kafka = new KafkaAdmin(clients.admin("test"));
    private final NewStream streams =
            new NewStream(home, home.resolve("routes"), database.clickHouse(), clients, kafka, ValueReader.PLAIN);

    @AfterAll
    void close() {
        kafka.close();
    }

    @Test
    void aSampleBecomesAContractATableAViewAndARoute() throws IOException {
        List<String> before = HomeCopy.files(home);
        Draft draft = draft("web-orders", "web.orders", file(ORDER, "[1]"));

        assertThat(draft.trial().stored()).isEqualTo(1);
        assertThat(draft.trial().dead()).extracting(Trial.Dead::reason).containsExactly("not_an_object");
        Map<String, String> row = draft.trial().rows().get(0);
        assertThat(row)
                .containsEntry("order_id", "84e0e977-9ee7-4eec-9cd6-f7655e481cb3")
                .containsEntry("customer_country", "DE")
                .containsEntry("tags", "[\"a\"]")
                .containsEntry("_rest", "{\"note\":null}")
                .containsEntry("_topic", "web.orders");
        assertThat(HomeCopy.files(home)).isEqualTo(before);

        List<Path> files = streams.create(draft, 1);

        assertThat(files)
                .extracting(file -> home.relativize(file).toString().replaceAll("50\\d\\d", "50NN"))
                .containsExactly(
                        "contracts/web.orders.schema.json",
                        "ddl/50NN_create_web_orders.sql",
                        "ddl/50NN_create_web_orders_batches_mv.sql",
                        "routes/web-orders-ingest.camel.yaml");
        assertThat(database.value("SELECT count() FROM @.web_orders")).isEqualTo("0");
        assertThat(database.value(
                        "SELECT partition_key FROM system.tables WHERE database = '@' AND name = 'web_orders'"))
                .isEqualTo("toYYYYMM(created_at)");
        assertThat(database.value("SELECT count() FROM @.batches")).isEqualTo("0");
        assertThat(database.value("SELECT count() FROM system.tables WHERE database = '@' AND name LIKE '%sample%'"))
                .isEqualTo("0");
        assertThat(kafka.topics(List.of("web.orders", "web.orders.dead"))).hasSize(2);
        Stream stream = streams().stream()
                .filter(one -> one.name().equals("web-orders"))
                .findFirst()
                .orElseThrow();
        assertThat(stream)
                .isEqualTo(new Stream(
                        "web-orders",
                        "web.orders",
                        "web-orders-ingest",
                        "web.orders.dead",
                        "web_orders",
                        home.resolve("contracts/web.orders.schema.json"),
                        true));
        new ObjectMapper().readTree(stream.contract().toFile());
        assertRefused("web-orders", "other", "The stream web-orders is called web-orders already.");
        assertRefused("other", "web.orders", "The stream web-orders stores topic web.orders already.");
    }

    @Test
    void whatIsThereIsNotOverwritten() throws IOException {
        assertRefused("clicks", "another", "The stream clicks is called clicks already.");
        assertRefused("batches", "another", "The table or view " + database.name() + ".batches is there already");
        Files.writeString(home.resolve("contracts/taken.schema.json"), "{}");
        assertRefused("other", "taken", "The contract of topic taken is there already");
        String route = "- route:\n    id: \"%s\"\n    from:\n      uri: direct:x\n      steps:\n        - log: x\n";
        Files.writeString(home.resolve("routes/mine-ingest.camel.yaml"), route.formatted("another"));
        assertRefused("mine", "mine", "The route mine-ingest is there already");
        Files.delete(home.resolve("routes/mine-ingest.camel.yaml"));
        Files.writeString(home.resolve("routes/mine.yaml"), route.formatted("mine-ingest"));
        assertRefused("mine", "mine", "has a route with the id mine-ingest already");
        Files.delete(home.resolve("routes/mine.yaml"));
        Files.delete(home.resolve("contracts/taken.schema.json"));
        database.execute("INSERT INTO @.deliveries (_topic) VALUES ('before')");
        assertRefused("again", "before", "Topic before was stored by a stream before");
    }

    @Test
    void aFailureHalfWayLeavesNoFileAndNoTable() throws IOException {
        Draft draft = draft("halfway", "halfway", file(ORDER));
        List<String> before = HomeCopy.files(home);
        Path broken = home.resolve("ddl/0900_create_broken.sql");
        Files.writeString(broken, "CREATE TABLE IF NOT EXISTS broken (a Int8) ENGINE = NoSuchEngine");
        assertThatThrownBy(() -> streams.create(draft, 1)).hasMessageContaining("ddl/0900_create_broken.sql failed");
        Files.delete(broken);
        assertThat(HomeCopy.files(home)).isEqualTo(before);

        // The route's place is taken between the draft and the files.
        Path route = home.resolve("routes/halfway-ingest.camel.yaml");
        Files.createDirectory(route);
        assertThatThrownBy(() -> streams.create(draft, 1))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("is there already, and nothing is overwritten");
        Files.delete(route);
        assertThat(HomeCopy.files(home)).isEqualTo(before);
        assertThat(database.value("SELECT count() FROM system.tables WHERE database = '@' AND name LIKE 'halfway%'"))
                .isEqualTo("0");
        assertThat(database.value("SELECT count() FROM @.schema_history WHERE file LIKE '%halfway%'"))
                .isEqualTo("0");

        assertThat(streams.create(draft, 1)).hasSize(4).allMatch(Files::exists);
    }

    @Test
    void stepsThatWereAppliedAreTakenBack() throws IOException {
        Draft draft = draft("back", "back", file(ORDER));
        List<String> before = HomeCopy.files(home);
        // The route cannot be moved to its place: a folder that is not empty is in it by then.
        Path route = home.resolve("routes/back-ingest.camel.yaml");
        Thread occupying = new Thread(() -> {
            Path table = home.resolve("ddl");
            try {
                while (HomeCopy.files(home).stream().noneMatch(file -> file.endsWith("_create_back.sql"))) {
                    Thread.onSpinWait();
                }
                Files.createDirectories(route.resolve("occupied"));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(table.toString(), e);
            }
        });
        occupying.start();
        assertThatThrownBy(() -> streams.create(draft, 1))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("back-ingest.camel.yaml");
        Files.delete(route.resolve("occupied"));
        Files.delete(route);
        assertThat(HomeCopy.files(home)).isEqualTo(before);
        assertThat(database.value("SELECT count() FROM system.tables WHERE database = '@' AND name LIKE 'back%'"))
                .isEqualTo("0");
        assertThat(database.value("SELECT count() FROM @.schema_history WHERE file LIKE '%create_back%'"))
                .isEqualTo("0");
    }

    @Test
    void aSampleThatSaysNothingIsRefusedWithASentence() throws IOException {
        assertRefused(request("nothing", "nothing", file()), "The file ", " is empty, so nothing can be inferred.");
        assertRefused(
                request("nothing", "nothing", file("[1]", "", "[2]", "null", "[".repeat(3_000))),
                "has no record that is a JSON object, so nothing can be inferred.",
                "but an event is a JSON object");
        assertRefused(request("nothing", "nothing", home.resolve("lacks.jsonl")), "lacks.jsonl cannot be read");
        assertRefused(request("nothing", "no-such-topic", null), "has no topic no-such-topic. Correct --topic");
        for (String name : List.of("Orders", "a b", "1st", "", "a'; DROP", "a--b", "../a", "x".repeat(61))) {
            assertThatThrownBy(() -> new Request(name, "t", null, 1))
                    .hasMessageContaining("cannot be the name of a stream");
        }
        assertThatThrownBy(() -> new Request("order", "t", null, 1)).hasMessageContaining("SQL has that word itself");
        for (String topic : List.of("", "..", "a b", "a: b", "a#b", "a{{b}}", "ü", "x".repeat(250))) {
            assertThatThrownBy(() -> new Request("a", topic, null, 1))
                    .hasMessageContaining("cannot be the name of a topic");
        }
        assertThatThrownBy(() -> new Request("a", "t", null, 0)).hasMessageContaining("--records is 0");
    }

    private void assertRefused(String name, String topic, String sentence) throws IOException {
        assertRefused(request(name, topic, file(ORDER)), sentence);
    }

    private void assertRefused(Request request, String... words) {
        List<String> before = HomeCopy.files(home);
        assertThatThrownBy(() -> streams.draft(request, streams(), 3))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll(words);
        assertThat(HomeCopy.files(home)).isEqualTo(before);
    }

    private Draft draft(String name, String topic, Path file) {
        return streams.draft(request(name, topic, file), streams(), 3);
    }

    private static Request request(String name, String topic, Path file) {
        return new Request(name, topic, file, 1_000);
    }

    private List<Stream> streams() {
        return StreamRoutes.ofFiles(settings, home);
    }

    private static Path file(String... lines) throws IOException {
        return Files.write(Services.folder().resolve("sample.jsonl"), List.of(lines));
    }
}
