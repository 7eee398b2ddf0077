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
        return Map.of("clicks.ingest.batch-wait-ms", "50");
    }

    @Test
    @Order(1)
    void aTransactionThatEndsSoonIsNoNews() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer("short", 60_000)) {
            for (int i = 0; i < 4; i++) {
                producer.beginTransaction();
                send(producer, 0, 3);
                producer.flush();
                TimeUnit.SECONDS.sleep(3);
                assertThat(health()).doesNotContain("DEGRADED");
                producer.commitTransaction();
            }
        }
        within(30).until(() -> stored() == 12);
    }

    @Test
    @Order(2)
    void twoAtOnceAreNamedWithWhoSinceWhenAndHowMuchWaits() throws Exception {
        long stored = stored();
        try (KafkaProducer<byte[], byte[]> first = producer("orders-1", 300_000);
                KafkaProducer<byte[], byte[]> second = producer("orders-2", 300_000)) {
            first.beginTransaction();
            long from = ends(1);
            send(first, 1, 5);
            first.flush();
            second.beginTransaction();
            send(second, 1, 7);
            second.flush();
            sendPlain(1, 20);

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
            assertThat(stored()).isEqualTo(stored);
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
        }
        within(30).until(() -> stored() == stored + 32);
        within(15).untilAsserted(() -> assertThat(health()).doesNotContain("DEGRADED"));
    }

    @Test
    @Order(3)
    void oneThatIsAbortedByHandHoldsNothingAnyMore() throws Exception {
        long stored = stored();
        try (KafkaProducer<byte[], byte[]> producer = producer("aborted", 300_000)) {
            producer.beginTransaction();
            long from = ends(0);
            send(producer, 0, 4);
            producer.flush();
            sendPlain(0, 3);
            within(30).untilAsserted(() -> assertThat(health()).contains("transactional.id aborted (producer id"));
            abort(partitions().get(0), from);
            within(15).untilAsserted(() -> assertThat(health()).doesNotContain("DEGRADED"));
            within(15).until(() -> stored() == stored + 3);
        }
    }

    @Test
    @Order(4)
    void oneThatSpansBothPartitionsHoldsBoth() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer("both", 300_000)) {
            producer.beginTransaction();
            send(producer, 0, 2);
            send(producer, 1, 3);
            producer.flush();
            within(30).untilAsserted(() -> assertThat(health())
                    .contains(partitions().get(0) + " is held at")
                    .contains(partitions().get(1) + " is held at"));
            producer.abortTransaction();
        }
        within(15).untilAsserted(() -> assertThat(health()).doesNotContain("DEGRADED"));
    }

    @Test
    @Order(5)
    void oneWhoseProducerDiedIsNamedUntilKafkaAbortsIt() throws Exception {
        long stored = stored();
        KafkaProducer<byte[], byte[]> dead = producer("dead", 20_000);
        dead.beginTransaction();
        send(dead, 0, 4);
        dead.flush();
        // As if it were killed: it neither commits nor aborts.
        dead.close(Duration.ZERO);
        sendPlain(0, 6);
        within(19).untilAsserted(() -> assertThat(health())
                .contains("transactional.id dead (producer id")
                .contains("; Kafka aborts it at 20")
                .contains("(transaction.timeout.ms=20000)"));
        within(60).until(() -> stored() == stored + 6);
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
