package io.clickreel.delivery;

import io.clickreel.contract.Plan;
import io.clickreel.contract.column.TableColumn;
import io.clickreel.contract.schema.SchemaFile;
import io.clickreel.delivery.batch.Batch;
import io.clickreel.delivery.batch.Decoders;
import io.clickreel.delivery.batch.Delivery;
import io.clickreel.delivery.batch.EventDecoder;
import io.clickreel.delivery.batch.Fates;
import io.clickreel.delivery.guard.DeadShare;
import io.clickreel.delivery.guard.DeliveryAlarm;
import io.clickreel.stream.Stream;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Kafka records as a consumer of buffers gets them. */
public final class TestRecords {
    /** The contract of clicks and the columns of their table. */
    public static final Plan PLAN = plan("", "");

    public static final Stream STREAM = new Stream(
            "clicks", "dvd_clicks", "clicks-ingest", "dvd_clicks.dead", "clicks", Path.of("contracts"), true);
    public static final TopicPartition PARTITION = new TopicPartition("dvd_clicks", 3);
    public static final Uuid TOPIC_ID = Uuid.fromString("Kx4AAAAAAAAAAAAAAAAAAA");

    /** A value that the contract allows. */
    public static final String CLICK = """
            {"event_id": "84e0e977-9ee7-4eec-9cd6-f7655e481cb3", "event_ts": "2026-01-31 12:18:51.766",
             "user_id": "u_1", "session_id": "s_1", "film_id": 331, "event_type": "view", "page": "browse",
             "position": 9, "device": "tablet", "referrer": "recommendation"}""";

    private static final int MARGIN = 7;

    private TestRecords() {}

    /** Decoders of clicks under the contract of today. */
    public static Decoders decoders() {
        return new Decoders(new Decoders.Contract() {
            @Override
            public Plan now() {
                return PLAN;
            }

            @Override
            public Plan of(String hash) {
                return PLAN;
            }
        });
    }

    /** The contract of clicks with something else in the place of a piece of its text. */
    static Plan plan(String piece, String instead) {
        String[] columns = {
            "event_id UUID",
            "event_ts DateTime64(3, 'UTC')",
            "user_id String",
            "session_id String",
            "film_id UInt32",
            "event_type LowCardinality(String)",
            "page LowCardinality(String)",
            "position UInt16",
            "device LowCardinality(String)",
            "referrer LowCardinality(String)",
            "_key String",
            "_header_keys Array(String)",
            "_header_values Array(String)"
        };
        SchemaFile file = SchemaFile.read(Path.of("contracts/dvd_clicks-value.schema.json"));
        if (!file.text().contains(piece)) {
            throw new IllegalStateException(file.text() + " does not have " + piece);
        }
        return new Plan(
                piece.isEmpty() ? file : new SchemaFile("edited", file.text().replace(piece, instead)),
                "clicks",
                java.util.stream.Stream.of(columns)
                        .map(column -> column.split(" ", 2))
                        .map(column -> new TableColumn(column[0], column[1], ""))
                        .toList(),
                "toYYYYMM(event_ts)");
    }

    public static BatchDelivery delivery() {
        return delivery(new SimpleMeterRegistry());
    }

    public static BatchDelivery delivery(SimpleMeterRegistry meters) {
        return new BatchDelivery(
                "test",
                meters,
                new DeadShare.Limits(1, 1),
                new DeliveryAlarm(new DefaultCamelContext(), route -> true, meters));
    }

    /** A batch from the first record's offset to the last one's. */
    public static Batch batch(List<ConsumerRecord<ByteBuffer, ByteBuffer>> records) {
        return batch(TOPIC_ID, records);
    }

    public static Batch batch(Uuid topicId, List<ConsumerRecord<ByteBuffer, ByteBuffer>> records) {
        Batch batch = new Batch(STREAM, PARTITION, topicId, new EventDecoder(PLAN), Fates.OPEN, 0);
        records.forEach(batch::add);
        batch.close(batch.firstOffset(), batch.endOffset());
        return batch;
    }

    /** Stores it, step by step, in the right order. */
    public static void acknowledge(Batch batch) {
        batch.begin("test");
        batch.deadLettersKept();
        batch.acknowledged();
        Delivery delivery = batch.getDelivery();
        delivery.acknowledged();
        delivery.acknowledge();
    }

    /** So many records of so many bytes each, key and value together, with offsets from the first one on. */
    public static List<ConsumerRecord<ByteBuffer, ByteBuffer>> records(long firstOffset, int count, int bytes) {
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(record(firstOffset + i, new byte[1], new byte[bytes - 1], new RecordHeaders()));
        }
        return records;
    }

    public static ConsumerRecord<ByteBuffer, ByteBuffer> record(
            long offset, String key, String value, Headers headers) {
        return record(offset, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8), headers);
    }

    public static ConsumerRecord<ByteBuffer, ByteBuffer> record(
            long offset, byte[] key, byte[] value, Headers headers) {
        return new ConsumerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                offset,
                1_769_861_931_766L,
                TimestampType.CREATE_TIME,
                key == null ? -1 : key.length,
                value == null ? -1 : value.length,
                buffer(key),
                buffer(value),
                headers,
                Optional.empty());
    }

    /** In the midst of other bytes, as in what was fetched. */
    private static ByteBuffer buffer(byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        byte[] fetched = new byte[bytes.length + 2 * MARGIN];
        Arrays.fill(fetched, (byte) '"');
        System.arraycopy(bytes, 0, fetched, MARGIN, bytes.length);
        return ByteBuffer.wrap(fetched, 1, fetched.length - 1)
                .slice()
                .position(MARGIN - 1)
                .limit(MARGIN - 1 + bytes.length);
    }

    /** A batch that an earlier owner has begun, of which nothing is stored; null if there is none. */
    static @Nullable Begun begun(OptionalLong end, Plan plan) {
        return end.isPresent() ? new Begun(end.getAsLong(), plan, Fates.OPEN) : null;
    }
}
