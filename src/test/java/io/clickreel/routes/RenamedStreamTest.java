package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.kafka.CommitText;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.schema.SchemaRunner;
import io.clickreel.stream.Stream;
import io.clickreel.testing.DeliveryTestSupport;
import io.clickreel.testing.NewTopics;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Names that operators change in a copy of routes/ while clicks come: audit and replay follow them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RenamedStreamTest extends DeliveryTestSupport {
    private static final int SECONDS = 40;
    private static final int ROUNDS = 3;
    private static final Path ROUTES = Services.copyOfRoutes();
    private static final Path INGEST = ROUTES.resolve("clicks-ingest.camel.yaml");

    @Override
    protected Map<String, String> overrides() {
        return editing(ROUTES, "ingest.batch-wait-ms=100", "ingest.batch-rows=300", "ingest.instance-id=renamed");
    }

    @Test
    @Order(1)
    void theStreamIsWhatItsRouteSays() {
        assertThat(stream())
                .isEqualTo(new Stream(
                        "clicks",
                        settings().text("kafka.topic"),
                        "clicks-ingest",
                        settings().text("kafka.dead-topic"),
                        "clicks",
                        Services.home().resolve("contracts/dvd_clicks-value.schema.json"),
                        true));
    }

    @Test
    @Order(2)
    void aGroupThatIsRenamedUnderLoadIsFollowedByReplayAndAudit() throws Exception {
        sendClicks(1_000);
        awaitStored();
        for (int round = 1; round <= ROUNDS; round++) {
            String renamed = "storm-" + round;
            edit("groupId: \\S+", "groupId: " + renamed);
            within(SECONDS).ignoreExceptions().until(() -> {
                sendClicks(50);
                return liveGroup().equals(renamed);
            });
            assertThat(stream().group()).isEqualTo(renamed);

            Thread load = new Thread(() -> {
                for (int i = 0; i < 40; i++) {
                    sendClicks(50);
                }
            });
            load.start();
            replayFrom("1970-01-01");
            load.join();

            awaitStored();
            assertAudited(streams().get(0));
        }
    }

    @Test
    @Order(3)
    void aBatchThatWasBegunUnderTheOldNameIsFinishedAsItWasBegun() throws Exception {
        context.getRouteController().stopRoute("clicks-ingest");
        TopicPartition partition = partitions().get(0);
        long next = ends(partition.partition());
        sendClicks(400);
        long end = next + 37;
        assertThat(ends(partition.partition())).isGreaterThan(end);
        try (Admin admin = Admin.create(kafka().admin("test"))) {
            String topicId = admin.describeTopics(List.of(partition.topic()))
                    .allTopicNames()
                    .get()
                    .get(partition.topic())
                    .topicId()
                    .toString();
            admin.alterConsumerGroupOffsets(
                            "before",
                            Map.of(
                                    partition,
                                    CommitText.commit(next, "clickreel/1 topic=" + topicId + " intent=" + end)))
                    .all()
                    .get();
        }

        edit("groupId: \\S+", "groupId: after");
        within(SECONDS).ignoreExceptions().until(() -> liveGroup().equals("after"));
        assertThat(isStarted()).as("started, though somebody had stopped it").isFalse();
        context.getRouteController().startRoute("clicks-ingest");
        awaitStored();

        assertThat(query("SELECT end_offset FROM deliveries FINAL WHERE _partition = " + partition.partition()
                        + " AND first_offset = " + next))
                .isEqualTo(Long.toString(end));
        assertAudited(streams().get(0));
    }

    /** Another instance, which still reads by the name that the group has now, would store everything once more. */
    @Test
    @Order(4)
    void aGroupThatOthersReadByIsNotRenamedBeforeTheyAreGone() throws Exception {
        awaitStored();
        try (KafkaConsumer<byte[], byte[]> other = member(liveGroup(), stream().topic())) {
            within(SECONDS).until(() -> {
                other.poll(Duration.ofMillis(100));
                return other.groupMetadata().generationId() > 0;
            });
            edit("groupId: \\S+", "groupId: alone");
            within(SECONDS).untilAsserted(() -> {
                other.poll(Duration.ofMillis(100));
                assertThat(health())
                        .contains("clicks-ingest.camel.yaml:10:9: Others (other) read the topic")
                        .contains("with groupId alone here its records would be stored twice");
            });
            assertThat(liveGroup()).isEqualTo("after");
        }
        within(SECONDS).ignoreExceptions().until(() -> liveGroup().equals("alone"));
        sendClicks(300);
        awaitStored();
        assertAudited(streams().get(0));
    }

    /** With another instance id in the route, this instance's consumers are still its own; and not all of a group read this topic. */
    @Test
    @Order(5)
    void onlyOthersThatReadTheTopicHoldUpAnotherNameAndNoOtherEdit() throws Exception {
        edit("groupId: alone\n", "groupId: alone\n        groupInstanceId: blue\n");
        try (KafkaAdmin admin = new KafkaAdmin(kafka().admin("test"));
                KafkaConsumer<byte[], byte[]> elsewhere =
                        member("alone", stream().deadTopic())) {
            within(90).until(() -> {
                elsewhere.poll(Duration.ofMillis(100));
                return !elsewhere.assignment().isEmpty()
                        && admin.readers("alone", stream().topic()).stream().anyMatch(name -> name.startsWith("blue-"));
            });
            edit("groupId: \\S+", "groupId: late");
            within(90).ignoreExceptions().until(() -> {
                elsewhere.poll(Duration.ofMillis(100));
                return liveGroup().equals("late");
            });
        }
        try (KafkaConsumer<byte[], byte[]> other = member("storm-1", stream().topic())) {
            within(SECONDS).until(() -> {
                other.poll(Duration.ofMillis(100));
                return !other.assignment().isEmpty();
            });
            edit("description: .+", "description: Edited while others read by a name of long ago");
            within(SECONDS).until(() -> {
                other.poll(Duration.ofMillis(100));
                return context.getRoute("clicks-ingest") != null
                        && String.valueOf(context.getRoute("clicks-ingest").getDescription())
                                .startsWith("Edited");
            });
        }
        sendClicks(100);
        awaitStored();
        assertAudited(streams().get(0));
    }

    @Test
    @Order(6)
    void aTableThatNothingCountsIsToldByTheHealth() throws Exception {
        awaitStored();
        query("CREATE TABLE elsewhere AS clicks");
        edit("clickreel.table: clicks\n", "clickreel.table: elsewhere\n");
        within(60).untilAsserted(() -> assertThat(health())
                .contains("elsewhere, in which a route stores its stream, is not there or feeds no materialized view"));

        edit("clickreel.table: elsewhere\n", "clickreel.table: clicks\n");
        within(60).untilAsserted(() -> assertThat(health()).doesNotContain("elsewhere"));
        sendClicks(100);
        awaitStored();
        assertAudited(streams().get(0));
    }

    @Test
    @Order(7)
    void aTableThatIsRenamedWithItsViewsIsFollowed() throws Exception {
        awaitStored();
        context.getRouteController().stopRoute("clicks-ingest");
        applyDdl(renamedTable());
        query("INSERT INTO film_clicks SELECT * FROM clicks SETTINGS max_insert_threads = 1");
        for (String view :
                List.of("film_clicks_per_minute", "user_clicks_per_minute", "device_events_per_minute", "sessions")) {
            // What the copy has counted again.
            query("TRUNCATE TABLE " + view);
        }
        query("TRUNCATE TABLE batches");

        edit("clickreel.table: clicks\n", "clickreel.table: film_clicks\n");
        within(SECONDS).ignoreExceptions().until(() -> liveTable().equals("film_clicks"));
        context.getRouteController().startRoute("clicks-ingest");
        sendClicks(500);
        awaitStored();
        replayFrom("1970-01-01");
        sendClicks(100);
        awaitStored();

        assertThat(count("(SELECT count() FROM film_clicks)")).isEqualTo(sent());
        assertThat(count("(SELECT sum(clicks) FROM sessions)")).isEqualTo(sent());
        assertAudited(streams().get(0));
    }

    @Test
    @Order(8)
    void aTopicAndARouteThatAreRenamedAreFollowed() throws Exception {
        String topic = settings().text("kafka.topic") + "_renamed";
        NewTopics.create(kafka().admin("test"), new NewTopic(topic, 1, (short) 1));
        edit("id: clicks-ingest\n", "id: taps-ingest\n");
        edit("kafka:\\{\\{kafka.topic}}", "kafka:" + topic);
        within(SECONDS)
                .until(() -> context.getRoute("taps-ingest") != null
                        && context.getRoute("taps-ingest")
                                .getEndpoint()
                                .getEndpointUri()
                                .contains(topic));
        String click = query(
                "SELECT concat('{\"event_id\": \"', toString(generateUUIDv4()), '\", \"event_ts\":"
                        + " \"2026-01-31 12:00:00\", \"user_id\": \"u\", \"session_id\": \"s\", \"film_id\": 1, \"event_type\":"
                        + " \"view\", \"page\": \"browse\", \"position\": 1, \"device\": \"web\", \"referrer\": \"homepage\"}')");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(kafka().producer(Map.of()), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < 200; i++) {
                producer.send(new ProducerRecord<>(topic, click));
            }
        }

        within(90).until(() -> count("(SELECT sum(records) FROM deliveries FINAL)") == sent() + 200);
        assertThat(query("SELECT DISTINCT stream FROM deliveries WHERE _topic = '" + topic + "'"))
                .isEqualTo("taps");
        assertAudited(streams().get(0));
    }

    /** Files that make another table with the same views, and take the views of the first one away. */
    private static Map<String, String> renamedTable() throws IOException {
        Map<String, String> files = new TreeMap<>();
        files.put("0900_create_film_clicks.sql", "CREATE TABLE IF NOT EXISTS film_clicks AS clicks");
        int number = 901;
        List<Path> views = new ArrayList<>();
        try (var ddl = Files.newDirectoryStream(Services.home().resolve("ddl"), "*_mv.sql")) {
            ddl.forEach(views::add);
        }
        for (Path view : views.stream().sorted().toList()) {
            String name = view.getFileName().toString().replaceAll("^\\d+_create_|\\.sql$", "");
            files.put("0%d_drop_%s.sql".formatted(number++, name), "DROP VIEW IF EXISTS " + name);
            files.put(
                    "0%d_create_%s_of_films.sql".formatted(number++, name),
                    Files.readString(view)
                            .replace(name, name + "_of_films")
                            .replaceAll("(?<=FROM )clicks\\b|clicks(?=\\.)", "film_clicks"));
        }
        return files;
    }

    private void applyDdl(Map<String, String> more) throws Exception {
        Path ddl = Services.folder();
        try (var shipped = Files.newDirectoryStream(Services.home().resolve("ddl"), "*.sql")) {
            for (Path file : shipped) {
                Files.copy(file, ddl.resolve(file.getFileName()));
            }
        }
        for (Map.Entry<String, String> file : more.entrySet()) {
            Files.writeString(ddl.resolve(file.getKey()), file.getValue() + "\n");
        }
        try (ClickHouse clickHouse = clickHouse().open()) {
            new SchemaRunner(clickHouse).apply(ddl);
        }
    }

    private KafkaConsumer<byte[], byte[]> member(String group, String topic) {
        KafkaConsumer<byte[], byte[]> member = new KafkaConsumer<>(
                kafka().consumer(given("group.id=" + group, "client.id=other")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        member.subscribe(List.of(topic));
        return member;
    }

    private static void edit(String pattern, String replacement) throws IOException {
        String before = Files.readString(INGEST);
        String after = before.replaceAll(pattern, replacement);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(INGEST, after);
    }

    private String liveGroup() {
        return ((KafkaEndpoint) context.getRoute("clicks-ingest").getEndpoint())
                .getConfiguration()
                .getGroupId();
    }

    private String liveTable() {
        return StreamRoutes.of(context, Services.home()).stream()
                .filter(stream -> stream.name().equals("clicks"))
                .findFirst()
                .orElseThrow()
                .table();
    }

    private boolean isStarted() {
        return context.getRouteController().getRouteStatus("clicks-ingest").isStarted();
    }

    private void awaitStored() {
        within(90).until(() -> count("(SELECT sum(records) FROM deliveries FINAL)") == sent());
    }
}
