package io.clickreel.faults;

import java.util.ArrayList;
import java.util.List;

/** Takes down ten times a second how many rows ClickHouse has, and so when none came. */
final class Stored implements AutoCloseable {
    private record Look(long nanos, long rows) {}

    private final World world;
    private final List<Look> looks = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "stored");
    private volatile boolean stopping;

    Stored(World world) {
        this.world = world;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!stopping) {
                look();
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            long rows = Long.parseLong(
                    world.query("SELECT toInt64((SELECT count() FROM clicks) + (SELECT count() FROM dead_letters))"));
            synchronized (this) {
                looks.add(new Look(System.nanoTime(), rows));
            }
        } catch (RuntimeException e) {
            // It does not answer: no row was seen to come.
        }
    }

    /** The longest time without a new row, in milliseconds. */
    synchronized long longestPauseMs(long fromNanos, long untilNanos) {
        long rows = -1;
        long since = fromNanos;
        long longest = 0;
        for (Look look : looks) {
            if (look.nanos > untilNanos) {
                break;
            }
            if (look.rows > rows) {
                longest = look.nanos < fromNanos ? 0 : Math.max(longest, look.nanos - Math.max(since, fromNanos));
                since = look.nanos;
                rows = look.rows;
            }
        }
        return Math.max(longest, untilNanos - Math.max(since, fromNanos)) / 1_000_000;
    }

    synchronized long rows() {
        return looks.isEmpty() ? 0 : looks.get(looks.size() - 1).rows;
    }

    /** Waits until a row comes. */
    void awaitMore(long limitMs) throws InterruptedException {
        long before = rows();
        long limit = System.nanoTime() + limitMs * 1_000_000;
        while (rows() <= before && System.nanoTime() < limit) {
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        stopping = true;
    }
}
