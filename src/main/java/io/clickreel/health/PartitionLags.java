package io.clickreel.health;

import io.clickreel.RootCause;
import io.clickreel.kafka.TopicSurvey;
import io.clickreel.stream.SourcePartition;
import io.clickreel.stream.Stream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far behind the end of each partition the delivery is. Its connection to Kafka is made when it is first asked. */
public final class PartitionLags implements AutoCloseable {
    /**
     * One partition.
     *
     * @param deliveredOffset the first that is not known to be delivered
     * @param lag records, at most: a topic with transactions has offsets without records
     * @param held how many of them wait behind an open transaction
     */
    record PartitionLag(String topic, int partition, long endOffset, long deliveredOffset, long lag, long held) {}

    private final Properties connection;
    private final Supplier<List<Stream>> streams;
    private final OpenTransactions transactions;
    private @Nullable Admin admin;

    /** @param connection properties of an admin client */
    public PartitionLags(Properties connection, Supplier<List<Stream>> streams, OpenTransactions transactions) {
        this.connection = connection;
        this.streams = streams;
        this.transactions = transactions;
    }

    /**
     * Asks Kafka.
     *
     * @throws KafkaException if it does not answer, or has no such topic
     */
    synchronized List<PartitionLag> ask() {
        Admin kafka = admin == null ? Admin.create(connection) : admin;
        admin = kafka;
        List<PartitionLag> lags = new ArrayList<>();
        for (Stream stream : streams.get()) {
            lags.addAll(ask(kafka, stream));
        }
        return lags;
    }

    private List<PartitionLag> ask(Admin kafka, Stream stream) {
        String topic = stream.topic();
        List<PartitionLag> lags = new ArrayList<>();
        TopicSurvey survey = TopicSurvey.ask(kafka, Set.of(topic), stream.group());
        survey.unanswered().forEach((partition, reason) -> {
            throw new KafkaException(partition + " does not answer: " + reason);
        });
        Map<TopicPartition, Long> ends = ends(kafka, survey.partitions().keySet());
        survey.partitions().forEach((partition, has) -> {
            long next = has.committed().orElse(has.start());
            // The survey's end is where a reader of committed records stops; what is behind it waits too.
            long end = Math.max(has.end(), ends.getOrDefault(new TopicPartition(topic, partition.partition()), 0L));
            long held = transactions.holds(topic, partition.partition()) ? end - has.end() : 0;
            lags.add(new PartitionLag(topic, partition.partition(), end, next, Math.max(0, end - next), held));
        });
        if (lags.isEmpty()) {
            throw new KafkaException("there is no topic " + topic);
        }
        lags.sort(Comparator.comparingInt(PartitionLag::partition));
        return lags;
    }

    /** The ends of the logs, which open transactions have passed. */
    private Map<TopicPartition, Long> ends(Admin kafka, Set<SourcePartition> partitions) {
        Set<TopicPartition> asked = partitions.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .collect(Collectors.toSet());
        try {
            return KafkaWatch.ends(kafka, asked, IsolationLevel.READ_UNCOMMITTED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException(RootCause.of(e), e.getCause() == null ? e : e.getCause());
        }
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }
}
