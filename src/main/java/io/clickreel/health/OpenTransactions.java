package io.clickreel.health;

import io.clickreel.health.TransactionHolders.Holder;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.stream.Stream;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds partitions that a producer's open transaction holds up: ingestion reads what is committed, so it stops at the
 * first offset of the oldest open one, whoever wrote what follows. A transaction that is open for ten seconds is
 * reported in the health check {@code transactions}, and in the log when it begins and ends to hold its partition.
 */
public final class OpenTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(OpenTransactions.class);
    private static final Duration NEWS_AFTER = Duration.ofSeconds(10);
    private static final Duration OLD_AFTER = Duration.ofSeconds(30);

    private final KafkaAdmin kafka;
    private final Supplier<List<Stream>> streams;
    private volatile Map<TopicPartition, Held> held = Map.of();
    private volatile Instant seenAt = Instant.now();

    /**
     * A partition whose readers are held up.
     *
     * @param fromOffset where they stop
     * @param behind how many offsets there are from there on
     * @param seen when it was first seen to stop there
     * @param holders whose transactions are open, the oldest first; empty if that was not asked or nobody tells
     */
    private record Held(long fromOffset, long behind, Instant seen, Instant askedAt, List<Holder> holders) {
        Instant since() {
            Instant begun = holders.isEmpty() ? null : holders.get(0).begun();
            return (begun == null || begun.isAfter(seen) ? seen : begun).truncatedTo(ChronoUnit.SECONDS);
        }

        boolean isNews(Instant now) {
            return !since().isAfter(now.minus(NEWS_AFTER));
        }
    }

    public OpenTransactions(KafkaAdmin kafka, Supplier<List<Stream>> streams, MeterRegistry meters) {
        this.kafka = kafka;
        this.streams = streams;
        Gauge.builder("clickreel.ingest.held.offsets", this, OpenTransactions::behind)
                .description("Offsets of the topic that wait behind transactions that are open for ten seconds or more")
                .register(meters);
    }

    /** @throws KafkaException if Kafka does not answer */
    public void ask() {
        // The log's ends first: what arrives between the two questions then makes no partition look held.
        Set<TopicPartition> partitions = partitions();
        Map<TopicPartition, Long> ends = kafka.ends(partitions, IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> stable = kafka.ends(partitions, IsolationLevel.READ_COMMITTED);
        Instant now = Instant.now();
        Map<TopicPartition, Held> found = new HashMap<>();
        ends.forEach((partition, end) -> {
            long from = stable.getOrDefault(partition, end);
            if (from < end) {
                @Nullable Held before = held.get(partition);
                found.put(
                        partition,
                        before != null && before.fromOffset() == from
                                ? new Held(from, end - from, before.seen(), before.askedAt(), before.holders())
                                : new Held(from, end - from, now, Instant.MIN, List.of()));
            }
        });
        Set<TopicPartition> unknown = found.entrySet().stream()
                .filter(entry -> isToAsk(entry.getKey(), entry.getValue(), now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        if (!unknown.isEmpty()) {
            holders(unknown)
                    .forEach((partition, holders) -> found.computeIfPresent(
                            partition,
                            (key, one) -> new Held(one.fromOffset(), one.behind(), one.seen(), now, holders)));
        }
        tell(found, now);
        held = Map.copyOf(found);
        seenAt = now;
    }

    /** Whether a transaction that is open long enough to be reported holds the partition. */
    boolean holds(String topic, int partition) {
        Held one = held.get(new TopicPartition(topic, partition));
        return one != null && one.isNews(Instant.now());
    }

    public AbstractHealthCheck healthCheck() {
        return new AbstractHealthCheck("clickreel", "transactions") {
            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                Instant now = Instant.now();
                builder.up();
                List<String> sentences = held.entrySet().stream()
                        .filter(entry -> entry.getValue().isNews(now))
                        .sorted(Comparator.comparingInt(entry -> entry.getKey().partition()))
                        .map(entry -> sentence(entry.getKey(), entry.getValue()))
                        .collect(Collectors.toCollection(ArrayList::new));
                if (!sentences.isEmpty()) {
                    if (seenAt.isBefore(now.minus(OLD_AFTER))) {
                        sentences.add("That was so at " + seenAt.truncatedTo(ChronoUnit.SECONDS)
                                + "; Kafka does not answer since.");
                    }
                    Degraded.tell(builder, String.join(" ", sentences));
                }
            }

            @Override
            public boolean isLiveness() {
                return false;
            }
        };
    }

    private long behind() {
        Instant now = Instant.now();
        return held.values().stream()
                .filter(one -> one.isNews(now))
                .mapToLong(Held::behind)
                .sum();
    }

    /** Whether to ask who holds it: not for a short transaction, unless it follows a long one. */
    private boolean isToAsk(TopicPartition partition, Held one, Instant now) {
        @Nullable Held before = held.get(partition);
        boolean worthIt = one.isNews(now) || before != null && before.isNews(now);
        return worthIt && one.askedAt().isBefore(now.minus(NEWS_AFTER));
    }

    private Map<TopicPartition, List<Holder>> holders(Set<TopicPartition> partitions) {
        try {
            return TransactionHolders.ask(kafka, partitions);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            // The partition is reported without its holders.
            LOG.debug("{}", e.getMessage());
            return Map.of();
        }
    }

    private void tell(Map<TopicPartition, Held> found, Instant now) {
        found.forEach((partition, one) -> {
            @Nullable Held before = held.get(partition);
            if (one.isNews(now) && (before == null || !before.isNews(seenAt))) {
                LOG.warn("Degraded: {}", sentence(partition, one));
            }
        });
        held.forEach((partition, before) -> {
            @Nullable Held one = found.get(partition);
            if (before.isNews(seenAt) && (one == null || !one.isNews(now))) {
                LOG.info(
                        "No longer degraded: {} was held by an open transaction from {} to {}",
                        partition,
                        before.since(),
                        now.truncatedTo(ChronoUnit.SECONDS));
            }
        });
    }

    private String sentence(TopicPartition partition, Held one) {
        StringBuilder text = new StringBuilder()
                .append(partition)
                .append(" is held at offset ")
                .append(one.fromOffset())
                .append(" since ")
                .append(one.since())
                .append(" by an open transaction: ")
                .append(one.behind())
                .append(" offsets from there on wait until it ends. It is that of ");
        if (one.holders().isEmpty()) {
            text.append("a producer that Kafka does not tell (this needs the right to read the topic)");
        } else {
            Holder first = one.holders().get(0);
            text.append(name(first));
            if (first.begun() != null && first.timeoutMs() > 0) {
                text.append("; Kafka aborts it at ")
                        .append(first.begun().plusMillis(first.timeoutMs()).truncatedTo(ChronoUnit.SECONDS))
                        .append(" (transaction.timeout.ms=")
                        .append(first.timeoutMs())
                        .append(")");
            }
            if (one.holders().size() > 1) {
                text.append("; behind it are open: ")
                        .append(one.holders().stream()
                                .skip(1)
                                .map(OpenTransactions::name)
                                .collect(Collectors.joining(", ")));
            }
        }
        return text.append(". Have its producer commit or abort it, wait, or end it by kafka-transactions.sh"
                        + " --bootstrap-server ")
                .append(kafka.bootstrap())
                .append(" abort --topic ")
                .append(partition.topic())
                .append(" --partition ")
                .append(partition.partition())
                .append(" --start-offset ")
                .append(one.fromOffset())
                .append(".")
                .toString();
    }

    private static String name(Holder holder) {
        String producer = "producer id " + holder.producerId() + ", epoch " + holder.epoch();
        return holder.transactionalId() == null
                ? producer
                        + " (no coordinator tells its transactional.id: either this user may not describe it, or it is"
                        + " forgotten, and then it ends by hand only)"
                : "transactional.id " + holder.transactionalId() + " (" + producer + ")";
    }

    private Set<TopicPartition> partitions() {
        return kafka.topics(streams.get().stream().map(Stream::topic).distinct().toList()).values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toSet());
    }
}
