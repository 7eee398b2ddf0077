package io.clickreel.bench;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.data.ClickHouseFormat;
import io.clickreel.delivery.TestRecords;
import io.clickreel.delivery.batch.EventDecoder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/**
 * What the delivery protocol is measured against: the plainest loop that loses nothing. It polls, decodes with the same
 * reader into the same columns, inserts without a token, and then commits; what is tried again counts twice.
 */
public final class AtLeastOnceConsumer implements Runnable {
    private final Map<String, Object> kafka;
    private final String topic;
    private final Client clickHouse;
    private final String database;
    private final int batchRows;

    /** @param kafka the properties that the route's consumers have, with {@code group.id} */
    public AtLeastOnceConsumer(
            Map<String, Object> kafka, String topic, Client clickHouse, String database, int batchRows) {
        this.kafka = new HashMap<>(kafka);
        this.topic = topic;
        this.clickHouse = clickHouse;
        this.database = database;
        this.batchRows = batchRows;
    }

    /** Runs until its thread is interrupted. */
    @Override
    public void run() {
        EventDecoder decoder = new EventDecoder(TestRecords.PLAN);
        InsertSettings settings = new InsertSettings()
                .setDatabase(database)
                .compressClientRequest(false)
                .serverSetting("async_insert", "0");
        try (var consumer = new KafkaConsumer<>(kafka, new ByteBufferDeserializer(), new ByteBufferDeserializer())) {
            consumer.subscribe(List.of(topic));
            long openedNanos = 0;
            while (!Thread.currentThread().isInterrupted()) {
                ConsumerRecords<ByteBuffer, ByteBuffer> fetched = consumer.poll(Duration.ofMillis(100));
                for (ConsumerRecord<ByteBuffer, ByteBuffer> record : fetched) {
                    decoder.add(record, Uuid.ZERO_UUID);
                }
                if (openedNanos == 0 && decoder.rows().rows() > 0) {
                    openedNanos = System.nanoTime();
                }
                boolean due = openedNanos != 0 && System.nanoTime() - openedNanos > 500_000_000L;
                if (decoder.rows().rows() >= batchRows || due) {
                    clickHouse
                            .insert(
                                    "clicks",
                                    decoder.rows().columnNames(),
                                    decoder.rows()::writeTo,
                                    ClickHouseFormat.Native,
                                    settings)
                            .get()
                            .close();
                    consumer.commitSync();
                    decoder.rows().clear();
                    openedNanos = 0;
                }
            }
        } catch (org.apache.kafka.common.errors.InterruptException e) {
            // That is how it is told to end.
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
