package io.clickreel.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.PipelineTestSupport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that are larger than a limit somewhere on their way: none of them holds up those behind it. */
class ForeignRecordsTest extends PipelineTestSupport {
    private static final int LARGE = 40_000_000;

    @Override
    protected Map<String, String> overrides() {
        return Map.of("ingest.batch-wait-ms", "200", "ingest.retry-max-ms", "1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
    void aRecordThatUnpacksToMuchBecomesADeadLetterWithItsSizeAndItsBeginning(String codec) throws Exception {
        String key = "bomb " + codec;
        byte[] value = blanks(LARGE);
        // A click that is followed by blanks is a click: what is kept of it must not be taken for one.
        byte[] click = bytes(click("u_" + key));
        System.arraycopy(click, 0, value, 0, click.length);
        value[LARGE - 1] = ' ';
        send(codec, key, value);
        send("none", key, bytes(click("u_behind " + key)));

        within(60).untilAsserted(() -> assertThat(
                        count("(SELECT count() FROM clicks WHERE user_id = 'u_behind " + key + "')"))
                .isEqualTo(1));
        assertThat(query(
                        "SELECT reason, length(value), startsWith(value, '{\"event_id\"'), detail LIKE 'The record takes 400%'"
                                + " FROM dead_letters FINAL WHERE key = '" + key + "'"))
                .isEqualTo("too_large\t65536\t1\t1");
        assertThat(count("(SELECT count() FROM clicks WHERE user_id = 'u_" + key + "')"))
                .isZero();
        assertThat(header(copies(key, 1).get(0), "clickreel.cut")).startsWith("4000");
    }

    @Test
    void manyRecordsOfSomeMegabytesPassThroughOneByOne() throws Exception {
        String key = "many";
        for (int i = 0; i < 16; i++) {
            send("zstd", key, blanks(7_000_000));
        }
        send("none", key, bytes(click("u_many")));

        within(120).untilAsserted(() -> assertThat(count("(SELECT count() FROM clicks WHERE user_id = 'u_many')"))
                .isEqualTo(1));
        assertThat(query("SELECT count(), min(length(value)) FROM dead_letters FINAL WHERE key = 'many'"))
                .isEqualTo("16\t7000000");
    }

    @ParameterizedTest
    @CsvSource({
        "max.message.bytes, 1048588, 5000000, 1000",
        "max.message.bytes, 100000, 200000, 1000",
        "max.message.bytes, 3000, 5000, 1000",
        "cleanup.policy, compact, 300, 300",
        "cleanup.policy, compact, 300000, 1000",
        "max.message.bytes, 300, 400, -1"
    })
    void whatItsTopicDoesNotTakeIsWholeInTheTable(String setting, String limit, int valueBytes, int copied)
            throws Exception {
        String key = setting.startsWith("clean") ? null : "of " + limit;
        alterDeadTopic(setting, limit);
        String user = "u_" + UUID.randomUUID();
        byte[] value = new byte[valueBytes];
        new java.util.Random(valueBytes).nextBytes(value);
        byte[] mark = bytes(user);
        System.arraycopy(mark, 0, value, 0, mark.length);
        try {
            send("none", key, value);
            send("none", key, bytes(click(user)));

            within(60).untilAsserted(() -> assertThat(
                            count("(SELECT count() FROM clicks WHERE user_id = '" + user + "')"))
                    .isEqualTo(1));
            assertThat(query("SELECT length(value) FROM dead_letters FINAL WHERE startsWith(value, '" + user + "')"))
                    .isEqualTo(Integer.toString(valueBytes));
            within(30).untilAsserted(() -> assertThat(get("management.port", "/observe/metrics"))
                    .containsPattern("clickreel_ingest_dead_topic_refused_total\\{.*outcome=\""
                            + (copied < 0 ? "left_out" : "cut") + "\".*\\} [1-9]"));
            if (copied >= 0) {
                ConsumerRecord<byte[], byte[]> copy = copyOf(user);
                assertThat(copy.value()).hasSize(copied);
                assertThat(header(copy, "clickreel.reason")).isNotNull();
                assertThat(header(copy, "clickreel.cut")).isNotNull();
                assertThat(copy.key()).isNotNull();
            }
        } finally {
            alterDeadTopic("max.message.bytes", "9437184");
            alterDeadTopic("cleanup.policy", "delete");
        }
    }

    private ConsumerRecord<byte[], byte[]> copyOf(String mark) {
        return deadTopic(record -> record.value() != null
                        && record.value().length < 2_000
                        && new String(record.value(), UTF_8).startsWith(mark))
                .get(0);
    }

    private List<ConsumerRecord<byte[], byte[]>> copies(String key, int count) {
        List<ConsumerRecord<byte[], byte[]>> copies =
                deadTopic(record -> record.key() != null && new String(record.key(), UTF_8).equals(key));
        assertThat(copies).hasSize(count);
        return copies;
    }

    /** The topic as a whole would not fit into the heap. */
    private List<ConsumerRecord<byte[], byte[]>> deadTopic(Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
        Map<String, Object> properties = Map.of("bootstrap.servers", settings().text("kafka.broker-url"));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            String topic = settings().text("kafka.dead-topic");
            Set<TopicPartition> partitions = Set.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            within(60).until(() -> {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (wanted.test(record)) {
                        records.add(record);
                    }
                }
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
            return records;
        }
    }

    private void alterDeadTopic(String name, String value) throws Exception {
        try (Admin admin = Admin.create(
                Map.<String, Object>of("bootstrap.servers", settings().text("kafka.broker-url")))) {
            ConfigResource topic =
                    new ConfigResource(ConfigResource.Type.TOPIC, settings().text("kafka.dead-topic"));
            admin.incrementalAlterConfigs(Map.of(
                            topic, List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private void send(String codec, String key, byte[] value) throws Exception {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                settings().text("kafka.broker-url"),
                "compression.type",
                codec,
                "max.request.size",
                128 << 20,
                "buffer.memory",
                96L << 20);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            settings().text("kafka.topic"), 0, key == null ? null : bytes(key), value))
                    .get();
        }
    }

    private static byte[] blanks(int count) {
        byte[] blanks = new byte[count];
        java.util.Arrays.fill(blanks, (byte) ' ');
        blanks[0] = '{';
        blanks[count - 1] = '}';
        return blanks;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    private static String click(String user) {
        return """
                {"event_id": "%s", "event_ts": "2026-01-31 12:18:51.766", "user_id": "%s", "session_id": "s_1", "film_id": 331,
                 "event_type": "view", "page": "browse", "position": 9, "device": "tablet",
                 "referrer": "recommendation"}
                """.formatted(UUID.randomUUID(), user);
    }
}
