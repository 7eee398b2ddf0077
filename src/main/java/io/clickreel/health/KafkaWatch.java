package io.clickreel.health;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka every five seconds, in a separate thread, what no consumer is told, so that a health check waits for
 * nothing. A question that gets no answer is asked again: other checks tell whether Kafka answers.
 */
public final class KafkaWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaWatch.class);
    private static final long PERIOD_MS = 5_000;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "kafka-watch");
        made.setDaemon(true);
        return made;
    });

    public void start(Runnable question) {
        thread.scheduleWithFixedDelay(() -> ask(question), 0, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    private static void ask(Runnable question) {
        try {
            question.run();
        } catch (RuntimeException e) {
            LOG.debug("{}", e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
