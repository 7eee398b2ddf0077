package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.DeliveryTestSupport;
import io.clickreel.testing.NewTopics;
import io.clickreel.testing.SharedServices;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A topic that was there before, whose times are by its producers' clocks, and whose first records are deleted already. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecordTimesTest extends DeliveryTestSupport {
    private static final Pattern MOST_DELAY =
            Pattern.compile("(?m)^clickreel_ingest_delay_seconds_max(?:\\{.*})? (\\S+)$");
    private static final Pattern UNKNOWN =
            Pattern.compile("(?m)^clickreel_ingest_delay_unknown_total(?:\\{.*})? (\\S+)$");

    @Override
    protected Map<String, String> overrides() {
        String topic = "RecordTimes_" + UUID.randomUUID().toString().substring(0, 8);
        Map<String, Object> kafka =
                Map.of("bootstrap.servers", SharedServices.settings().text("kafka.broker-url"));
        NewTopics.create(
                kafka,
                new NewTopic(topic, 2, (short) 1)
                        .configs(Map.of(
                                "message.timestamp.type",
                                "CreateTime",
                                "message.timestamp.after.max.ms",
                                Long.toString(Long.MAX_VALUE),
                                "retention.ms",
                                "-1")));
        try (Admin admin = Admin.create(kafka)) {
            try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
                for (int i = 0; i < 1_000; i++) {
                    producer.send(new ProducerRecord<>(topic, 0, null, click()));
                }
            }
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return Map.of("kafka.topic", topic, "ingest.batch-wait-ms", "50");
    }

    @Test
    @Order(1)
    void aPartitionWhoseLogBeginsAboveZeroAtItsFirstReadIsNamed() {
        within(30).untilAsserted(() -> assertThat(health())
                .contains(partitions().get(0)
                        + " was first read at offset 1,000: 1,000 offsets before it had been deleted by"
                        + " Kafka's retention or by hand; the audit speaks from there on")
                .doesNotContain(partitions().get(1) + " was first read")
                .doesNotContain("DEGRADED"));
        assertThat(metrics()).containsPattern("deleted_before_first_read_offsets_total\\S* 1000");
    }

    @Test
    @Order(2)
    void itIsToldWhoseClockTheTimesAreByAndHowToMendIt() {
        within(30).untilAsserted(() -> assertThat(health())
                .contains("Topic " + settings().text("kafka.topic") + " has message.timestamp.type=CreateTime")
                .contains("kafka-configs.sh --bootstrap-server " + settings().text("kafka.broker-url") + " --alter"
                        + " --entity-type topics --entity-name " + settings().text("kafka.topic"))
                .doesNotContain("Topic " + settings().text("kafka.dead-topic") + " has"));
    }

    @Test
    @Order(2)
    void aTopicThatIsMadeHereHasItsTimesByKafkasClock() throws Exception {
        ConfigResource made =
                new ConfigResource(ConfigResource.Type.TOPIC, settings().text("kafka.dead-topic"));
        try (Admin admin = Admin.create(
                Map.<String, Object>of("bootstrap.servers", settings().text("kafka.broker-url")))) {
            ConfigEntry type =
                    admin.describeConfigs(List.of(made)).all().get().get(made).get("message.timestamp.type");
            assertThat(type.value()).isEqualTo("LogAppendTime");
            assertThat(type.source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
        }
    }

    @Test
    @Order(3)
    void timesThatNoClockCanMeanMakeNoDelay() {
        long nowMs = System.currentTimeMillis();
        long[] times = {
            0,
            1,
            nowMs / 1_000,
            nowMs * 1_000,
            nowMs - Duration.ofDays(60).toMillis(),
            nowMs + 3_600_000,
            Instant.parse("2190-01-01T00:00:00Z").toEpochMilli(),
            nowMs * 1_000_000,
            Long.MAX_VALUE
        };
        for (long timestampMs : times) {
            long before = unknown();
            long stored = stored();
            sendAt(timestampMs);
            within(30)
                    .untilAsserted(() ->
                            assertThat(stored()).as("with time " + timestampMs).isEqualTo(stored + 1));
            within(30)
                    .untilAsserted(() ->
                            assertThat(unknown()).as("with time " + timestampMs).isGreaterThan(before));
        }
        assertThat(mostDelay()).isLessThan(600);
        long stored = stored();
        sendAt(System.currentTimeMillis() - 5_000);
        within(30).until(() -> stored() == stored + 1);
        within(30).untilAsserted(() -> assertThat(mostDelay()).isBetween(5.0, 600.0));
        assertThat(unknown()).isEqualTo(times.length);
    }

    @Test
    @Order(4)
    void norDoQuestions() {
        String batches = get("dashboard.port", "/api/questions/pipeline-batches?minutes=60");
        assertThat(batches).contains("delay_p99_seconds").contains("whose clock");
        Matcher delay = Pattern.compile("\"delay_p99_seconds\":([-0-9.eE]+)").matcher(batches);
        while (delay.find()) {
            assertThat(Double.parseDouble(delay.group(1))).isBetween(0.0, 604_800.0);
        }
        Matcher total = Pattern.compile("\"delay_seconds\":([-0-9.eE]+)")
                .matcher(get("dashboard.port", "/api/questions/totals"));
        assertThat(total.find()).isTrue();
        assertThat(Double.parseDouble(total.group(1))).isBetween(0.0, 604_800.0);
    }

    @Test
    @Order(5)
    void whenItIsMendedTheWarningGoesByItself() throws Exception {
        try (Admin admin = Admin.create(
                Map.<String, Object>of("bootstrap.servers", settings().text("kafka.broker-url")))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(
                                    ConfigResource.Type.TOPIC, settings().text("kafka.topic")),
                            Set.of(new AlterConfigOp(
                                    new ConfigEntry("message.timestamp.type", "LogAppendTime"),
                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
        within(60).untilAsserted(() -> assertThat(health()).doesNotContain("message.timestamp.type"));
        long before = unknown();
        long stored = stored();
        sendAt(1);
        within(30).until(() -> stored() == stored + 1);
        assertThat(unknown()).isEqualTo(before);
        assertThat(count("(SELECT countIf(_timestamp > now() - 60) FROM clicks)"))
                .isPositive();
    }

    private void sendAt(long timestampMs) {
        try (KafkaProducer<byte[], byte[]> producer =
                producer(Map.of("bootstrap.servers", settings().text("kafka.broker-url")))) {
            producer.send(new ProducerRecord<>(settings().text("kafka.topic"), 1, timestampMs, null, click()));
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> kafka) {
        return new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static byte[] click() {
        return bytes("""
                {"event_id": "%s", "event_ts": "2026-01-31 12:18:51.766", "user_id": "u_1", "session_id": "s_1",
                 "film_id": 331, "event_type": "view", "page": "browse", "position": 9, "device": "tablet",
                 "referrer": "recommendation"}""".formatted(UUID.randomUUID()));
    }

    private long stored() {
        return count("(SELECT count() FROM clicks)");
    }

    private double mostDelay() {
        return metric(MOST_DELAY);
    }

    private long unknown() {
        return (long) metric(UNKNOWN);
    }

    private double metric(Pattern pattern) {
        Matcher found = pattern.matcher(metrics());
        assertThat(found.find()).as(pattern.pattern()).isTrue();
        return Double.parseDouble(found.group(1));
    }

    private String metrics() {
        return get("management.port", "/observe/metrics");
    }
}
