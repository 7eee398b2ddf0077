package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.testing.DeliveryTestSupport;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A producer's open transaction holds a partition for every reader of committed records: who, since when, how much waits. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OpenTransactionsTest extends DeliveryTestSupport {
    /** The pipeline's state is that of its managed routes. */
    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        super.configureTest(configuration);
        configuration.withEnableJMX();
    }

    @Override
    protected Map<String, String> overrides() {
        return Map.of("ingest.batch-wait-ms", "50");
    }

    /** The short ones go on beside the long ones, for both need more than the ten seconds after which one is told. */
    @Test
    @Order(1)
    void twoAtOnceAreNamedWithWhoSinceWhenAndHowMuchWaitsAndShortOnesAreNoNews() throws Exception {
        try (KafkaProducer<byte[], byte[]> first = producer("orders-1", 300_000);
                KafkaProducer<byte[], byte[]> second = producer("orders-2", 300_000);
                KafkaProducer<byte[], byte[]> brief = producer("short", 60_000)) {
            first.beginTransaction();
            long from = ends(1);
            send(first, 1, 5);
            first.flush();
            second.beginTransaction();
            send(second, 1, 7);
            second.flush();
            sendPlain(1, 20);

            int shortOnes = 0;
            while (shortOnes < 4 || !health().contains("DEGRADED")) {
                brief.beginTransaction();
                send(brief, 0, 3);
                brief.flush();
                TimeUnit.SECONDS.sleep(3);
                assertThat(health()).doesNotContain(partitions().get(0) + " is held");
                brief.commitTransaction();
                shortOnes++;
            }
            long expected = 3L * shortOnes;
            within(30).until(() -> stored() == expected);

            within(30).untilAsserted(() -> assertThat(health())
                    .contains("\"status\":\"UP\"")
                    .contains("DEGRADED: " + partitions().get(1) + " is held at offset " + from + " since 20")
                    .contains("32 offsets from there on wait until it ends")
                    .contains("It is that of transactional.id orders-1 (producer id ")
                    .contains("(transaction.timeout.ms=300000); behind it are open: transactional.id orders-2 (")
                    .contains("kafka-transactions.sh --bootstrap-server "
                            + settings().text("kafka.broker-url") + " abort --topic "
                            + settings().text("kafka.topic") + " --partition 1 --start-offset " + from)
                    .doesNotContain("DOWN"));
            assertThat(stored()).isEqualTo(expected);
            within(20).untilAsserted(() -> {
                JsonNode pipeline = pipeline();
                assertThat(check(pipeline, "transactions").path("state").asText())
                        .isEqualTo("DEGRADED");
                assertThat(check(pipeline, "transactions").path("message").asText())
                        .startsWith(partitions().get(1) + " is held");
                assertThat(pipeline.path("partitions").get(1).path("lag").asLong())
                        .isEqualTo(32);
                assertThat(pipeline.path("partitions").get(1).path("held").asLong())
                        .isEqualTo(32);
                assertThat(pipeline.path("partitions").get(0).path("held").asLong())
                        .isZero();
            });
            assertThat(get("management.port", "/observe/metrics"))
                    .containsPattern("clickreel_ingest_held_offsets\\S* 32");

            // The one behind it is as old: it is told at once.
            first.commitTransaction();
            within(15).untilAsserted(() -> assertThat(health())
                    .contains("is held at offset " + (from + 5) + " since")
                    .contains("It is that of transactional.id orders-2 ("));
            second.commitTransaction();
            within(30).until(() -> stored() == expected + 32);
        }
        within(15).untilAsserted(() -> assertThat(health()).doesNotContain("DEGRADED"));
    }

    /** One that spans both partitions is behind one whose producer died, and behind one that is aborted by hand. */
    @Test
    @Order(2)
    void eachIsNamedUntilItsProducerAnOperatorOrKafkaAbortsIt() throws Exception {
        long stored = stored();
        KafkaProducer<byte[], byte[]> dead = producer("dead", 25_000);
        try (KafkaProducer<byte[], byte[]> aborted = producer("aborted", 300_000);
                KafkaProducer<byte[], byte[]> both = producer("both", 300_000)) {
            aborted.beginTransaction();
            long from = ends(1);
            send(aborted, 1, 4);
            aborted.flush();
            dead.beginTransaction();
            long deadFrom = ends(0);
            send(dead, 0, 4);
            dead.flush();
            both.beginTransaction();
            send(both, 0, 2);
            send(both, 1, 3);
            both.flush();
            // As if it were killed: it neither commits nor aborts.
            dead.close(Duration.ZERO);
            sendPlain(0, 6);
            sendPlain(1, 3);

            within(24).untilAsserted(() -> assertThat(health())
                    .contains(partitions().get(0) + " is held at offset " + deadFrom)
                    .contains("transactional.id dead (producer id")
                    .contains("; Kafka aborts it at 20")
                    .contains("(transaction.timeout.ms=25000); behind it are open: transactional.id both (")
                    .contains(partitions().get(1) + " is held at offset " + from)
                    .contains("transactional.id aborted (producer id"));

            abort(partitions().get(1), from);
            within(15).untilAsserted(() -> assertThat(health())
                    .contains(partitions().get(1) + " is held at offset " + (from + 4))
                    .contains("It is that of transactional.id both (producer id")
                    .doesNotContain("transactional.id aborted"));
            both.abortTransaction();
            within(15).untilAsserted(() -> assertThat(health())
                    .doesNotContain(partitions().get(1) + " is held"));
            within(60).until(() -> stored() == stored + 9);
        }
        within(15).untilAsserted(() -> assertThat(health()).doesNotContain("DEGRADED"));
    }

    private KafkaProducer<byte[], byte[]> producer(String transactionalId, int timeoutMs) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        settings().text("kafka.broker-url"),
                        "transactional.id",
                        transactionalId,
                        "transaction.timeout.ms",
                        timeoutMs),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private void sendPlain(int partition, int count) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", settings().text("kafka.broker-url")),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            send(producer, partition, count);
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer, int partition, int count) {
        for (int i = 0; i < count; i++) {
            String click = """
                    {"event_id": "%s", "event_ts": "2026-01-31 12:18:51.766", "user_id": "u_1", "session_id": "s_1",
                     "film_id": 331, "event_type": "view", "page": "browse", "position": 9, "device": "tablet",
                     "referrer": "recommendation"}""".formatted(UUID.randomUUID());
            producer.send(new ProducerRecord<>(settings().text("kafka.topic"), partition, null, bytes(click)));
        }
    }

    /** As kafka-transactions.sh does it. */
    private void abort(TopicPartition partition, long startOffset) throws Exception {
        try (Admin admin = Admin.create(
                Map.<String, Object>of("bootstrap.servers", settings().text("kafka.broker-url")))) {
            ProducerState producer = admin
                    .describeProducers(java.util.Set.of(partition))
                    .partitionResult(partition)
                    .get()
                    .activeProducers()
                    .stream()
                    .filter(one -> one.currentTransactionStartOffset().orElse(-1) == startOffset)
                    .findFirst()
                    .orElseThrow();
            admin.abortTransaction(new AbortTransactionSpec(
                            partition,
                            producer.producerId(),
                            (short) producer.producerEpoch(),
                            producer.coordinatorEpoch().orElse(0)))
                    .all()
                    .get();
        }
    }

    private long stored() {
        return count("(SELECT count() FROM clicks)");
    }

    private JsonNode pipeline() throws IOException {
        return new ObjectMapper().readTree(get("dashboard.port", "/api/pipeline"));
    }

    private static JsonNode check(JsonNode pipeline, String name) {
        for (JsonNode check : pipeline.path("checks")) {
            if (check.path("name").asText().equals(name)) {
                return check;
            }
        }
        throw new AssertionError("no check " + name + " in " + pipeline);
    }
}
