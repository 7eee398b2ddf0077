package io.clickreel.kafka;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * The newest records of a topic, again and again: however many come meanwhile, only the last ones are read. Without a group,
 * so that nobody notices. For one thread.
 */
public final class TopicTail implements AutoCloseable {
    private static final long POLL_BYTES = 16L << 20;
    private static final long MOST_BYTES = 64L << 20;
    private static final long SILENCE_LIMIT_MS = 10_000;
    private static final Duration POLL = Duration.ofMillis(200);

    private final Uuid topicId;
    private final List<TopicPartition> partitions;
    private final BoundedConsumer<ByteBuffer> consumer;
    /** The first offset that was not looked at yet. */
    private final Map<TopicPartition, Long> seen = new HashMap<>();

    /**
     * The newest records since the last look.
     *
     * @param records by time, the oldest first
     * @param passed about how many came as well
     */
    public record Newest(List<ConsumerRecord<ByteBuffer, ByteBuffer>> records, long passed) {}

    /** @throws KafkaException if Kafka does not answer or has no such topic */
    public TopicTail(ClientProperties kafka, KafkaAdmin admin, String topic) {
        TopicDescription described = admin.topic(topic);
        this.topicId = described.topicId();
        this.partitions = described.partitions().stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        Properties reader = TopicSample.reader("clickreel-tap");
        this.consumer = new BoundedConsumer<>(kafka.consumer(reader), POLL_BYTES);
        consumer.assign(partitions);
    }

    /** Kafka's id of the topic. */
    public Uuid topicId() {
        return topicId;
    }

    /**
     * Reads the newest records that were not read before.
     *
     * @param most at most so many
     * @throws KafkaException if Kafka does not answer
     */
    public Newest next(int most) {
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
        boolean first = seen.isEmpty();
        long passed = 0;
        for (TopicPartition partition : partitions) {
            long from = Math.max(seen.getOrDefault(partition, 0L), starts.getOrDefault(partition, 0L));
            long end = ends.getOrDefault(partition, from);
            long start = Math.max(from, end - most);
            passed += start - from;
            consumer.seek(partition, start);
            seen.put(partition, Math.max(from, end));
        }
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = read(ends);
        records.sort(Comparator.<ConsumerRecord<ByteBuffer, ByteBuffer>>comparingLong(ConsumerRecord::timestamp)
                .thenComparing(ConsumerRecord::partition)
                .thenComparing(ConsumerRecord::offset));
        int left = Math.max(0, records.size() - most);
        return new Newest(List.copyOf(records.subList(left, records.size())), first ? 0 : passed + left);
    }

    private List<ConsumerRecord<ByteBuffer, ByteBuffer>> read(Map<TopicPartition, Long> ends) {
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = new ArrayList<>();
        long bytes = 0;
        long quietSinceNanos = System.nanoTime();
        while (bytes < MOST_BYTES && ends.entrySet().stream().anyMatch(end -> isBefore(end.getKey(), end.getValue()))) {
            boolean none = true;
            for (ConsumerRecord<ByteBuffer, ByteBuffer> record : consumer.poll(POLL)) {
                none = false;
                if (record.offset() < ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L)) {
                    records.add(record);
                    bytes += Math.max(0, record.serializedValueSize());
                }
            }
            if (!none) {
                quietSinceNanos = System.nanoTime();
            } else if (System.nanoTime() - quietSinceNanos > SILENCE_LIMIT_MS * 1_000_000) {
                throw new KafkaException("Kafka gives no records of "
                        + partitions.get(0).topic() + " within " + SILENCE_LIMIT_MS / 1_000 + " s");
            }
        }
        return records;
    }

    private boolean isBefore(TopicPartition partition, long end) {
        return consumer.position(partition) < end;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
