package io.clickreel.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.NewTopics;
import io.clickreel.testing.SharedServices;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that are small in Kafka and large when they are unpacked. */
@Tag("services")
class BoundedConsumerTest {
    private static final long POLL_BYTES = 4 << 20;
    private static final int FRAMING = 64;

    private final String topic = "bounded_" + UUID.randomUUID();
    private final TopicPartition partition = new TopicPartition(topic, 0);
    private BoundedConsumer<ByteBuffer> consumer;

    @BeforeEach
    void open() throws Exception {
        NewTopics.create(
                address(),
                new NewTopic(topic, 1, (short) 1)
                        .configs(Map.of(
                                "max.message.bytes",
                                Integer.toString(64 << 20),
                                "message.timestamp.type",
                                "CreateTime")));
        Properties properties = new Properties();
        properties.putAll(address());
        properties.put("isolation.level", "read_committed");
        consumer = new BoundedConsumer<>(properties, POLL_BYTES);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void aRecordThatIsTooLargeComesCutAndTheOthersWhole(String codec) {
        byte[] large = new byte[20_000_000];
        large[0] = '{';
        send(
                codec,
                record("before", bytes("a"), bytes("1")),
                record("large", bytes("key"), large),
                record("after", null, null));

        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = read(3);

        assertThat(records).extracting(ConsumerRecord::offset).containsExactly(0L, 1L, 2L);
        assertThat(Cut.of(records.get(0))).isNull();
        assertThat(text(records.get(0).value())).isEqualTo("1");
        assertThat(records.get(2).value()).isNull();
        ConsumerRecord<ByteBuffer, ByteBuffer> cut = records.get(1);
        assertThat(Cut.of(cut)).satisfies(found -> {
            assertThat(found.valueBytes()).isEqualTo(large.length);
            assertThat(found.recordBytes()).isBetween((long) large.length, (long) large.length + FRAMING);
        });
        assertThat(text(cut.key())).isEqualTo("key");
        assertThat(cut.value().remaining()).isEqualTo(Cut.KEPT_BYTES).isEqualTo(cut.serializedValueSize());
        assertThat(cut.value().get(cut.value().position())).isEqualTo((byte) '{');
        assertThat(cut.headers().lastHeader("name").value()).isEqualTo(bytes("large"));
        assertThat(cut.timestamp()).isEqualTo(1_700_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "none, 8388500, false",
        "zstd, 8388500, false",
        "none, 8388608, true",
        "zstd, 8388608, true",
        "lz4, 8388609, true"
    })
    void theLimitIsTheSameHoweverItWasPacked(String codec, int valueBytes, boolean cut) {
        send(codec, record("edge", null, new byte[valueBytes]));

        ConsumerRecord<ByteBuffer, ByteBuffer> found = read(1).get(0);

        assertThat(Cut.of(found) != null).isEqualTo(cut);
        assertThat(found.value().remaining()).isEqualTo(cut ? Cut.KEPT_BYTES : valueBytes);
    }

    @Test
    void aKeyOrHeadersThatAreTooLargeAreCutToo() {
        ProducerRecord<byte[], byte[]> headers = record("first", null, bytes("v"));
        for (int i = 0; i < 300; i++) {
            headers.headers().add(new RecordHeader("h" + i, new byte[100_000]));
        }
        send("zstd", record("key", new byte[30_000_000], bytes("value")), headers, record("last", null, bytes("end")));

        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = read(3);

        assertThat(records.get(0).key().remaining()).isEqualTo(Cut.KEPT_BYTES);
        assertThat(text(records.get(0).value())).isEqualTo("value");
        assertThat(Cut.of(records.get(0)).recordBytes()).isGreaterThan(30_000_000);
        assertThat(text(records.get(1).value())).isEqualTo("v");
        assertThat(records.get(1).headers().toArray()).hasSizeBetween(2, 4);
        assertThat(Cut.of(records.get(1)).recordBytes()).isGreaterThan(30_000_000);
        assertThat(Cut.of(records.get(2))).isNull();
    }

    @Test
    void aPollEndsWhenItsRecordsTakeEnoughAndTheNextContinues() {
        int count = 200;
        send(
                "zstd",
                IntStream.range(0, count)
                        .mapToObj(i -> record(Integer.toString(i), null, new byte[900_000]))
                        .toArray(ProducerRecord[]::new));

        List<Long> offsets = new ArrayList<>();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            ConsumerRecords<ByteBuffer, ByteBuffer> polled = consumer.poll(Duration.ofMillis(100));
            long bytes = 0;
            for (ConsumerRecord<ByteBuffer, ByteBuffer> record : polled) {
                offsets.add(record.offset());
                bytes += record.serializedValueSize();
            }
            assertThat(bytes).isLessThan(POLL_BYTES + 900_000);
            return offsets.size() >= count;
        });
        assertThat(offsets)
                .containsExactlyElementsOf(
                        IntStream.range(0, count).mapToObj(i -> (long) i).toList());
    }

    @Test
    void aHeaderOfAProducerIsNoCut() {
        ProducerRecord<byte[], byte[]> record = record("x", null, bytes("whole"));
        record.headers().add(Cut.NAME, bytes("99999999"));
        send("none", record);

        assertThat(Cut.of(read(1).get(0))).isNull();
    }

    private List<ConsumerRecord<ByteBuffer, ByteBuffer>> read(int count) {
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = new ArrayList<>();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            return records.size() >= count;
        });
        assertThat(records).hasSize(count);
        return records;
    }

    private ProducerRecord<byte[], byte[]> record(String name, byte[] key, byte[] value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, 0, 1_700_000_000_000L, key, value);
        record.headers().add("name", bytes(name));
        return record;
    }

    @SafeVarargs
    private void send(String codec, ProducerRecord<byte[], byte[]>... records) {
        Map<String, Object> properties = new java.util.HashMap<>(address());
        properties.put("compression.type", codec);
        properties.put("max.request.size", 128 << 20);
        properties.put("buffer.memory", 256L << 20);
        // All of them in one batch of Kafka's.
        properties.put("batch.size", 1 << 20);
        properties.put("linger.ms", 200);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> record : records) {
                producer.send(record);
            }
            producer.flush();
        }
    }

    private static Map<String, Object> address() {
        return Map.of("bootstrap.servers", SharedServices.settings().text("kafka.broker-url"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(ByteBuffer bytes) {
        return UTF_8.decode(bytes.duplicate()).toString();
    }
}
