package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.CodedOutputStream;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.contract.ValueReader;
import io.clickreel.redrive.Redrive;
import io.clickreel.redrive.RedriveRules;
import io.clickreel.redrive.Selection;
import io.clickreel.registry.RegistryValues;
import io.clickreel.replay.Replay;
import io.clickreel.replay.ReplayRequest;
import io.clickreel.stream.Contracts;
import io.clickreel.testing.PipelineTestSupport;
import io.clickreel.testing.RegistryServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clicks as Avro, as Protobuf and as JSON, by the same contract, and a registry that comes and goes. */
class RegisteredValuesTest extends PipelineTestSupport {
    private static final RegistryServer REGISTRY = new RegistryServer();

    private static final Schema AVRO = new Schema.Parser().parse("""
            {"type":"record","name":"Click","namespace":"com.example","fields":[
            {"name":"event_id","type":{"type":"string","logicalType":"uuid"}},
            {"name":"event_ts","type":{"type":"long","logicalType":"timestamp-millis"}},
            {"name":"user_id","type":"string"},{"name":"session_id","type":"string"},{"name":"film_id","type":"int"},
            {"name":"event_type","type":{"type":"enum","name":"Kind","symbols":["view","detail_view"]}},
            {"name":"page","type":"string"},{"name":"position","type":"int"},{"name":"device","type":"string"},
            {"name":"referrer","type":"string"},{"name":"campaign","type":["null","string"],"default":null}]}""");

    private static final String PROTOBUF = """
            syntax = "proto3";
            import "google/protobuf/timestamp.proto";
            message Click {
              string event_id = 1; google.protobuf.Timestamp event_ts = 2; string user_id = 3; string session_id = 4;
              int32 film_id = 5; Kind event_type = 6; string page = 7; int32 position = 8; string device = 9;
              string referrer = 10;
              enum Kind { detail_view = 0; view = 1; }
            }
            """;

    private static final long AT_MS = 1_769_861_931_766L; // 2026-01-31 12:18:51.766
    private static final String STORED = "SELECT count(), uniqExact(event_id), uniqExact(_partition, _offset),"
            + " uniqExact(event_ts, film_id, event_type, page, position, device, referrer), any(event_ts),"
            + " any(event_type) FROM clicks WHERE session_id = '%s'";

    private KafkaProducer<byte[], byte[]> producer;

    @Override
    protected Map<String, String> overrides() {
        return given("schema-registry.url=" + REGISTRY.url(), "ingest.batch-wait-ms=100", "ingest.dead-share-max=1");
    }

    @BeforeEach
    void allIsWell() {
        REGISTRY.answerAgain();
        if (producer == null) {
            producer = new KafkaProducer<>(
                    kafka().producer(Map.of()), new ByteArraySerializer(), new ByteArraySerializer());
        }
        within(30).untilAsserted(() -> assertThat(health()).doesNotContain("DOWN"));
    }

    @AfterAll
    void close() {
        producer.close();
        REGISTRY.close();
    }

    @Test
    void theSameClicksInFourFormsAreTheSameRows() throws Exception {
        int avro = REGISTRY.register("AVRO", AVRO.toString());
        int protobuf = REGISTRY.register("PROTOBUF", PROTOBUF);
        int json = REGISTRY.register("JSON", "{\"type\": \"object\"}");
        long dead = dead();
        for (int i = 0; i < 500; i++) {
            send(i % 2, avro(avro, "s_four"));
            send(i % 2, protobuf(protobuf, "s_four"));
            send(i % 2, RegistryServer.value(json, bytes(json("s_four"))));
            send(i % 2, bytes(json("s_four")));
        }
        producer.flush();

        within(60).untilAsserted(() -> assertThat(query(STORED.formatted("s_four")))
                .isEqualTo("2000\t2000\t2000\t1\t2026-01-31 12:18:51.766\tview"));
        assertThat(dead()).isEqualTo(dead);

        assertThat(replayed()).isTrue();
        assertThat(query(STORED.formatted("s_four"))).isEqualTo("2000\t2000\t2000\t1\t2026-01-31 12:18:51.766\tview");
        assertThat(dead()).isEqualTo(dead);
    }

