package io.clickreel.testing;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Something that is done about twenty times a second beside a test, from the first moment until it is closed. */
public final class SteadyWork implements AutoCloseable {
    private static final long PAUSE_MS = 50;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Future<?> work;

    /** Begins at once. */
    SteadyWork(Runnable each) {
        work = thread.scheduleWithFixedDelay(each, 0, PAUSE_MS, TimeUnit.MILLISECONDS);
    }

    /** Returns once the last time is over, and fails if one has failed. */
    @Override
    public void close() {
        boolean failed = work.isDone();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(UpProcess.LEAST_LIMIT_S, TimeUnit.SECONDS)) {
                throw new AssertionError("what was done all the time did not end");
            }
            if (failed) {
                work.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("what was done all the time has failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
