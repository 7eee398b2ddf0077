package io.clickreel.replay;

import io.clickreel.kafka.BoundedConsumer;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.stream.Stream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The topic in Kafka: its records, read without a group, and how far ingestion is. For one thread. */
final class TopicLog implements AutoCloseable {
    private static final String NAME = "clickreel-replay";
    private static final long SILENCE_LIMIT_MS = 60_000;
    private static final long POLL_BYTES = 16 << 20;
    private static final Duration POLL = Duration.ofMillis(500);

    private final String topic;
    private final KafkaAdmin admin;
    private final BoundedConsumer<ByteBuffer> consumer;
    private final Uuid id;
    private final List<TopicPartition> partitions;
    /** Records that came with earlier ones and are not used yet. */
    private final ArrayDeque<ConsumerRecord<ByteBuffer, ByteBuffer>> ahead = new ArrayDeque<>();

    private @Nullable TopicPartition reading;
    private long readUpTo;

    /** @throws KafkaException if Kafka does not answer or does not know the topic */
    TopicLog(ClientProperties kafka, Stream stream) {
        this.topic = stream.topic();
        this.admin = new KafkaAdmin(kafka.admin(NAME));
        Properties reader = new Properties();
        reader.put(ConsumerConfig.CLIENT_ID_CONFIG, NAME);
        reader.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        reader.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        // Ingestion, too, reads only what was committed.
        reader.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        reader.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "20000");
        reader.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(8 << 20));
        this.consumer = new BoundedConsumer<>(kafka.consumer(reader), POLL_BYTES);
        try {
            TopicDescription described = admin.topic(topic);
            this.id = described.topicId();
            this.partitions = described.partitions().stream()
                    .map(TopicPartitionInfo::partition)
                    .map(this::partition)
                    .toList();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    Uuid id() {
        return id;
    }

    TopicPartition partition(int number) {
        return new TopicPartition(topic, number);
    }

    List<Integer> partitions() {
        return partitions.stream().map(TopicPartition::partition).sorted().toList();
    }

    /** The first offset of each partition today. */
    Map<Integer, Long> starts() {
        return consumer.beginningOffsets(partitions).entrySet().stream()
                .collect(Collectors.toMap(start -> start.getKey().partition(), Map.Entry::getValue));
    }

    /** The ids of the topics of some streams; without those that Kafka does not have. */
    Map<Stream, Uuid> ids(List<Stream> streams) {
        Map<String, TopicDescription> topics =
                admin.topics(streams.stream().map(Stream::topic).distinct().toList());
        Map<Stream, Uuid> ids = new LinkedHashMap<>();
        for (Stream stream : streams) {
            Optional.ofNullable(topics.get(stream.topic())).ifPresent(found -> ids.put(stream, found.topicId()));
        }
        return ids;
    }

    /** What the ingestion of a stream has committed; without partitions that it has not read. */
    Map<Integer, OffsetAndMetadata> commits(Stream stream) {
        Map<Integer, OffsetAndMetadata> commits = new TreeMap<>();
        admin.commits(stream.group()).forEach((partition, commit) -> {
            if (partition.topic().equals(stream.topic())) {
                commits.put(partition.partition(), commit);
            }
        });
        return commits;
    }

    /** Reads all records from the first offset up to the end, in order. */
    void read(int number, long first, long end, Consumer<ConsumerRecord<ByteBuffer, ByteBuffer>> each) {
        TopicPartition partition = partition(number);
        if (!partition.equals(reading) || readUpTo != first) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, first);
            ahead.clear();
            reading = partition;
        }
        long quietSinceMs = System.nanoTime() / 1_000_000;
        while (true) {
            while (!ahead.isEmpty() && ahead.element().offset() < end) {
                each.accept(ahead.remove());
            }
            // A range can end with offsets that hold no record.
            if (!ahead.isEmpty() || consumer.position(partition) >= end) {
                readUpTo = end;
                return;
            }
            long position = consumer.position(partition);
            try {
                consumer.poll(POLL).forEach(ahead::add);
            } catch (OffsetOutOfRangeException e) {
                reading = null;
                throw new ReplayRefusedException("Kafka has deleted offsets from " + position + " of " + partition
                        + " since this replay began. Begin it again with --restart: what Kafka no longer has is taken"
                        + " from the table.");
            }
            long nowMs = System.nanoTime() / 1_000_000;
            if (consumer.position(partition) > position) {
                quietSinceMs = nowMs;
            } else if (nowMs - quietSinceMs > SILENCE_LIMIT_MS) {
                throw new KafkaException("Kafka gives no records of " + partition + " from offset " + position);
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