    @Test
    void whileTheRegistryIsAwayItsRecordsWaitAndTheOthersAreStored() throws Exception {
        int avro = REGISTRY.register("AVRO", AVRO.toString());
        long dead = dead();
        REGISTRY.stop();
        for (int i = 0; i < 50; i++) {
            send(0, bytes(json("s_before")));
        }
        for (int i = 0; i < 100; i++) {
            send(0, avro(avro, "s_held"));
            send(0, bytes(json("s_held")));
            send(1, bytes(json("s_other")));
        }
        producer.flush();

        within(60).untilAsserted(() -> assertThat(health())
                .contains("records wait in Kafka: the schema registry at " + REGISTRY.url() + " does not answer (")
                .contains("Start it, or correct schema-registry.url"));
        within(60).untilAsserted(() -> assertThat(get("dashboard.port", "/api/pipeline"))
                .containsPattern("\"partition\":0,\"phase\":\"HELD\",.*\"lastError\":\"the schema registry at"));
        within(60).untilAsserted(() -> assertThat(rows("s_other")).isEqualTo(100));
        within(60).untilAsserted(() -> assertThat(rows("s_before")).isEqualTo(50));
        assertThat(rows("s_held")).isZero();

        // Whoever takes the partition next waits as well.
        context.getRouteController().stopRoute("clicks-ingest");
        within(30).untilAsserted(() -> assertThat(health()).doesNotContain("records wait in Kafka"));
        context.getRouteController().startRoute("clicks-ingest");
        within(60).untilAsserted(() -> assertThat(health()).contains("records wait in Kafka: the schema registry"));
        assertThat(rows("s_held")).isZero();

        REGISTRY.start();
        within(60).untilAsserted(() -> assertThat(query(STORED.formatted("s_held")))
                .isEqualTo("200\t200\t200\t1\t2026-01-31 12:18:51.766\tview"));
        within(30).untilAsserted(() -> assertThat(health()).doesNotContain("DOWN"));
        assertThat(rows("s_before")).isEqualTo(50);
        assertThat(dead()).isEqualTo(dead);
    }

    @Test
    void aRegistryThatAnswersErrorsHoldsAsWell() throws Exception {
        int protobuf = REGISTRY.register("PROTOBUF", PROTOBUF);
        long dead = dead();
        REGISTRY.answer(500, "{\"error_code\":50001,\"message\":\"no store\"}");
        send(1, protobuf(protobuf, "s_500"));
        producer.flush();
        within(60).untilAsserted(() -> assertThat(health()).contains("answers HTTP 500 and no schema"));

        REGISTRY.answerAgain();
        within(60).untilAsserted(() -> assertThat(rows("s_500")).isEqualTo(1));
        assertThat(dead()).isEqualTo(dead);
    }

    @Test
    void whatTheRegistryDoesNotKnowAndWhatIsNoAvroIsDeadAndComesBackByARedrive() throws Exception {
        int avro = REGISTRY.register("AVRO", AVRO.toString());
        int unknown = 500_000;
        byte[] whole = avro(avro, "s_dead");
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 3);
        send(0, avro(unknown, "s_dead"));
        send(0, cut);
        send(0, whole);
        producer.flush();

