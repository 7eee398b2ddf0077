package io.clickreel.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Knows which connections owe a request for too long.
 *
 * <p>A limit for silence does not do: who sends a byte each second is never silent, and never done.
 *
 * @param <C> what a server takes for a connection
 */
public final class ConnectionDeadlines<C> {
    /** How long the head of a first request may take. */
    public static final Duration FIRST_HEAD = Duration.ofSeconds(10);

    private final Map<C, Long> dueNanos = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    public ConnectionDeadlines() {
        this(System::nanoTime);
    }

    ConnectionDeadlines(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** From now on this connection has so long, whatever it had before. */
    public void set(C connection, Duration limit) {
        dueNanos.put(connection, nanoTime.getAsLong() + limit.toNanos());
    }

    /** It has kept its deadline, or is gone. */
    public void clear(C connection) {
        dueNanos.remove(connection);
    }

    /** Those that have not kept it, each told once. */
    public List<C> missed() {
        long now = nanoTime.getAsLong();
        List<C> missed = new ArrayList<>();
        dueNanos.forEach((connection, due) -> {
            if (now - due >= 0 && dueNanos.remove(connection, due)) {
                missed.add(connection);
            }
        });
        return missed;
    }
}
