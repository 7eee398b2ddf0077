package io.clickreel.bench;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.data.ClickHouseFormat;
import io.clickreel.Settings;
import io.clickreel.clickhouse.Inserts;
import io.clickreel.delivery.BatchLimits;
import io.clickreel.delivery.TestRecords;
import io.clickreel.delivery.batch.EventDecoder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/**
 * The ceiling: nothing but inserts, of Native blocks as large as the pipeline's batches, made before the clock starts. There
 * are four at most, which go round until the topic's number of rows is reached.
 */
final class NativeFromMemory {
    private static final int MOST_BLOCKS = 4;
    private static final int INSERTERS = 2;

    private final int blockRows;
    private final List<byte[]> blocks = new ArrayList<>();
    private final AtomicLong next = new AtomicLong();
    private List<String> columns = List.of();

    private NativeFromMemory(int blockRows) {
        this.blockRows = blockRows;
    }

    public static void main(String[] arguments) throws Exception {
        Settings settings = Signals.settings();
        NativeFromMemory ceiling = new NativeFromMemory(BatchLimits.of(settings).rows());
        ceiling.read(settings.text("kafka.broker-url"), settings.text("kafka.topic"));
        try (Client client = FreshClickHouse.connection(settings).client()) {
            client.ping();
            Signals.readyAndWait();
            for (int i = 0; i < INSERTERS; i++) {
                Thread thread = new Thread(() -> ceiling.insert(client));
                thread.setDaemon(true);
                thread.start();
            }
            Signals.awaitEnd();
        }
        System.exit(0);
    }

    private void read(String broker, String topic) throws Exception {
        long blocksOfAll = Math.max(1, Signals.clicks() / blockRows);
        int perPartition = (int) Math.max(1, Math.min(MOST_BLOCKS, blocksOfAll / 2) / ClickTopic.PARTITIONS);
        Map<String, Object> kafka =
                Map.of("bootstrap.servers", broker, "auto.offset.reset", "earliest", "max.poll.records", "20000");
        for (int i = 0; i < ClickTopic.PARTITIONS; i++) {
            try (var consumer =
                    new KafkaConsumer<>(kafka, new ByteBufferDeserializer(), new ByteBufferDeserializer())) {
                consumer.assign(List.of(new TopicPartition(topic, i)));
                read(consumer, perPartition);
            }
        }
    }

    private void read(KafkaConsumer<ByteBuffer, ByteBuffer> consumer, int count) throws Exception {
        EventDecoder decoder = new EventDecoder(TestRecords.PLAN);
        columns = decoder.rows().columnNames();
        int made = 0;
        while (made < count) {
            for (ConsumerRecord<ByteBuffer, ByteBuffer> record : consumer.poll(Duration.ofSeconds(1))) {
                decoder.add(record, Signals.topicId());
                if (decoder.rows().rows() == blockRows && made < count) {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 24);
                    decoder.rows().writeTo(bytes);
                    blocks.add(bytes.toByteArray());
                    decoder.rows().clear();
                    made++;
                }
            }
        }
    }

    private void insert(Client client) {
        long count = Signals.clicks() / blockRows;
        for (long number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
            byte[] block = blocks.get((int) (number % blocks.size()));
            InsertSettings settings = Inserts.settings()
                    // The same blocks come again: without a name of its own, each would be taken for a repeat.
                    .setDeduplicationToken("block " + number);
            try {
                client.insert("clicks", columns, out -> out.write(block), ClickHouseFormat.Native, settings)
                        .get()
                        .close();
            } catch (Exception e) {
                Signals.fail(e);
            }
        }
    }
}
