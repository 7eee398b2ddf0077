package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.kafka.CommitText;
import io.clickreel.testing.DeliveryTestSupport;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A contract that is edited while clicks come. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContractEditTest extends DeliveryTestSupport {
    private static final int SECONDS = 20;
    private static final Path ROUTES = Services.copyOfRoutes();
    private static final Path CONTRACT = Services.folder().resolve("clicks.schema.json");

    @Override
    protected Map<String, String> overrides() {
        Path route = ROUTES.resolve("clicks-ingest.camel.yaml");
        try {
            Files.copy(Services.home().resolve("contracts/dvd_clicks-value.schema.json"), CONTRACT);
            Files.writeString(
                    route, Files.readString(route).replaceFirst("contracts/dvd_clicks-value\\S+", CONTRACT.toString()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return editing(ROUTES, "ingest.batch-wait-ms=50");
    }

    @Test
    @Order(1)
    void aWiderListIsLiveAtTheNextBatchAndTheLedgerNamesTheContractOfEach() throws IOException {
        sendClicks(20);
        awaitRecords(20);
        send("u", click("swipe"));
        flush();
        awaitRecords(21);
        assertThat(dead()).isEqualTo(1);

        edit("\"add_to_watchlist\"", "\"add_to_watchlist\", \"swipe\"");
        within(SECONDS).until(() -> count("(SELECT uniqExact(hash) FROM contracts)") == 2);
        send("u", click("swipe"));
        flush();
        awaitRecords(22);

        assertThat(dead()).isEqualTo(1);
        assertThat(count("(SELECT count() FROM clicks WHERE event_type = 'swipe')"))
                .isEqualTo(1);
        assertThat(count("(SELECT uniqExact(contract) FROM deliveries FINAL WHERE records > 0)"))
                .isEqualTo(2);
        assertThat(count("(SELECT count() FROM deliveries FINAL WHERE contract NOT IN (SELECT hash FROM contracts))"))
                .isZero();
    }

    @Test
    @Order(2)
    void aBrokenFileChangesNothingAndIsNamedUntilItIsMended() throws IOException {
        String good = Files.readString(CONTRACT);
        int line = good.lines().map(String::strip).toList().indexOf("\"maximum\": 1000000") + 1;

        edit("\"maximum\": 1000000", "\"maximun\": 1000000");
        within(SECONDS).untilAsserted(() -> assertThat(health())
                .contains("DEGRADED")
                .contains("clicks.schema.json, line " + line)
                .contains("maximun")
                .contains("Is maximum meant?"));
        send("u", click("swipe"));
        flush();
        awaitRecords(23);
        assertThat(dead()).isEqualTo(1);

        for (String broken : List.of("{", "", "[]", "{\"type\": \"string\"}")) {
            Files.writeString(CONTRACT, broken);
            within(SECONDS).untilAsserted(() -> assertThat(health()).contains("clicks.schema.json"));
        }
        Files.delete(CONTRACT);
        within(SECONDS).untilAsserted(() -> assertThat(health()).contains("clicks.schema.json is not there"));

        Files.writeString(CONTRACT, good);
        within(SECONDS).untilAsserted(() -> assertThat(health()).doesNotContain("clicks.schema.json"));
        sendClicks(5);
        awaitRecords(28);
        assertThat(count("(SELECT uniqExact(hash) FROM contracts)")).isEqualTo(2);
    }

    @Test
    @Order(3)
    void aBatchThatWasBegunIsFinishedUnderItsOwnContract() throws Exception {
        String own =
                query("SELECT contract FROM deliveries FINAL WHERE records > 0 ORDER BY delivered_at DESC LIMIT 1");
        context.getRouteController().stopRoute("clicks-ingest");
        TopicPartition partition = partitions().get(0);
        long next = ends(0);
        while (ends(0) < next + 10) {
            send(UUID.randomUUID().toString(), click("swipe"));
            flush();
        }
        begin(partition, next, next + 4, own);
        long sent = ends();

        edit("\"add_to_watchlist\", \"swipe\"", "\"add_to_watchlist\"");
        context.getRouteController().startRoute("clicks-ingest");
        awaitRecords(sent);

        assertThat(query("SELECT contract, clicks, dead_letters FROM deliveries FINAL WHERE _partition = 0"
                        + " AND first_offset = " + next))
                .isEqualTo(own + "\t4\t0");
        assertThat(query("SELECT sum(clicks), uniqExact(contract) FROM deliveries FINAL WHERE _partition = 0"
                        + " AND first_offset >= " + (next + 4)))
                .isEqualTo("0\t1");
    }

    private void begin(TopicPartition partition, long offset, long end, String contract) throws Exception {
        try (Admin admin = Admin.create(kafka().admin("test"))) {
            String id = admin.describeTopics(List.of(partition.topic()))
                    .allTopicNames()
                    .get()
                    .get(partition.topic())
                    .topicId()
                    .toString();
            String intent = "clickreel/1 topic=" + id + " intent=" + end + " contract=" + contract;
            admin.alterConsumerGroupOffsets(stream().group(), Map.of(partition, CommitText.commit(offset, intent)))
                    .all()
                    .get();
        }
    }

    private static void edit(String before, String after) throws IOException {
        String text = Files.readString(CONTRACT);
        assertThat(text).contains(before);
        Files.writeString(CONTRACT, text.replace(before, after));
    }

    private static String click(String type) {
        return """
                {"event_id": "%s", "event_ts": "2026-01-31 12:00:51.766", "user_id": "u", "session_id": "s",
                 "film_id": 7, "event_type": "%s", "page": "browse", "position": 9, "device": "watch",
                 "referrer": "recommendation"}""".formatted(UUID.randomUUID(), type);
    }

    private long dead() {
        return count("(SELECT count() FROM dead_letters FINAL)");
    }

    private void awaitRecords(long records) {
        within(60).until(() -> count("(SELECT sum(records) FROM deliveries FINAL)") == records);
    }
}
