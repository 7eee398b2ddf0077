package io.clickreel.health;

import io.clickreel.RootCause;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka, in a thread of its own, what no consumer is told, so that a look at the health waits for nothing. A question
 * that is not answered says nothing, and is asked again: whether Kafka answers is for others to tell.
 */
public final class KafkaWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaWatch.class);
    private static final long PERIOD_MS = 5_000;
    private static final long LIMIT_MS = 5_000;

    private final Properties connection;
    private final ScheduledExecutorService thread;
    private @Nullable Admin admin;

    /** Something to ask every five seconds. */
    interface Question {
        /** @throws Exception if Kafka does not answer */
        void ask(Admin kafka) throws Exception;
    }

    /** @param connection properties of an admin client */
    public KafkaWatch(Properties connection) {
        this.connection = connection;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "kafka-watch");
            made.setDaemon(true);
            return made;
        });
    }

    public void start(Question question) {
        thread.scheduleWithFixedDelay(() -> ask(question), 0, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    /** What Kafka answers within five seconds. */
    static <T> T answer(KafkaFuture<T> asked) throws ExecutionException, TimeoutException, InterruptedException {
        return asked.get(LIMIT_MS, TimeUnit.MILLISECONDS);
    }

    /** Where a reader of this isolation stops in each partition. */
    static Map<TopicPartition, Long> ends(Admin kafka, Set<TopicPartition> partitions, IsolationLevel isolation)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        answer(kafka.listOffsets(asked, new ListOffsetsOptions(isolation)).all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private void ask(Question question) {
        try {
            question.ask(kafka());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.debug("Kafka does not answer a question of {}: {}", question, RootCause.of(e));
        }
    }

    private synchronized Admin kafka() {
        Admin kafka = admin == null ? Admin.create(connection) : admin;
        admin = kafka;
        return kafka;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        synchronized (this) {
            if (admin != null) {
                admin.close(Duration.ofSeconds(1));
            }
        }
    }
}