        String letters = "SELECT reason, count(), any(detail), any(hex(value)) FROM dead_letters FINAL WHERE reason"
                + " = 'bad_encoding' OR detail LIKE '%schema 500000.%' GROUP BY reason ORDER BY reason";
        within(60).untilAsserted(() -> assertThat(query(letters).split("\n"))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("bad_encoding\t1\tThe value is not what schema " + avro
                                        + " (Avro, com.example.Click)")
                                .contains("says: it ends before it is complete.")
                                .endsWith(
                                        java.util.HexFormat.of().withUpperCase().formatHex(cut)),
                        line -> assertThat(line)
                                .startsWith("unknown_schema\t1\tThe schema registry at " + REGISTRY.url()
                                        + " has no schema 500000")));
        within(60).untilAsserted(() -> assertThat(rows("s_dead")).isEqualTo(1));

        REGISTRY.register(unknown, "AVRO", AVRO.toString(), JsonNodeFactory.instance.arrayNode());
        try (ClickHouse door = clickHouse().open();
                Redrive redrive = Redrive.open(
                        kafka(),
                        door,
                        settings().text("kafka.topic"),
                        new Contracts(door, values()).compile(stream()))) {
            assertThat(redrive.run(Selection.ALL, new RedriveRules(false, 10), progress -> {}, () -> false))
                    .satisfies(report -> assertThat(report.moved()).isEqualTo(1))
                    .satisfies(report -> assertThat(report.stillBroken()).containsOnlyKeys("bad_encoding"));
        }
        // The pipeline itself asks for an unknown id again after some seconds; until then the record may be dead once
        // more.
        within(60).untilAsserted(() -> assertThat(rows("s_dead") + deadOf(unknown))
                .isEqualTo(3));
    }

    @Test
    void aRecordOfABatchThatWasBegunKeepsItsFateThoughItsSchemaIsThereNow() throws Exception {
        int late = 600_000;
        long dead = dead();
        query("ALTER TABLE clicks ADD CONSTRAINT not_yet CHECK session_id != 's_fate'");
        send(0, avro(late, "s_fate"));
        send(0, bytes(json("s_fate")));
        producer.flush();
        within(60).untilAsserted(() -> assertThat(dead()).isEqualTo(dead + 1));

        REGISTRY.register(late, "AVRO", AVRO.toString(), JsonNodeFactory.instance.arrayNode());
        within(60).until(() -> {
            send(1, avro(late, "s_late"));
            producer.flush();
            return rows("s_late") > 0;
        });
        long deadBefore = dead();
        context.getRouteController().stopRoute("clicks-ingest");
        query("ALTER TABLE clicks DROP CONSTRAINT not_yet");
        context.getRouteController().startRoute("clicks-ingest");
        within(60).untilAsserted(() -> assertThat(rows("s_fate")).isEqualTo(1));
        within(60).untilAsserted(() -> assertThat(health()).doesNotContain("DOWN"));
        assertThat(dead()).isEqualTo(deadBefore);
        query("TRUNCATE TABLE dead_letters"); // Another test sends all of them again.
    }

    private boolean replayed() throws InterruptedException {
        try (Replay replay = new Replay(
                clickHouse(), kafka(), stream(), streams(), values(), progress -> {}, said -> {}, () -> false)) {
            return replay.run(ReplayRequest.parse("1970-01-01", null, null), false);
        }
    }

    /** As a command beside the pipeline has it. */
    private ValueReader values() {
        return RegistryValues.of(settings());
    }

    private String health() {
        return get("management.port", "/observe/health?data=true").replace("\\", "");
    }

    private long rows(String session) {
        return count("(SELECT count() FROM clicks WHERE session_id = '" + session + "')");
    }

    private long dead() {
        return count("(SELECT count() FROM dead_letters FINAL)");
    }

    private long deadOf(int schema) {
        return count("(SELECT count() FROM dead_letters FINAL WHERE detail LIKE '%schema " + schema + ".%')");
    }

    private void send(int partition, byte[] value) {
        producer.send(new ProducerRecord<>(settings().text("kafka.topic"), partition, null, value));
    }

    private static String json(String session) {
        return """
                {"event_id": "%s", "event_ts": "2026-01-31 12:18:51.766", "user_id": "u_1", "session_id": "%s",
                 "film_id": 7, "event_type": "view", "page": "browse", "position": 9, "device": "tablet",
                 "referrer": "search"}""".formatted(UUID.randomUUID(), session);
    }

    private static byte[] avro(int id, String session) throws IOException {
        GenericRecord click = new GenericRecordBuilder(AVRO)
                .set("event_id", UUID.randomUUID().toString())
                .set("event_ts", AT_MS)
                .set("user_id", "u_1")
                .set("session_id", session)
                .set("film_id", 7)
                .set(
                        "event_type",
                        new GenericData.EnumSymbol(AVRO.getField("event_type").schema(), "view"))
                .set("page", "browse")
                .set("position", 9)
                .set("device", "tablet")
                .set("referrer", "search")
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<>(AVRO).write(click, encoder);
        encoder.flush();
        return RegistryServer.value(id, bytes.toByteArray());
    }

    private static byte[] protobuf(int id, String session) throws IOException {
        ByteArrayOutputStream time = new ByteArrayOutputStream();
        CodedOutputStream timeFields = CodedOutputStream.newInstance(time);
        timeFields.writeInt64(1, AT_MS / 1_000);
        timeFields.writeInt32(2, (int) (AT_MS % 1_000) * 1_000_000);
        timeFields.flush();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0); // The first message of the file.
        CodedOutputStream click = CodedOutputStream.newInstance(bytes);
        click.writeString(1, UUID.randomUUID().toString());
        click.writeByteArray(2, time.toByteArray());
        click.writeString(3, "u_1");
        click.writeString(4, session);
        click.writeInt32(5, 7);
        click.writeEnum(6, 1);
        click.writeString(7, "browse");
        click.writeInt32(8, 9);
        click.writeString(9, "tablet");
        click.writeString(10, "search");
        click.flush();
        return RegistryServer.value(id, bytes.toByteArray());
    }
}
