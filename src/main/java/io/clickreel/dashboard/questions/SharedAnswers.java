package io.clickreel.dashboard.questions;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers that all readers share: whoever asks the same within its time gets the same answer, so that fifty open
 * dashboards cost ClickHouse as much as one.
 */
public final class SharedAnswers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedAnswers.class);

    /** An answer is kept this many times as long as it took: two threads then fill a tenth of a core at most. */
    private static final long KEPT_PER_COST = 20;

    /** A live number is never older than this. */
    private static final long LIVE_KEPT_MAX_MS = 5_000;

    /** After this wait an asker is told that ClickHouse does not answer. */
    private static final long WAIT_S = 12;

    private static final long LIVE_WAIT_S = 5;
    private static final int WRITTEN_ASKED_AT_ONCE = 4;

    /**
     * Made questions read the tables of streams themselves, so they may be slow. They have askers of their own: the
     * written ones, which are live too, never wait for them.
     */
    private static final int MADE_ASKED_AT_ONCE = 2;

    private static final long MOST_ROWS = 500_000;
    private static final Duration FAILURE_KEPT = Duration.ofMillis(900);
    private static final Duration REFUSAL_KEPT_MAX = Duration.ofMinutes(1);
    /** While ClickHouse is away, every open page asks again and again; the log says it once a minute. */
    private static final long REPEAT_MS = 60_000;

    private record Asked(String name, Map<String, String> parameters) {}

    private record Outcome(
            @Nullable Answer answer, @Nullable RuntimeException failure, Duration kept) {
        Answer orThrow() {
            if (answer == null) {
                throw failure == null ? new IllegalStateException("neither answer nor failure") : failure;
            }
            return answer;
        }

        int weight() {
            return 10 + (answer == null ? 0 : answer.rows().size());
        }
    }

    private final Questions questions;
    private final int refreshSeconds;
    private final ExecutorService askersOfWritten = askers(WRITTEN_ASKED_AT_ONCE);
    private final ExecutorService askersOfMade = askers(MADE_ASKED_AT_ONCE);
    private final AsyncCache<Asked, Outcome> outcomes;
    private final AtomicLong loggedMs = new AtomicLong();

    /** @param refreshSeconds how long an answer is good, for questions that do not say it */
    public SharedAnswers(Questions questions, int refreshSeconds) {
        this.questions = questions;
        this.refreshSeconds = refreshSeconds;
        this.outcomes = Caffeine.newBuilder()
                .executor(askersOfWritten)
                .maximumWeight(MOST_ROWS)
                .weigher((Asked asked, Outcome outcome) -> outcome.weight())
                .expireAfter(Expiry.creating((Asked asked, Outcome outcome) -> outcome.kept()))
                .buildAsync();
    }

    /**
     * The answer, from ClickHouse or from what it answered a moment ago.
     *
     * @throws UnknownQuestionException if there is no such question
     * @throws BadQuestionException if a parameter is unknown, not of its type or out of range, or asks for too much
     * @throws NoAnswerException if ClickHouse cannot be reached or fails
     */
    public Answer ask(String name, Map<String, String> chosen) {
        try {
            return outcome(name, chosen).get(WAIT_S, TimeUnit.SECONDS).orThrow();
        } catch (TimeoutException e) {
            throw NoAnswerException.silent(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswerException("Clickreel is stopping.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a failure that is no outcome", e);
        }
    }

    /** As {@link #ask}, but without waiting, for the live stream: the future fails with what {@code ask} throws. */
    public CompletableFuture<Answer> askLater(String name, Map<String, String> chosen) {
        return outcome(name, chosen)
                .copy()
                .completeOnTimeout(
                        new Outcome(null, NoAnswerException.silent(null), Duration.ZERO), LIVE_WAIT_S, TimeUnit.SECONDS)
                .thenApply(Outcome::orThrow);
    }

    public Questions questions() {
        return questions;
    }

    public int refreshSeconds() {
        return refreshSeconds;
    }

    /** How often a question is worth asking, in seconds. */
    public int refreshSeconds(Question question) {
        Integer own = question.refreshSeconds();
        return own == null ? refreshSeconds : own;
    }

    @Override
    public void close() {
        askersOfWritten.shutdownNow();
        askersOfMade.shutdownNow();
    }

    private static ExecutorService askers(int count) {
        return Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "dashboard-question");
            thread.setDaemon(true);
            return thread;
        });
    }

    private CompletableFuture<Outcome> outcome(String name, Map<String, String> chosen) {
        ExecutorService askers = questions.isWritten(name) ? askersOfWritten : askersOfMade;
        return outcomes.get(
                new Asked(name, new TreeMap<>(chosen)),
                (asked, any) -> CompletableFuture.supplyAsync(() -> askClickHouse(asked), askers));
    }

    private Outcome askClickHouse(Asked asked) {
        long startNanos = System.nanoTime();
        try {
            Answer answer = questions.ask(asked.name(), asked.parameters());
            return new Outcome(answer, null, keptFor(answer));
        } catch (RuntimeException e) {
            if (e instanceof NoAnswerException) {
                logOnceAMinute(e);
            }
            return new Outcome(null, e, e instanceof BadQuestionException ? keptFor(startNanos) : FAILURE_KEPT);
        }
    }

    /** What asks for too much is refused after it was tried, which is not to be tried again at once. */
    private static Duration keptFor(long startNanos) {
        Duration cost = Duration.ofNanos(System.nanoTime() - startNanos).multipliedBy(KEPT_PER_COST);
        if (cost.compareTo(FAILURE_KEPT) < 0) {
            return FAILURE_KEPT;
        }
        return cost.compareTo(REFUSAL_KEPT_MAX) > 0 ? REFUSAL_KEPT_MAX : cost;
    }

    /** A little less than the time between two questions of a page, so that each gets a new answer. */
    private Duration keptFor(Answer answer) {
        Question question = questions.get(answer.name());
        long refreshMs = 1_000L * refreshSeconds(question);
        long keptMs = Math.max(refreshMs * 9 / 10, KEPT_PER_COST * answer.elapsedMs());
        return Duration.ofMillis(question.isLive() ? Math.min(keptMs, LIVE_KEPT_MAX_MS) : keptMs);
    }

    private void logOnceAMinute(RuntimeException failure) {
        long nowMs = System.currentTimeMillis();
        long before = loggedMs.get();
        if (nowMs - before >= REPEAT_MS && loggedMs.compareAndSet(before, nowMs)) {
            LOG.warn("The dashboard has no answer from ClickHouse: {}", failure.getMessage(), failure.getCause());
        }
    }
}
