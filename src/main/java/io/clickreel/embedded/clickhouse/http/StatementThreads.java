package io.clickreel.embedded.clickhouse.http;

import io.clickreel.embedded.clickhouse.engine.EngineException;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The threads that statements run on, in three pools: the pipeline's own statements never wait for those of others, and
 * those never for a body that comes slowly.
 */
final class StatementThreads {
    private static final int THREADS = 32;

    /** Limit of waiting statements: each may hold a part of its body. */
    private static final int WAITING = 400;

    /** A body of which neither the end nor the first 64 KB has come by then moves to the pool for slow bodies. */
    private static final long SLOW_MS = 3_000;

    /** The stack of a server's threads: deep queries recurse deeply in the engine's parser. */
    private static final long STACK_BYTES = 8L << 20;

    /** The User-Agent of the pipeline's and its commands' clients begins so. */
    private static final String OWN_CLIENT = "clickreel";

    private final Vertx vertx;
    private final Executor own = pool("own");
    private final Executor others = pool("http");
    private final Executor slow = pool("slow");

    StatementThreads(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Runs a statement once its body is there, or enough of it to begin with.
     *
     * @param refused is told if too many wait already
     */
    void begin(HttpCall call, Runnable statement, Consumer<EngineException> refused) {
        String agent = call.header("User-Agent");
        Executor usual = agent != null && agent.startsWith(OWN_CLIENT) ? own : others;
        long late = vertx.setTimer(SLOW_MS, timer -> run(slow, statement, refused));
        call.whenReady(() -> {
            // If the timer has fired, the statement runs. One that has not would keep the answer in memory until it
            // does.
            if (vertx.cancelTimer(late)) {
                run(usual, statement, refused);
            }
        });
    }

    private static void run(Executor threads, Runnable statement, Consumer<EngineException> refused) {
        try {
            threads.execute(statement);
        } catch (RejectedExecutionException e) {
            refused.accept(new EngineException(
                    202,
                    "TOO_MANY_SIMULTANEOUS_QUERIES",
                    "Too many simultaneous queries: " + THREADS + " run, and " + WAITING
                            + " wait. Try again later, or with fewer clients at a time."));
        }
    }

    /** Starts all threads at once, from this thread: the walls that hold for it then hold for them. */
    private static Executor pool(String name) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                task -> thread(task, "clickhouse-" + name + "-" + number.incrementAndGet()));
        threads.prestartAllCoreThreads();
        return threads;
    }

    static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(null, task, name, STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }
}
