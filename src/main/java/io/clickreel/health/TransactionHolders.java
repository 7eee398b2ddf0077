package io.clickreel.health;

import io.clickreel.kafka.KafkaAdmin;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.KafkaException;
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
     * @param startOffset the offset of its first record in the partition
     * @param transactionalId null if no coordinator knows it
     * @param begun when it began, by the clock of its coordinator; null if it does not tell
     * @param timeoutMs the time after which its coordinator aborts it; 0 if it does not tell
     */
    record Holder(
            long startOffset,
            long producerId,
            int epoch,
            @Nullable String transactionalId,
            @Nullable Instant begun,
            long timeoutMs) {}

    /** May be missing: this user may not ask, a broker is too old, or the transaction has ended meanwhile. */
    private static final BiPredicate<Object, Throwable> UNTOLD =
            (asked, failure) -> failure instanceof AuthorizationException
                    || failure instanceof UnsupportedVersionException
                    || failure instanceof TransactionalIdNotFoundException;

    private TransactionHolders() {}

    /**
     * The open transactions of each partition, the oldest first; none where this user may not ask.
     *
     * @throws KafkaException if Kafka does not answer
     */
    static Map<TopicPartition, List<Holder>> ask(KafkaAdmin kafka, Set<TopicPartition> partitions) {
        Map<TopicPartition, List<ProducerState>> open = new HashMap<>();
        kafka.<TopicPartition, PartitionProducerState>askEach(
                        "the producers of " + partitions,
                        admin -> {
                            var producers = admin.describeProducers(partitions);
                            return partitions.stream()
                                    .collect(Collectors.toMap(partition -> partition, producers::partitionResult));
                        },
                        UNTOLD::test)
                .forEach((partition, state) -> open.put(
                        partition,
                        state.activeProducers().stream()
                                .filter(producer ->
                                        producer.currentTransactionStartOffset().isPresent())
                                .sorted(Comparator.comparingLong(TransactionHolders::startOffset))
                                .toList()));
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
        // A producer that fences another has the same transactional id and a new producer id.
        if (description != null && description.producerId() != producer.producerId()) {
            description = null;
        }
        return new Holder(
                startOffset(producer),
                producer.producerId(),
                producer.producerEpoch(),
                name,
                description == null ? null : begun(description),
                description == null ? 0 : description.transactionTimeoutMs());
    }

    private static @Nullable Instant begun(TransactionDescription description) {
        OptionalLong startMs = description.transactionStartTimeMs();
        return startMs.isPresent() ? Instant.ofEpochMilli(startMs.getAsLong()) : null;
    }

    private static long startOffset(ProducerState producer) {
        return producer.currentTransactionStartOffset().orElse(Long.MAX_VALUE);
    }

    private static Map<Long, String> names(KafkaAdmin kafka, Set<Long> producerIds) {
        if (producerIds.isEmpty()) {
            return Map.of();
        }
        return kafka
                .<String, Collection<TransactionListing>>askEach(
                        "the transactions of the producers " + producerIds,
                        admin -> Map.of(
                                "",
                                admin.listTransactions(new ListTransactionsOptions().filterProducerIds(producerIds))
                                        .all()),
                        UNTOLD::test)
                .values()
                .stream()
                .flatMap(Collection::stream)
                .collect(Collectors.toMap(
                        TransactionListing::producerId, TransactionListing::transactionalId, (one, other) -> one));
    }

    private static Map<String, TransactionDescription> describe(KafkaAdmin kafka, Collection<String> names) {
        if (names.isEmpty()) {
            return Map.of();
        }
        return kafka.askEach(
                "the transactions " + names,
                admin -> {
                    var transactions = admin.describeTransactions(names);
                    return names.stream().collect(Collectors.toMap(name -> name, transactions::description));
                },
                UNTOLD::test);
    }
}
