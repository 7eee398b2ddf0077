package io.clickreel.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Finds the connections that take too long to send a request.
 *
 * <p>An idle timeout is not enough: a client that sends a byte each second is never idle, and never done.
 *
 * @param <C> the server's type of a connection
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

    /** Gives the connection a new deadline, in place of any earlier one. */
    public void set(C connection, Duration limit) {
        dueNanos.put(connection, nanoTime.getAsLong() + limit.toNanos());
    }

    /** Removes the connection's deadline: the connection has kept it, or is closed. */
    public void clear(C connection) {
        dueNanos.remove(connection);
    }

    /** Removes and returns the connections whose deadline has passed. */
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
