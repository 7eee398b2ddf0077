package io.clickreel.health;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/** Asks Kafka whose transactions are open in a partition: its leader knows the producers, a coordinator their names. */
final class TransactionHolders {
    /**
     * An open transaction.
     *
     * @param startOffset of its first record in the partition
     * @param transactionalId null if no coordinator tells it
     * @param begun by the clock of its coordinator; null if it does not tell
     * @param timeoutMs after which its coordinator aborts it; 0 if it does not tell
     */
    record Holder(
            long startOffset,
            long producerId,
            int epoch,
            @Nullable String transactionalId,
            @Nullable Instant begun,
            long timeoutMs) {}

    private TransactionHolders() {}

    /**
     * The open transactions of each partition, the oldest first; none where this user may not ask.
     *
     * @throws Exception if Kafka does not answer
     */
    static Map<TopicPartition, List<Holder>> ask(Admin kafka, Collection<TopicPartition> partitions) throws Exception {
        Map<TopicPartition, List<ProducerState>> open = new HashMap<>();
        var asked = kafka.describeProducers(partitions);
        for (TopicPartition partition : partitions) {
            PartitionProducerState state = allowed(() -> KafkaWatch.answer(asked.partitionResult(partition)));
            open.put(
                    partition,
                    state == null
                            ? List.of()
                            : state.activeProducers().stream()
                                    .filter(producer -> producer.currentTransactionStartOffset()
                                            .isPresent())
                                    .sorted(Comparator.comparingLong(TransactionHolders::startOffset))
                                    .toList());
        }
        Map<Long, String> names = names(
                kafka,
                open.values().stream()
                        .flatMap(List::stream)
                        .map(ProducerState::producerId)
                        .collect(Collectors.toSet()));
        Map<String, TransactionDescription> described = describe(kafka, names.values());
        return open.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().stream()
                .map(producer -> holder(producer, names, described))
                .toList()));
    }

    private static Holder holder(
            ProducerState producer, Map<Long, String> names, Map<String, TransactionDescription> described) {
        String name = names.get(producer.producerId());
        TransactionDescription description = name == null ? null : described.get(name);
        // One that fences the other has its name and another id.
        if (description == null || description.producerId() != producer.producerId()) {
            return new Holder(startOffset(producer), producer.producerId(), producer.producerEpoch(), name, null, 0);
        }
        return new Holder(
                startOffset(producer),
                producer.producerId(),
                producer.producerEpoch(),
                name,
                begun(description),
                description.transactionTimeoutMs());
    }

    private static @Nullable Instant begun(TransactionDescription description) {
        OptionalLong startMs = description.transactionStartTimeMs();
        return startMs.isPresent() ? Instant.ofEpochMilli(startMs.getAsLong()) : null;
    }

    private static long startOffset(ProducerState producer) {
        return producer.currentTransactionStartOffset().orElse(Long.MAX_VALUE);
    }

    private static Map<Long, String> names(Admin kafka, Set<Long> producerIds) throws Exception {
        if (producerIds.isEmpty()) {
            return Map.of();
        }
        Collection<TransactionListing> listed = allowed(() ->
                KafkaWatch.answer(kafka.listTransactions(new ListTransactionsOptions().filterProducerIds(producerIds))
                        .all()));
        return listed == null
                ? Map.of()
                : listed.stream()
                        .collect(Collectors.toMap(
                                TransactionListing::producerId,
                                TransactionListing::transactionalId,
                                (one, other) -> one));
    }

    private static Map<String, TransactionDescription> describe(Admin kafka, Collection<String> names)
            throws Exception {
        Map<String, TransactionDescription> described = new HashMap<>();
        if (!names.isEmpty()) {
            var asked = kafka.describeTransactions(names);
            for (String name : names) {
                TransactionDescription description = allowed(() -> KafkaWatch.answer(asked.description(name)));
                if (description != null) {
                    described.put(name, description);
                }
            }
        }
        return described;
    }

    private interface Answer<T> {
        T get() throws Exception;
    }

    /** Null if this user may not ask, or a broker is too old to tell. */
    private static <T> @Nullable T allowed(Answer<T> answer) throws Exception {
        try {
            return Objects.requireNonNull(answer.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException
                    || e.getCause() instanceof UnsupportedVersionException
                    || e.getCause() instanceof TransactionalIdNotFoundException) {
                return null;
            }
            throw e;
        }
    }
}
