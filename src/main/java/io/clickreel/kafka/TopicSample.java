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
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Records from all over a topic: the same number from each partition, as far as it has them, and in each from
 * places that are evenly spread from the oldest record to the newest. Read without a group, so that nobody notices.
 *
 * @param topicId Kafka's id of the topic
 * @param places from how many places of each partition they are, at most
 * @param whole whether they are all that the topic has
 */
public record TopicSample(
        Uuid topicId, int partitions, int places, boolean whole, List<ConsumerRecord<ByteBuffer, ByteBuffer>> records) {
    private static final String NAME = "clickreel-sample";
    private static final int LEAST_AT_A_PLACE = 10;
    private static final int MOST_PLACES = 20;
    /** Large records end the sample earlier. */
    private static final long MOST_BYTES = 64L << 20;

    private static final long SILENCE_LIMIT_MS = 30_000;
    private static final Duration POLL = Duration.ofMillis(250);

    private record Range(TopicPartition partition, long start, long end) {
        long offsets() {
            return end - start;
        }
    }

    /**
     * Reads a sample; it is empty if the topic is.
     *
     * @param count at most so many records
     * @throws KafkaException if Kafka does not answer or does not know the topic
     */
    public static TopicSample read(ClientProperties kafka, KafkaAdmin admin, String topic, int count) {
        TopicDescription described = admin.topic(topic);
        List<TopicPartition> partitions = described.partitions().stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        int places = Math.max(2, Math.min(MOST_PLACES, count / partitions.size() / LEAST_AT_A_PLACE));
        Properties reader = reader(NAME);
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = new ArrayList<>();
        boolean whole = true;
        try (BoundedConsumer<ByteBuffer> consumer = new BoundedConsumer<>(kafka.consumer(reader), MOST_BYTES / 4)) {
            List<Range> ranges = ranges(consumer, partitions);
            for (int i = 0; i < ranges.size(); i++) {
                // What a short partition lacks, the longer ones give.
                int share = ceilDiv(count - records.size(), ranges.size() - i);
                read(consumer, ranges.get(i), places, share, records);
                whole &= ranges.get(i).offsets() <= share;
            }
        }
        whole &= records.stream().mapToLong(TopicSample::bytes).sum() < MOST_BYTES;
        return new TopicSample(described.topicId(), partitions.size(), places, whole, List.copyOf(records));
    }

    /** The properties of a consumer that only looks. */
    static Properties reader(String clientId) {
        Properties reader = new Properties();
        reader.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        reader.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        reader.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        // Ingestion, too, reads only what was committed.
        reader.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        reader.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "500");
        return reader;
    }

    private static List<Range> ranges(BoundedConsumer<ByteBuffer> consumer, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> starts = new HashMap<>(consumer.beginningOffsets(partitions));
        List<Range> ranges = new ArrayList<>();
        consumer.endOffsets(partitions)
                .forEach((partition, end) -> ranges.add(new Range(partition, starts.getOrDefault(partition, 0L), end)));
        return ranges.stream()
                .filter(range -> range.offsets() > 0)
                .sorted(Comparator.comparingLong(Range::offsets)
                        .thenComparing(range -> range.partition().partition()))
                .toList();
    }

    private static void read(
            BoundedConsumer<ByteBuffer> consumer,
            Range range,
            int places,
            int share,
            List<ConsumerRecord<ByteBuffer, ByteBuffer>> records) {
        consumer.assign(List.of(range.partition()));
        int parts = range.offsets() <= share ? 1 : places;
        int full = records.size() + share;
        long next = range.start();
        for (int place = 0; place < parts && records.size() < full; place++) {
            int most = ceilDiv(full - records.size(), parts - place);
            long last = Math.max(range.start(), range.end() - most);
            long first = parts == 1 ? range.start() : range.start() + (last - range.start()) * place / (parts - 1);
            next = read(consumer, range, Math.max(next, first), most, records);
        }
    }

    /** @return the offset after the last record that was taken */
    private static long read(
            BoundedConsumer<ByteBuffer> consumer,
            Range range,
            long first,
            int most,
            List<ConsumerRecord<ByteBuffer, ByteBuffer>> records) {
        consumer.seek(range.partition(), first);
        long bytes = records.stream().mapToLong(TopicSample::bytes).sum();
        long next = first;
        int taken = 0;
        long quietSinceNanos = System.nanoTime();
        while (taken < most && next < range.end() && bytes < MOST_BYTES) {
            for (ConsumerRecord<ByteBuffer, ByteBuffer> record : consumer.poll(POLL)) {
                if (taken < most && bytes < MOST_BYTES && record.offset() < range.end()) {
                    records.add(record);
                    taken++;
                    bytes += bytes(record);
                }
            }
            long position = consumer.position(range.partition());
            if (position > next) {
                next = position;
                quietSinceNanos = System.nanoTime();
            } else if (System.nanoTime() - quietSinceNanos > SILENCE_LIMIT_MS * 1_000_000) {
                throw new KafkaException("Kafka gives no records of " + range.partition() + " from offset " + next);
            }
        }
        return taken == 0 ? next : records.get(records.size() - 1).offset() + 1;
    }

    private static int ceilDiv(int number, int by) {
        return (number + by - 1) / by;
    }

    private static long bytes(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        return record.value() == null ? 0 : record.value().remaining();
    }
}
