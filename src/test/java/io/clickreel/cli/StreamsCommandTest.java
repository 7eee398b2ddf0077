package io.clickreel.cli;

import static io.clickreel.testing.UpProcess.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clickreel.testing.CommandProcess;
import io.clickreel.testing.HomeCopy;
import io.clickreel.testing.NewTopics;
import io.clickreel.testing.Services;
import io.clickreel.testing.UpProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A topic becomes a stream of a Clickreel that runs, by one command. */
@Tag("services")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StreamsCommandTest {
    private static final int GOOD = 600;
    private static final int BAD = 5;

    private final Path home = HomeCopy.make();
    private final Map<String, String> settings = Services.overrides(
            Services.folder(),
            // A machine that runs tests may be busy.
            Map.of("clicks.generate.enabled", "false", "kafka.client.request.timeout.ms", "30000"));
    private UpProcess up;

    @BeforeAll
    void begin() throws Exception {
        up = UpProcess.up(home, settings, Map.of());
        assertThat(up.log()).contains("Apache Camel (Main)");
        NewTopics.create(up.kafka(), new NewTopic("web.orders", 3, (short) 1));
        send(0, GOOD);
        try (KafkaProducer<String, String> producer = producer()) {
            for (int i = 0; i < BAD; i++) {
                producer.send(new ProducerRecord<>("web.orders", "no order"));
            }
        }
    }

    @AfterAll
    void end() {
        up.close();
    }

    @Test
    @Order(1)
    void aDryRunShowsTheRowsAndWritesNothing() {
        List<String> before = HomeCopy.files(home);
        CommandProcess.Said said = run("new", "orders", "--topic", "web.orders", "--dry-run");

        assertThat(said.err()).isEmpty();
        assertThat(said.exit()).isZero();
        assertThat(said.out())
                .contains("Read all " + (GOOD + BAD) + " records of topic web.orders.")
                .contains(GOOD + " are events; " + GOOD + " of the records would be stored, " + BAD
                        + " would be dead letters.")
                .containsPattern("order_id +UUID +order_id +[0-9a-f-]{36}")
                .containsPattern("customer_country +LowCardinality\\(String\\) +customer.country +[A-Z]{2}")
                .containsPattern("not_json +" + BAD)
                .contains("PARTITION BY toYYYYMM(created_at)  ORDER BY (_partition, created_at)")
                .endsWith("Nothing was written.\n");
        assertThat(HomeCopy.files(home)).isEqualTo(before);
        assertThat(up.query("SHOW TABLES LIKE 'orders%'")).isEmpty();
    }

    @Test
    @Order(2)
    void theTopicIsStoredFromItsBeginningWithoutARestart() {
        CommandProcess.Said said = run("new", "orders", "--topic", "web.orders", "--records", "100");

        assertThat(said.err()).doesNotContain("WARN", "ERROR");
        assertThat(said.exit()).isZero();
        assertThat(said.out())
                .contains("Read 100 records of topic web.orders, from up to 3 places in each of its 3 partitions")
                .contains("contracts/web.orders.schema.json", "_create_orders.sql", "routes/orders-ingest.camel.yaml")
                .contains("The stream is live: Clickreel stores topic web.orders from its beginning.");
        within(60).untilAsserted(() -> assertThat(
                        up.query("SELECT count(), uniqExact(order_id), uniqExact(_partition, _offset) FROM orders"))
                .isEqualTo(GOOD + "\t" + GOOD + "\t" + GOOD));
        within(30).until(() -> up.count("(SELECT count() FROM dead_letters FINAL WHERE _topic = 'web.orders')") == BAD);
        assertThat(up.query("SELECT sum(rows) FROM batches WHERE _topic = 'web.orders'"))
                .isEqualTo("" + GOOD);
        assertThat(up.query("SELECT min(amount), max(amount), sum(amount) FROM orders"))
                .isEqualTo("0.25\t599.25\t" + (GOOD * (GOOD - 1) / 2 + GOOD / 4));

        send(GOOD, 100);
        within(30).until(() -> up.count("(SELECT count() FROM orders)") == GOOD + 100);
        within(30).untilAsserted(() -> assertThat(
                        up.get("management.port", "/observe/health").body())
                .contains("consumer:orders-ingest")
                .doesNotContain("\"DOWN\""));
    }

    @Test
    @Order(3)
    void listAndShowTellOfIt() {
        CommandProcess.Said list = run("list");
        assertThat(list.err()).isEmpty();
        assertThat(list.out())
                .containsPattern("orders +yes +700 +" + BAD
                        + " +0 +web.orders +orders-ingest +orders +contracts/web.orders.schema.json"
                        + " +routes/orders-ingest.camel.yaml")
                .containsPattern("clicks +yes +0 +0 +0 +dvd_clicks");
        CommandProcess.Said show = run("show", "orders");
        assertThat(show.err()).isEmpty();
        assertThat(show.out())
                .containsPattern("dead letters +web.orders.dead: 5 \\(0.71 % of the records\\)")
                .containsPattern("ORDER BY +_partition, created_at")
                .containsPattern("customer_country +LowCardinality\\(String\\) +customer.country")
                .containsPattern("_offset +UInt64 +Clickreel")
                .containsPattern("orders_batches_mv +batches");
        CommandProcess.Said none = run("show", "nothing");
        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.err())
                .isEqualTo(
                        "clickreel: There is no stream nothing. The routes store clicks, interactions, orders, page-events.\n");
    }

    @Test
    @Order(4)
    void recordsAreTriedBeforeAnEditCounts() throws Exception {
        CommandProcess.Said topic = command("check", "--records=2000", "--stream", "orders");
        assertThat(topic.out())
                .contains("orders: " + (GOOD + 100) + " would be stored, " + BAD + " would be dead letters, of all "
                        + (GOOD + 100 + BAD) + " records of topic web.orders.")
                .containsPattern("customer_country +(DE|NL)")
                .containsPattern("not_json +" + BAD + " +\\d:\\d+");
        assertThat(topic.exit()).as("records would be dead").isEqualTo(1);

        Path file = Files.write(
                home.resolve("orders.jsonl"), List.of(line(order(1)), line(order(2).replace("2.25", "-1e400"))));
        CommandProcess.Said lines = command("check", "--file", file.toString(), "--stream", "orders", "--json");
        JsonNode tried =
                new ObjectMapper().readTree(lines.out()).path("records").path(0);
        assertThat(tried.path("stream").asText()).isEqualTo("orders");
        assertThat(tried.path("trial").path("stored").asInt()).isEqualTo(1);
        assertThat(tried.at("/trial/dead/0/field").asText()).isEqualTo("amount");
        assertThat(tried.at("/trial/dead/0/first").asText()).isEqualTo("0:2");
        assertThat(tried.at("/trial/rows/0/amount").asText()).isEqualTo("1.25");
        assertThat(up.query("SHOW TABLES LIKE 'orders%'")).isEqualTo("orders\norders_batches_mv");
        assertThat(up.count("(SELECT count() FROM orders)")).isEqualTo(GOOD + 100);

        assertThat(command("check", "--records", "--offline").err()).contains("--offline asks no service");
    }

    @Test
    @Order(6)
    void theNewestRecordsAreShownWithWhatBecomesOfThem() throws Exception {
        try (KafkaProducer<String, String> producer = producer()) {
            producer.send(new ProducerRecord<>("web.orders", 0, "k\u0007ey", "broken \u001b[31m order"))
                    .get();
            producer.send(new ProducerRecord<>("web.orders", 0, "u_1", order(1).strip()))
                    .get();
        }
        CommandProcess.Said newest = command("tap", "orders", "-n", "2");
        assertThat(newest.err()).isEmpty();
        assertThat(newest.out().lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .contains("  dead not_json ", "broken \\u001b[31m order", "0x6B07")
                        .doesNotContain("\u001b"))
                .anySatisfy(line -> assertThat(line).contains("  stored  u_1  {\"order_id\""));
        CommandProcess.Said dead = command("tap", "orders", "--records=1000", "--dead", "--json");
        List<JsonNode> lines = new ArrayList<>();
        for (String line : dead.out().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertThat(lines)
                .hasSize(BAD + 1)
                .allSatisfy(line -> assertThat(line.path("outcome").asText()).isEqualTo("DEAD"));
        assertThat(lines).extracting(line -> line.path("value").asText()).contains("broken \u001b[31m order");

        CommandProcess.Said which = command("tap", "no-such-stream");
        assertThat(which.exit()).isEqualTo(1);
        assertThat(which.err()).contains("no-such-stream", "The routes store: ");
    }

    /** As a user types it who has started Clickreel with a data folder of its own, and does not think of that. */
    @Test
    @Order(5)
    void whoDoesNotNameTheDataFolderGetsTheOneThatIsUsed() {
        CommandProcess.Said list = CommandProcess.run(home, Map.of(), "dead-letters", "list", "--stream", "orders");
        assertThat(list.err())
                .isEqualTo("clickreel: works with the Clickreel that runs on " + settings.get("clickreel.data-dir")
                        + ".\n");
        assertThat(list.out()).containsPattern("not_json +" + BAD);
        assertThat(home.resolve("data")).doesNotExist();

        Path other = Services.folder();
        for (String command : List.of("audit", "dead-letters list", "tap", "films history")) {
            List<String> words = List.of(command.split(" ", -1));
            CommandProcess.Said said = CommandProcess.run(
                    home,
                    Map.of("clickreel.data-dir", other.toString()),
                    words.get(0),
                    words.subList(1, words.size()).toArray(String[]::new));
            assertThat(said.exit()).as(command).isNotZero();
            assertThat(said.err()).as(command).contains(other.toString(), "./clickreel up", "-Dclickreel.data-dir");
            assertThat(other.resolve("clickhouse")).as(command).doesNotExist();
        }
    }

    @Test
    @Order(7)
    void theSameAgainIsRefused() {
        List<String> before = HomeCopy.files(home);
        CommandProcess.Said said = run("new", "orders", "--topic", "web.orders");
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err())
                .isEqualTo("clickreel: The stream orders is called orders already. Choose another name.\n");
        CommandProcess.Said topic = run("new", "lacks", "--topic", "lacks");
        assertThat(topic.exit()).isEqualTo(1);
        assertThat(topic.err()).contains("has no topic lacks. Correct --topic");
        assertThat(HomeCopy.files(home)).isEqualTo(before);
    }

    @Test
    @Order(8)
    void whatTheContractRefusedComesBackOnceItIsWidened() throws Exception {
        try (KafkaProducer<String, String> producer = producer()) {
            producer.send(new ProducerRecord<>("web.orders", order(700).replace("700.25", "\"700.25\"")));
        }
        within(30).until(() -> up.count("(SELECT count() FROM dead_letters FINAL WHERE field = 'amount')") == 1);

        Path contract = home.resolve("contracts/web.orders.schema.json");
        ObjectMapper json = new ObjectMapper();
        ObjectNode schema = (ObjectNode) json.readTree(contract.toFile());
        schema.withObject("/properties/amount").putArray("type").add("number").add("string");
        json.writeValue(contract.toFile(), schema);
        within(30).until(() -> {
            send(701, 1);
            return up.count("(SELECT uniqExact(hash) FROM contracts WHERE table = 'orders')") == 2;
        });

        CommandProcess.Said said = CommandProcess.run(
                home, settings, "dead-letters", "redrive", "--stream", "orders", "--field", "amount");
        assertThat(said.exit()).as(said.err()).isZero();
        within(30).until(() -> up.count("(SELECT count() FROM orders WHERE amount = 700.25)") == 1);
        CommandProcess.Said audit = CommandProcess.run(home, settings, "audit", "--stream", "orders");
        assertThat(audit.exit()).as(audit.out()).isZero();
    }

    private CommandProcess.Said run(String... words) {
        return CommandProcess.run(home, settings, "streams", words);
    }

    private CommandProcess.Said command(String command, String... words) {
        return CommandProcess.run(home, settings, command, words);
    }

    private void send(int from, int count) {
        try (KafkaProducer<String, String> producer = producer()) {
            for (int i = from; i < from + count; i++) {
                producer.send(new ProducerRecord<>("web.orders", order(i)));
            }
        }
    }

    private static String order(int number) {
        return """
                {"order_id": "%s", "created_at": "2026-01-31T12:%02d:51.766Z", "amount": %d.25,
                 "customer": {"id": %d, "country": "%s"}, "tags": ["a", "b"]}
                """.formatted(UUID.randomUUID(), number % 60, number, number % 70, number % 2 == 0 ? "DE" : "NL");
    }

    private static String line(String order) {
        return order.replace("\n", " ");
    }

    private KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(up.kafka(), new StringSerializer(), new StringSerializer());
    }
}
