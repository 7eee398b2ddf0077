package io.clickreel.health;

import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.kafka.TopicSurvey;
import io.clickreel.stream.Stream;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far behind the end of each partition the delivery is. */
public final class PartitionLags {
    /**
     * One partition.
     *
     * @param deliveredOffset the first that is not known to be delivered
     * @param lag records, at most: a topic with transactions has offsets without records
     * @param held how many of them wait behind an open transaction
     */
    public record PartitionLag(
            String stream, String topic, int partition, long endOffset, long deliveredOffset, long lag, long held) {}

    private static final long FORGOTTEN_AFTER_NS = TimeUnit.SECONDS.toNanos(30);

    private final KafkaAdmin kafka;
    private final Supplier<List<Stream>> streams;
    private final OpenTransactions transactions;
    private final MultiGauge measured;
    private volatile @Nullable Asked last;

    private record Asked(long atNs, List<PartitionLag> lags) {}

    public PartitionLags(
            KafkaAdmin kafka, Supplier<List<Stream>> streams, OpenTransactions transactions, MeterRegistry meters) {
        this.kafka = kafka;
        this.streams = streams;
        this.transactions = transactions;
        this.measured = MultiGauge.builder("clickreel.stream.lag.records")
                .description("Records in Kafka that are not known to be delivered")
                .register(meters);
    }

    /** Asks Kafka for the metric. @return what the metric has now */
    List<PartitionLag> measure() {
        List<PartitionLag> lags = ask();
        measured.register(
                lags.stream()
                        .map(lag -> MultiGauge.Row.of(
                                Tags.of("stream", lag.stream, "partition", Integer.toString(lag.partition)), lag.lag))
                        .toList(),
                true);
        return lags;
    }

    /**
     * Asks Kafka.
     *
     * @throws KafkaException if it does not answer, or has no such topic
     */
    List<PartitionLag> ask() {
        List<PartitionLag> lags = new ArrayList<>();
        for (Stream stream : streams.get()) {
            lags.addAll(ask(stream));
        }
        last = new Asked(System.nanoTime(), List.copyOf(lags));
        return lags;
    }

    /** What Kafka has said last, without asking it; null: nothing during the last half minute. */
    public @Nullable List<PartitionLag> last() {
        Asked asked = last;
        return asked == null || System.nanoTime() - asked.atNs > FORGOTTEN_AFTER_NS ? null : asked.lags;
    }

    private List<PartitionLag> ask(Stream stream) {
        String topic = stream.topic();
        List<PartitionLag> lags = new ArrayList<>();
        TopicSurvey survey = TopicSurvey.ask(kafka, Set.of(topic), stream.group());
        survey.unanswered().forEach((partition, reason) -> {
            throw new KafkaException(partition + " does not answer: " + reason);
        });
        // The log's end of each partition, records of open transactions included.
        Map<TopicPartition, Long> ends = kafka.ends(
                survey.partitions().keySet().stream()
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .collect(Collectors.toSet()),
                IsolationLevel.READ_UNCOMMITTED);
        survey.partitions().forEach((partition, has) -> {
            long next = has.committed().orElse(has.start());
            // The survey's end is where a reader of committed records stops; what is behind it waits too.
            long end = Math.max(has.end(), ends.getOrDefault(new TopicPartition(topic, partition.partition()), 0L));
            long held = transactions.holds(topic, partition.partition()) ? end - has.end() : 0;
            lags.add(new PartitionLag(
                    stream.name(), topic, partition.partition(), end, next, Math.max(0, end - next), held));
        });
        if (lags.isEmpty()) {
            throw new KafkaException("there is no topic " + topic);
        }
        lags.sort(Comparator.comparingInt(PartitionLag::partition));
        return lags;
    }
}
