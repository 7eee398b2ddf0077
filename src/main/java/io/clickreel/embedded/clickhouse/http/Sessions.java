package io.clickreel.embedded.clickhouse.http;

import io.clickreel.embedded.clickhouse.engine.Engine;
import io.clickreel.embedded.clickhouse.engine.EngineConnection;
import io.clickreel.embedded.clickhouse.engine.EngineException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** The sessions that clients have named: connections that keep SET and temporary tables from one request to the next. */
final class Sessions {
    /** A server's max_session_timeout. */
    static final Duration LONGEST = Duration.ofHours(1);

    /** Each one is a connection of the engine, and may hold tables in memory. */
    private static final int LIMIT = 100;

    private final Engine engine;
    private final Map<String, Session> sessions = new HashMap<>();

    Sessions(Engine engine) {
        this.engine = engine;
    }

    /** A session while one request has it; closed, it waits for the next, for as long as that request asked. */
    final class Session implements AutoCloseable {
        final EngineConnection connection;
        private boolean busy;
        private long unusedSinceNanos;
        private Duration timeout = LONGEST;

        private Session(EngineConnection connection) {
            this.connection = connection;
        }

        @Override
        public void close() {
            synchronized (Sessions.this) {
                busy = false;
                unusedSinceNanos = System.nanoTime();
            }
        }

        private boolean isOver(long now) {
            return !busy && now - unusedSinceNanos > timeout.toNanos();
        }
    }

    /**
     * @param mustExist whether the client says that it has begun the session before
     * @throws EngineException 372 if it must exist and does not, 373 if another request has it
     */
    synchronized Session take(String name, Duration timeout, boolean mustExist) {
        endUnused();
        Session session = sessions.get(name);
        if (session == null) {
            if (mustExist) {
                throw new EngineException(372, "SESSION_NOT_FOUND", "Session not found: " + name + ".");
            }
            if (sessions.size() >= LIMIT) {
                throw new EngineException(
                        202,
                        "TOO_MANY_SIMULTANEOUS_QUERIES",
                        "There are " + LIMIT + " sessions. End some with close_session=1, or wait for their"
                                + " session_timeout.");
            }
            session = new Session(engine.connect());
            sessions.put(name, session);
        } else if (session.busy) {
            throw new EngineException(
                    373, "SESSION_IS_LOCKED", "Session " + name + " is locked by a concurrent client.");
        }
        session.busy = true;
        session.timeout = timeout;
        return session;
    }

    /** Ends a session that the caller has taken. */
    synchronized void end(String name) {
        Session session = sessions.remove(name);
        if (session != null) {
            session.connection.close();
        }
    }

    synchronized void endUnused() {
        long now = System.nanoTime();
        for (Iterator<Session> all = sessions.values().iterator(); all.hasNext(); ) {
            Session session = all.next();
            if (session.isOver(now)) {
                all.remove();
                session.connection.close();
            }
        }
    }

    /** Ends all sessions when the engine ends; those that a statement still runs in stay. */
    synchronized void endAll() {
        sessions.values().removeIf(session -> {
            if (!session.busy) {
                session.connection.close();
            }
            return !session.busy;
        });
    }
}
