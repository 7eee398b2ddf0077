package io.clickreel.newstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clickreel.audit.AuditReports;
import io.clickreel.audit.Audits;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.contract.ValueReader;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.routes.StreamRoutes;
import io.clickreel.run.PipelineConfiguration;
import io.clickreel.stream.Stream;
import io.clickreel.testing.HomeCopy;
import io.clickreel.testing.NewTopics;
import io.clickreel.testing.PipelineTestSupport;
import io.clickreel.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Events of any shape, all the way: from a topic of Kafka, by the stream that {@code streams new} makes of it while Clickreel
 * runs, into the table that it made, as Jackson reads them. A stream takes some seconds to be made, so these are few; with
 * {@code -Dshapes.count=200} it takes more, with {@code -Dshapes.seed} those of an earlier run.
 */
class ShapesThroughKafkaTest extends PipelineTestSupport {
    private static final Path HOME = HomeCopy.make();
    private static final int SHAPES = Integer.getInteger("shapes.count", 8);
    /** Streams that run at once: each has consumers of its own. */
    private static final int AT_ONCE = 10;

    private static final int EVENTS = 25;
    /** Those with lower numbers are in {@link ShapesTest}. */
    private static final long SEED = Long.getLong("shapes.seed", 1_000 + System.currentTimeMillis());

    private KafkaProducer<byte[], byte[]> producer;

    /** What was sent, by the place in Kafka where it is. */
    private record Made(String what, Draft draft, Map<String, ObjectNode> events) {}

    @Override
    protected Map<String, String> overrides() {
        return editing(HOME.resolve("routes"), "clicks.enabled=false", "ingest.batch-wait-ms=100");
    }

    @Override
    protected void configure(MainConfigurationProperties configuration) {
        configuration.addConfiguration(new PipelineConfiguration(settings(), HOME, mistake -> {
            throw mistake;
        }));
    }

    @AfterAll
    void closeProducer() {
        producer.close();
    }

    @Test
    void eventsOfAnyShapeComeThroughKafkaIntoTheirTablesAsTheyAre() throws Exception {
        producer =
                new KafkaProducer<>(kafka().producer(Map.of()), new ByteArraySerializer(), new ByteArraySerializer());
        int values = 0;
        try (ClickHouse clickHouse = clickHouse().open();
                KafkaAdmin admin = new KafkaAdmin(kafka().admin("test"))) {
            NewStream streams =
                    new NewStream(HOME, HOME.resolve("routes"), clickHouse, kafka(), admin, ValueReader.PLAIN);
            for (int first = 0; first < SHAPES; first += AT_ONCE) {
                List<Made> made = new ArrayList<>();
                for (int i = first; i < Math.min(SHAPES, first + AT_ONCE); i++) {
                    made.add(make(streams, i));
                }
                for (Made each : made) {
                    values += assertStored(clickHouse, each);
                }
                if (first == 0) {
                    // Later, streams that have ended are in the ledger, which the audit names.
                    assertAuditHolds(clickHouse, admin);
                }
                for (Made each : made) {
                    Files.delete(HOME.resolve("routes")
                            .resolve(each.draft().request().routeFile()));
                }
                // A file that is gone ends its stream at the next start; here it has to make room at once.
                for (Made each : made) {
                    context.getRouteController()
                            .stopRoute(each.draft().request().routeId());
                    context.removeRoute(each.draft().request().routeId());
                }
            }
        }
        // Otherwise the shapes would prove little.
        assertThat(values).isGreaterThan(SHAPES * EVENTS * 2);
    }

    /** Half of the events are the sample, and are there when the route starts; the others come while it runs. */
    private Made make(NewStream streams, int number) throws Exception {
        long seed = SEED + number;
        String topic = settings().text("kafka.topic") + "_" + number;
        NewTopics.create(kafka().admin("test"), new NewTopic(topic, 2, (short) 1));
        GeneratedShape shape = new GeneratedShape(seed);
        Map<String, ObjectNode> events = new LinkedHashMap<>();
        List<ObjectNode> sample = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            sample.add(shape.event());
        }
        send(topic, sample, events);
        Draft draft = streams.draft(
                new Request("shape-" + number, topic, null, EVENTS), StreamRoutes.ofFiles(settings(), HOME), 1);
        String what = "-Dshapes.seed=" + seed + " -Dshapes.count=1";
        assertThat(draft.trial().dead()).as(what).isEmpty();
        assertThat(draft.trial().stored()).as(what).isEqualTo(EVENTS);
        streams.create(draft, 2);
        // The sample is all that the contract was made of: others of the same shape could break it.
        send(topic, sample, events);
        return new Made(what, draft, events);
    }

    private void send(String topic, List<ObjectNode> sample, Map<String, ObjectNode> events) throws Exception {
        for (ObjectNode event : sample) {
            RecordMetadata place = producer.send(new ProducerRecord<>(topic, bytes(event.toString())))
                    .get();
            events.put(place.partition() + ":" + place.offset(), event);
        }
    }

    private int assertStored(ClickHouse clickHouse, Made made) throws IOException {
        Request request = made.draft().request();
        within(90)
                .until(() ->
                        count("(SELECT sum(records) FROM deliveries FINAL WHERE _topic = '" + request.topic() + "')")
                                == made.events().size());
        assertThat(query("SELECT reason, detail FROM dead_letters WHERE _topic = '" + request.topic() + "'"))
                .as(made.what())
                .isEmpty();
        Map<String, Map<String, String>> rows = rows(clickHouse, request.table());
        assertThat(rows.keySet())
                .as(made.what())
                .containsExactlyInAnyOrderElementsOf(made.events().keySet());
        for (Map.Entry<String, ObjectNode> each : made.events().entrySet()) {
            StoredEvent.assertIs(made.what(), each.getValue(), made.draft().proposal(), rows.get(each.getKey()));
        }
        assertThat(count("(SELECT sum(rows) FROM batches WHERE _topic = '" + request.topic() + "')"))
                .as(made.what())
                .isEqualTo(made.events().size());
        return made.events().size() * made.draft().proposal().columns().size();
    }

    /** Each row by its place in Kafka, which is there once. */
    private static Map<String, Map<String, String>> rows(ClickHouse clickHouse, String table) {
        Map<String, Map<String, String>> rows = new HashMap<>();
        for (Map<String, String> values : Trial.rows(clickHouse, table, Integer.MAX_VALUE)) {
            assertThat(rows.put(values.get("_partition") + ":" + values.get("_offset"), values))
                    .isNull();
        }
        return rows;
    }

    private void assertAuditHolds(ClickHouse clickHouse, KafkaAdmin admin) {
        List<Stream> streams = StreamRoutes.ofFiles(settings(), HOME);
        AuditReports reports = new Audits(clickHouse, admin, streams)
                .run(streams.stream().filter(Stream::enabled).toList(), stream -> null);
        assertThat(reports.verdict().exitCode())
                .as("seed " + SEED + ": " + reports.text())
                .isZero();
    }
}
