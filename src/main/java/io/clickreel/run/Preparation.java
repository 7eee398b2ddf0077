package io.clickreel.run;

import io.clickreel.RootCause;
import io.clickreel.StartupException;
import java.util.Map;
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

    /** One step. */
    interface Step {
        /**
         * @throws StartupException for a mistake that waiting cannot mend
         * @throws Exception if the service does not answer
         */
        void run() throws Exception;
    }

    private final Map<String, String> waiting = new ConcurrentSkipListMap<>();
    private final Consumer<StartupException> onMistake;

    /** @param onMistake called from another thread when a later try finds a mistake */
    Preparation(Consumer<StartupException> onMistake) {
        this.onMistake = onMistake;
    }

    /**
     * Runs a step now and, if its service does not answer, again in the background.
     *
     * @param what name of the step
     * @param away the sentence that says which service does not answer and which setting names it
     */
    void run(String what, String away, Step step) {
        try {
            step.run();
        } catch (StartupException e) {
            throw e;
        } catch (Exception e) {
            LOG.warn("{} ({}). Its routes wait for it.", away, RootCause.of(e));
            waiting.put(what, away);
            Thread again = new Thread(() -> retry(what, step), "prepare-" + what);
            again.setDaemon(true);
            again.start();
        }
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

    private void retry(String what, Step step) {
        while (waiting.containsKey(what)) {
            try {
                Thread.sleep(PAUSE_MS);
                step.run();
                waiting.remove(what);
                LOG.info("{} are ready", what);
            } catch (StartupException e) {
                onMistake.accept(e);
                return;
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                LOG.debug("{} still wait", what, e);
            }
        }
    }
}
