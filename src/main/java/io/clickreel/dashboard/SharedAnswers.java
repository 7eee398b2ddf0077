package io.clickreel.dashboard;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers that all readers share: whoever asks the same within its time gets the same answer, so that fifty open
 * dashboards cost ClickHouse as much as one.
 */
public final class SharedAnswers implements AutoCloseable {
    /** An answer that took long is kept for so many times as long: no question fills more than a twentieth of a core. */
    private static final long KEPT_PER_COST = 20;

    private static final int ASKED_AT_ONCE = 4;
    private static final long MOST_ROWS = 500_000;

    /** While ClickHouse is away, every open page asks again and again; the log says it once a minute. */
    private static final long REPEAT_MS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(SharedAnswers.class);

    private record Asked(String name, Map<String, String> parameters) {}

    private final Questions questions;
    private final int refreshSeconds;
    private final ExecutorService askers;
    private final AsyncCache<Asked, Answer> answers;
    private final AtomicLong loggedMs = new AtomicLong();

    /** @param refreshSeconds for how long an answer is good whose question says nothing else */
    public SharedAnswers(Questions questions, int refreshSeconds) {
        this.questions = questions;
        this.refreshSeconds = refreshSeconds;
        this.askers = Executors.newFixedThreadPool(ASKED_AT_ONCE, task -> {
            Thread thread = new Thread(task, "dashboard-question");
            thread.setDaemon(true);
            return thread;
        });
        this.answers = Caffeine.newBuilder()
                .executor(askers)
                .maximumWeight(MOST_ROWS)
                .weigher((Asked asked, Answer answer) -> 10 + answer.rows().size())
                .expireAfter(Expiry.creating((Asked asked, Answer answer) -> keptFor(answer)))
                .buildAsync();
    }

    /**
     * The answer, from ClickHouse or from what it answered a moment ago.
     *
     * @throws UnknownQuestionException if there is no such question
     * @throws BadQuestionException if a parameter is unknown, not of its type or out of range, or asks for too much
     * @throws NoAnswerException if ClickHouse cannot be reached or fails
     */
    Answer ask(String name, Map<String, String> chosen) {
        try {
            return askLater(name, chosen).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** The same without waiting; what {@link #ask} throws is what the future fails with. */
    CompletableFuture<Answer> askLater(String name, Map<String, String> chosen) {
        return answers.get(
                new Asked(name, new TreeMap<>(chosen)), asked -> askClickHouse(asked.name(), asked.parameters()));
    }

    Questions questions() {
        return questions;
    }

    int refreshSeconds() {
        return refreshSeconds;
    }

    /** How often a question is worth asking, in seconds. */
    int refreshSeconds(Question question) {
        Integer own = question.refreshSeconds();
        return own == null ? refreshSeconds : own;
    }

    @Override
    public void close() {
        askers.shutdownNow();
    }

    private Answer askClickHouse(String name, Map<String, String> parameters) {
        try {
            return questions.ask(name, parameters);
        } catch (NoAnswerException e) {
            long nowMs = System.currentTimeMillis();
            if (nowMs - loggedMs.getAndUpdate(before -> nowMs - before < REPEAT_MS ? before : nowMs) >= REPEAT_MS) {
                LOG.warn("The dashboard has no answer from ClickHouse: {}", e.getMessage(), e.getCause());
            }
            throw e;
        }
    }

    /** A little less than the time after which it is asked again, so that an asker in step gets a new one. */
    private Duration keptFor(Answer answer) {
        long refreshMs = 1_000L * refreshSeconds(questions.get(answer.name()));
        return Duration.ofMillis(Math.max(refreshMs * 9 / 10, KEPT_PER_COST * answer.elapsedMs()));
    }
}
