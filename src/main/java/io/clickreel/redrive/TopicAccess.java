package io.clickreel.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.clickreel.RootCause;
import io.clickreel.StartupException;
import io.clickreel.kafka.BoundedConsumer;
import io.clickreel.kafka.ClientProperties;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The topic to which letters are moved back, a chunk in a transaction; only the newest of several can commit. */
final class TopicAccess implements AutoCloseable {
    private static final String NAME = "clickreel-redrive";
    /** Room for a record of 8 MB and what is added to it. */
    private static final String MAX_REQUEST_BYTES = Integer.toString(16 << 20);

    private static final long POLL_BYTES = 16 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** How far the clocks of Kafka's producers and of ClickHouse may be apart. */
    private static final Duration CLOCKS = Duration.ofMinutes(10);

    private final ClientProperties kafka;
    private final RedriveSlot slot;
    private final KafkaProducer<byte[], byte[]> producer;
    private final int partitions;

    private TopicAccess(
            ClientProperties kafka, RedriveSlot slot, KafkaProducer<byte[], byte[]> producer, int partitions) {
        this.kafka = kafka;
        this.slot = slot;
        this.producer = producer;
        this.partitions = partitions;
    }

    /** Aborts what an older re-drive of the same topic has under way, and lets it commit nothing more. */
    static TopicAccess open(ClientProperties kafka, RedriveSlot slot) {
        Properties properties = new Properties();
        properties.setProperty("client.id", NAME);
        properties.setProperty("transactional.id", slot.transactionalId());
        properties.setProperty("transaction.timeout.ms", "60000");
        properties.setProperty("max.block.ms", Long.toString(LIMIT.toMillis()));
        properties.setProperty("max.request.size", MAX_REQUEST_BYTES);
        properties.setProperty("compression.type", "lz4");
        properties.setProperty("batch.size", "262144");
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka.producer(properties), new ByteArraySerializer(), new ByteArraySerializer());
        try {
            int partitions = producer.partitionsFor(slot.topic()).size();
            producer.initTransactions();
            return new TopicAccess(kafka, slot, producer, partitions);
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw new StartupException(
                    "The topic " + slot.topic() + " cannot be written in transactions: " + RootCause.of(e)
                            + ". Nothing was moved. See that Kafka runs and has the topic, and call it again.",
                    e);
        }
    }

    /**
     * Sends the chunk and commits it; returns when Kafka has it for good.
     *
     * @return those that Kafka refuses for their size; if there are any, nothing was moved
     * @throws StartupException if it is not known whether it was moved: the next call finds out
     */
    List<StoredLetter> commit(Chunk chunk) {
        List<Future<?>> sent = new ArrayList<>();
        try {
            producer.beginTransaction();
            for (StoredLetter letter : chunk.letters()) {
                int partition = letter.origin().partition();
                sent.add(producer.send(new ProducerRecord<>(
                        slot.topic(),
                        // The topic was made again with fewer partitions: let the key choose one.
                        partition < partitions ? partition : null,
                        letter.key(),
                        letter.value(),
                        RedriveHeaders.of(letter, chunk.id()))));
            }
            producer.sendOffsetsToTransaction(slot.holding(chunk.id()), slot.groupMetadata());
            producer.commitTransaction();
            return List.of();
        } catch (KafkaException e) {
            List<StoredLetter> tooLarge = tooLarge(chunk, sent);
            if (tooLarge.isEmpty()) {
                throw failed(e);
            }
            abort();
            return tooLarge;
        }
    }

    /** The chunk that was committed last; empty if Kafka does not know (any more). */
    Optional<UUID> lastCommitted() {
        try (BoundedConsumer<ByteBuffer> consumer = consumer(Map.of("group.id", slot.group()))) {
            return RedriveSlot.read(consumer.committed(slot.partition(), LIMIT).values().stream()
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null));
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    /**
     * Looks through the topic for records of a chunk.
     *
     * @param since no record of the chunk was sent before
     * @return empty if none was found, but some of that time may be deleted, or wait behind an open transaction
     */
    Optional<Boolean> holds(UUID chunkId, Instant since) {
        byte[] wanted = chunkId.toString().getBytes(UTF_8);
        try (BoundedConsumer<ByteBuffer> consumer = consumer(Map.of("isolation.level", "read_committed"))) {
            List<TopicPartition> all = new ArrayList<>();
            Map<TopicPartition, Long> times = new HashMap<>();
            for (int i = 0; i < partitions; i++) {
                TopicPartition partition = new TopicPartition(slot.topic(), i);
                all.add(partition);
                times.put(partition, since.minus(CLOCKS).toEpochMilli());
            }
            consumer.assign(all);
            Map<TopicPartition, Long> starts = consumer.beginningOffsets(all, LIMIT);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all, LIMIT);
            boolean uncertain = false;
            Map<TopicPartition, Long> firsts = new HashMap<>();
            for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
                    consumer.offsetsForTimes(times, LIMIT).entrySet()) {
                long start = Objects.requireNonNull(starts.get(found.getKey()));
                @Nullable OffsetAndTimestamp first = found.getValue();
                if (first == null) {
                    // There are no records of that time: none came, or all were deleted.
                    uncertain |= start > 0 && start == Objects.requireNonNull(ends.get(found.getKey()));
                } else {
                    uncertain |= start > 0 && first.offset() == start;
                    firsts.put(found.getKey(), first.offset());
                }
            }
            uncertain |= !ends.equals(uncommittedEnds(all));
            consumer.assign(firsts.keySet());
            firsts.forEach(consumer::seek);
            Set<TopicPartition> unread = new HashSet<>(firsts.keySet());
            while (!unread.isEmpty()) {
                for (ConsumerRecord<ByteBuffer, ByteBuffer> record : consumer.poll(Duration.ofMillis(200))) {
                    Header header = record.headers().lastHeader(RedriveHeaders.CHUNK);
                    if (header != null && Arrays.equals(header.value(), wanted)) {
                        return Optional.of(true);
                    }
                }
                unread.removeIf(
                        partition -> consumer.position(partition) >= Objects.requireNonNull(ends.get(partition)));
            }
            return uncertain ? Optional.empty() : Optional.of(false);
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }

    private void abort() {
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    private Map<TopicPartition, Long> uncommittedEnds(List<TopicPartition> all) {
        try (BoundedConsumer<ByteBuffer> consumer = consumer(Map.of())) {
            return consumer.endOffsets(all, LIMIT);
        }
    }

    private BoundedConsumer<ByteBuffer> consumer(Map<String, String> more) {
        Map<String, String> own = new HashMap<>(Map.of("client.id", NAME, "enable.auto.commit", "false"));
        own.putAll(more);
        return new BoundedConsumer<>(kafka.consumer(own), POLL_BYTES);
    }

    private static List<StoredLetter> tooLarge(Chunk chunk, List<Future<?>> sent) {
        List<StoredLetter> tooLarge = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            Future<?> future = sent.get(i);
            if (future.isDone() && causeOf(future) instanceof RecordTooLargeException) {
                tooLarge.add(chunk.letters().get(i));
            }
        }
        return tooLarge;
    }

    private static @Nullable Throwable causeOf(Future<?> done) {
        try {
            done.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        }
    }

    private StartupException failed(KafkaException e) {
        if (e instanceof ProducerFencedException
                || e instanceof InvalidProducerEpochException
                || e.getCause() instanceof ProducerFencedException
                || e.getCause() instanceof InvalidProducerEpochException) {
            return new StartupException(
                    "Another re-drive of " + slot.topic()
                            + " has begun, so this one stops; the newer one goes on. Nothing"
                            + " is lost or moved twice.",
                    e);
        }
        return new StartupException(
                "Kafka did not confirm: " + RootCause.of(e)
                        + ". Nothing is lost or moved twice: call it again when Kafka"
                        + " answers, and it finds out how far it came.",
                e);
    }
}
