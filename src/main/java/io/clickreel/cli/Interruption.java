package io.clickreel.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Ctrl-C while a command works: the work is asked to stop after the step at hand, and has some time for that. */
final class Interruption implements BooleanSupplier, AutoCloseable {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);

    /**
     * @param limitS seconds that the step at hand may take
     * @param asked said when Ctrl-C is pressed; empty: nothing
     * @param tooLong said when the limit is over
     */
    Interruption(long limitS, String asked, String tooLong) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(limitS, asked, tooLong), "stop"));
    }

    /** Whether the work should stop. */
    @Override
    public boolean getAsBoolean() {
        return asked.getCount() == 0;
    }

    /**
     * Waits until the time is over or the work should stop.
     *
     * @return whether the work may go on
     */
    boolean pause(long ms) {
        try {
            return !asked.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The work has ended. */
    @Override
    public void close() {
        ended.countDown();
    }

    private void stop(long limitS, String sentence, String tooLong) {
        if (ended.getCount() == 0) {
            return;
        }
        asked.countDown();
        if (!sentence.isEmpty()) {
            System.err.println(System.lineSeparator() + sentence);
        }
        try {
            if (!ended.await(limitS, TimeUnit.SECONDS)) {
                System.err.println(tooLong);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
