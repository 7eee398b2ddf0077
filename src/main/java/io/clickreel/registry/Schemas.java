package io.clickreel.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.clickreel.RootCause;
import io.clickreel.contract.SchemaAwayException;
import io.clickreel.contract.json.Excerpt;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The formats of the schemas that values have named so far, each fetched once; for several threads. It asks in threads of its
 * own, and who wants a schema waits for it only for a moment. A registry that did not answer is asked again after a second.
 */
final class Schemas {
    private static final long MOST = 10_000;
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int THREADS = 4;
    /** A follower of a registry's cluster may learn of a new schema later than the producer that registered it. */
    private static final long ASK_AGAIN_NANOS = Duration.ofMillis(500).toNanos();

    /** @param format null: there is none, and the sentence says why */
    record Found(@Nullable ValueFormat format, String sentence) {}

    private record Away(String sentence, long untilNanos) {}

    private final SchemaRegistry registry;
    private final @Nullable WaitBudget budget;
    private final Cache<Integer, Found> known =
            Caffeine.newBuilder().maximumSize(MOST).build();
    /** An id that is registered later is known soon, and one that is not is not asked for with each record. */
    private final Cache<Integer, Found> unknown = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(UNKNOWN_FOR)
            .build();

    private final Map<Integer, CompletableFuture<Found>> asked = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor askers = askers();
    private volatile @Nullable Away away;

    /** @param budget how long callers may wait; null: until the registry has answered or is given up */
    Schemas(SchemaRegistry registry, @Nullable WaitBudget budget) {
        this.registry = registry;
        this.budget = budget;
    }

    private static ThreadPoolExecutor askers() {
        ThreadPoolExecutor askers =
                new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "clickreel-schema-registry");
                    thread.setDaemon(true);
                    return thread;
                });
        askers.allowCoreThreadTimeOut(true);
        return askers;
    }

    /** @throws SchemaAwayException if the registry does not say what it is, or has not said so yet */
    Found of(int id) {
        Found found = known.getIfPresent(id);
        if (found == null) {
            found = unknown.getIfPresent(id);
        }
        return found == null ? await(id) : found;
    }

    private Found await(int id) {
        CompletableFuture<Found> answer = asked.get(id);
        if (answer == null) {
            Away last = away;
            if (last != null && System.nanoTime() - last.untilNanos < 0) {
                throw new SchemaAwayException(last.sentence);
            }
            answer = asked.computeIfAbsent(id, this::ask);
        }
        long startNanos = System.nanoTime();
        try {
            return budget == null ? answer.get() : answer.get(Math.max(0, budget.nanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw registry.away("has not said yet what schema " + id + " is", "Look at its load and its log");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw registry.away("was not waited for", "Ask again");
        } catch (ExecutionException e) {
            throw new SchemaAwayException(RootCause.of(e));
        } finally {
            if (budget != null) {
                budget.spend(System.nanoTime() - startNanos);
            }
        }
    }

    private CompletableFuture<Found> ask(int id) {
        CompletableFuture<Found> answer = new CompletableFuture<>();
        askers.execute(() -> {
            try {
                Found found = fetch(id);
                asked.remove(id);
                answer.complete(found);
            } catch (RuntimeException | Error e) {
                String sentence = e instanceof SchemaAwayException
                        ? String.valueOf(e.getMessage())
                        : "what the schema registry at " + registry.url() + " says of schema " + id
                                + " cannot be read (" + RootCause.of(e) + ")";
                away = new Away(sentence, System.nanoTime() + PAUSE_NANOS);
                asked.remove(id);
                answer.completeExceptionally(new SchemaAwayException(sentence));
            }
        });
        return answer;
    }

    private Found fetch(int id) {
        try {
            Found found = compile(id, registered(id));
            known.put(id, found);
            return found;
        } catch (UnknownSchemaException e) {
            Found none = new Found(null, String.valueOf(e.getMessage()));
            unknown.put(id, none);
            return none;
        }
    }

    /** A first unknown id is asked for twice. While many come that nobody has registered, each costs no more than it must. */
    private RegisteredSchema registered(int id) throws UnknownSchemaException {
        unknown.cleanUp();
        boolean others = unknown.estimatedSize() > 0;
        try {
            return registry.schema(id);
        } catch (UnknownSchemaException e) {
            if (others || id < 0) {
                throw e;
            }
            LockSupport.parkNanos(ASK_AGAIN_NANOS);
            return registry.schema(id);
        }
    }

    private Found compile(int id, RegisteredSchema schema) {
        try {
            return switch (schema.type()) {
                case "AVRO" -> new Found(AvroFormat.of(schema), "");
                case "PROTOBUF" -> new Found(ProtobufFormat.of(schema), "");
                case "JSON" -> new Found(JsonFormat.INSTANCE, "");
                default ->
                    new Found(
                            null,
                            "The schema registry at " + registry.url() + " has schema " + id + " as "
                                    + Excerpt.of(schema.type())
                                    + ", but only AVRO, PROTOBUF and JSON are read. Send the records by one of these.");
            };
        } catch (RuntimeException | StackOverflowError e) {
            // A schema that is nested too deeply is one that nobody can read.
            return new Found(
                    null,
                    "The schema registry at " + registry.url() + " has schema " + id + ", but it is no valid schema of"
                            + " the kind " + schema.type() + " (" + Excerpt.of(RootCause.of(e), 400)
                            + "). Register a correct one, and send the records again.");
        }
    }
}
