package io.clickreel.run;

import io.clickreel.RootCause;
import io.clickreel.StartupException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares what clicks need before they can flow: topics and tables.
 *
 * <p>A service that is away delays its own step only; the step is tried again until it succeeds. A mistake that waiting
 * cannot mend ends the run.
 */
final class Preparation {
    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);
    private static final long PAUSE_MS = 2_000;

    /** What a step does. */
    interface Action {
        /**
         * @throws StartupException for a mistake that waiting cannot mend
         * @throws Exception if the service does not answer
         */
        void run() throws Exception;
    }

    /**
     * One step.
     *
     * @param what its name
     * @param away the sentence that says which service does not answer and which setting names it
     */
    record Step(String what, String away, Action action) {}

    private final Map<String, String> waiting = new ConcurrentSkipListMap<>();
    private final Consumer<StartupException> onMistake;

    /** @param onMistake called from another thread when a later try finds a mistake */
    Preparation(Consumer<StartupException> onMistake) {
        this.onMistake = onMistake;
    }

    /**
     * Runs the steps at the same time, for each waits for a service of its own, and returns when all were tried. A step
     * whose service does not answer is tried again in the background.
     *
     * @throws StartupException the mistake of the first step that has one
     */
    void run(List<Step> steps) {
        List<CompletableFuture<Void>> running = steps.stream()
                .map(step -> CompletableFuture.runAsync(() -> run(step), task -> start(step, task)))
                .toList();
        running.forEach(one -> one.exceptionally(failure -> null).join());
        try {
            running.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            if (e.getCause() instanceof StartupException mistake) {
                throw mistake;
            }
            throw e;
        }
    }

    private void run(Step step) {
        try {
            step.action().run();
        } catch (StartupException e) {
            throw e;
        } catch (Exception e) {
            LOG.warn("{} ({}). Its routes wait for it.", step.away(), RootCause.of(e));
            waiting.put(step.what(), step.away());
            start(step, () -> retry(step));
        }
    }

    private static void start(Step step, Runnable task) {
        Thread thread = new Thread(task, "prepare-" + step.what());
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether a step that was begun has succeeded. */
    boolean isDone(String what) {
        return !waiting.containsKey(what);
    }

    AbstractHealthCheck healthCheck() {
        return new AbstractHealthCheck("clickreel", "preparation") {
            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                builder.state(waiting.isEmpty() ? State.UP : State.DOWN);
                if (!waiting.isEmpty()) {
                    builder.message(String.join("; ", waiting.values()));
                }
            }

            @Override
            public boolean isLiveness() {
                return false;
            }
        };
    }

    private void retry(Step step) {
        while (waiting.containsKey(step.what())) {
            try {
                Thread.sleep(PAUSE_MS);
                step.action().run();
                waiting.remove(step.what());
                LOG.info("{} are ready", step.what());
            } catch (StartupException e) {
                onMistake.accept(e);
                return;
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                LOG.debug("{} still wait", step.what(), e);
            }
        }
    }
}
