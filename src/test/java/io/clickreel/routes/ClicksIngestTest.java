package io.clickreel.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.PipelineTestSupport;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** Clicks of foreign producers, good and bad, through routes/clicks-ingest. */
class ClicksIngestTest extends PipelineTestSupport {
    @Override
    protected Map<String, String> overrides() {
        return Map.of("ingest.batch-wait-ms", "200");
    }

    @Test
    void aClickArrivesTheSameHoweverItsProducerWritesIt() {
        String[] ids = new String[5];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = UUID.randomUUID().toString();
        }
        send("\"u_10\"", click(ids[0], "2026-01-31 12:18:51.766"));
        send("u_10", click(ids[1], "2026-01-31T12:18:51.766Z"));
        send("u_10", click(ids[2], "2026-01-31T13:18:51.766+01:00"));
        send(null, click(ids[3], "2026-01-31 12:18:51.766"));
        send(registered("\"u_10\""), registered(click(ids[4], "2026-01-31 12:18:51.766")));
        flush();

        within(20).untilAsserted(() -> assertThat(query("SELECT event_id, event_ts, user_id, session_id, film_id,"
                        + " event_type, page, position, device, referrer, _key FROM clicks WHERE user_id = 'u_10'"
                        + " ORDER BY toString(event_id)"))
                .isEqualTo(List.of(ids).stream()
                        .sorted()
                        .map(id -> id + "\t2026-01-31 12:18:51.766\tu_10\ts_53482d2c\t331\tview\tbrowse\t9\ttablet"
                                + "\trecommendation\t" + (id.equals(ids[3]) ? "" : "u_10"))
                        .collect(Collectors.joining("\n"))));
    }

    @Test
    void theGoodRowsOfABatchAreStoredAndTheBadOnesAreKeptWithTheReason() {
        Map<String, byte[]> bad = new HashMap<>();
        bad.put("not_json", bytes("not json"));
        bad.put("null_value", null);
        bad.put(
                "missing_field event_ts",
                bytes(click("x", "t")
                        .replaceAll("\"event_ts\": \"t\",", "")
                        .replace("\"x\"", "\"" + UUID.randomUUID() + "\"")));
        bad.put("unknown_value event_type", bytes(good("u_bad").replace("\"view\"", "\"purchase\"")));
        bad.put("out_of_range film_id", bytes(good("u_bad").replace(": 331,", ": " + "9".repeat(40) + ",")));
        bad.put("wrong_type position", bytes(good("u_bad").replace(": 9,", ": \"9\",")));
        bad.put("too_large", new byte[2_000_000]);
        bad.forEach((reason, value) -> {
            send(bytes("u_good"), bytes(good("u_good")));
            send(bytes(reason), value);
        });
        flush();

        within(20).untilAsserted(() -> {
            assertThat(count("(SELECT count() FROM clicks WHERE user_id = 'u_good')"))
                    .isEqualTo(bad.size());
            assertThat(query("SELECT key = trimRight(concat(reason, ' ', field)), count() FROM dead_letters FINAL"
                            + " GROUP BY 1"))
                    .isEqualTo("1\t" + bad.size());
        });
        assertThat(query("SELECT value FROM dead_letters FINAL WHERE key = 'not_json'"))
                .isEqualTo("not json");
        assertThat(query("SELECT value IS NULL FROM dead_letters FINAL WHERE key = 'null_value'"))
                .isEqualTo("1");
        assertThat(count("(SELECT length(value) FROM dead_letters FINAL WHERE key = 'too_large')"))
                .isEqualTo(2_000_000);

        List<ConsumerRecord<byte[], byte[]>> published = deadTopic(bad.size());
        assertThat(published).allSatisfy(record -> {
            String key = new String(record.key(), UTF_8);
            assertThat(record.value()).isEqualTo(bad.get(key));
            assertThat((header(record, "clickreel.reason") + " " + header(record, "clickreel.field")).strip())
                    .isEqualTo(key);
            assertThat(header(record, "clickreel.detail")).isNotBlank();
            assertThat(header(record, "clickreel.contract-version")).isEqualTo("1");
            // The origin leads back to the same record.
            assertThat(query("SELECT key FROM dead_letters FINAL WHERE _topic = '" + header(record, "clickreel.topic")
                            + "' AND _partition = " + header(record, "clickreel.partition") + " AND _offset = "
                            + header(record, "clickreel.offset")))
                    .isEqualTo(key);
        });
        assertThat(published.stream().map(record -> new String(record.key(), UTF_8)))
                .containsExactlyInAnyOrderElementsOf(bad.keySet());
    }

    @Test
    void eachViewCountsWhatTheTableHasAndTheOffsetsAreCommitted() {
        for (int i = 0; i < 3_000; i++) {
            send("u_" + i % 100, good("u_" + i % 100));
        }
        flush();

        within(20).untilAsserted(() -> assertThat(committed()).isEqualTo(ends()));
        long clicks = count("(SELECT count() FROM clicks)");
        assertThat(clicks).isGreaterThanOrEqualTo(3_000);
        for (String view :
                List.of("film_clicks_per_minute", "user_clicks_per_minute", "device_events_per_minute", "sessions")) {
            assertThat(count("(SELECT sum(clicks) FROM " + view + ")")).as(view).isEqualTo(clicks);
        }
        assertThat(count("(SELECT sum(rows) FROM batches)")).isEqualTo(clicks);
        assertThat(count("(SELECT uniqExact(_partition, _offset) FROM clicks)")).isEqualTo(clicks);
    }

    private static String good(String user) {
        return click(UUID.randomUUID().toString(), "2026-01-31 12:18:51.766").replace("u_10", user);
    }

    private static String click(String id, String time) {
        return """
                {"event_id": "%s", "event_ts": "%s", "user_id": "u_10", "session_id": "s_53482d2c", "film_id": 331,
                 "event_type": "view", "page": "browse", "position": 9, "device": "tablet",
                 "referrer": "recommendation"}
                """.formatted(id, time);
    }

    /** As a schema registry's producers write it: a zero and a schema id of four bytes before it. */
    private static byte[] registered(String text) {
        return bytes("\0\0\0\0\7" + text);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private List<ConsumerRecord<byte[], byte[]>> deadTopic(int count) {
        try (KafkaConsumer<byte[], byte[]> consumer = kafkaConsumer()) {
            consumer.assign(partitions(settings().text("kafka.dead-topic")));
            consumer.seekToBeginning(consumer.assignment());
            List<ConsumerRecord<byte[], byte[]>> records = new java.util.ArrayList<>();
            within(20).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.size() >= count;
            });
            return records;
        }
    }

    private Map<TopicPartition, Long> committed() {
        try (KafkaConsumer<byte[], byte[]> consumer = kafkaConsumer()) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            consumer.committed(java.util.Set.copyOf(partitions(settings().text("kafka.topic"))))
                    .forEach((partition, offset) -> offsets.put(partition, offset == null ? 0 : offset.offset()));
            return offsets;
        }
    }

    private Map<TopicPartition, Long> ends() {
        try (KafkaConsumer<byte[], byte[]> consumer = kafkaConsumer()) {
            return consumer.endOffsets(partitions(settings().text("kafka.topic")));
        }
    }

    private List<TopicPartition> partitions(String topic) {
        return List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
    }

    private KafkaConsumer<byte[], byte[]> kafkaConsumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", settings().text("kafka.broker-url"), "group.id", "clicks-ingest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
