package io.clickreel.embedded.clickhouse.http;

import io.clickreel.http.ConnectionDeadlines;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Bounds the connections of each address that have not asked anything yet, by closing the oldest of them; and bounds
 * how long a connection may take for its next request. Used on one event loop.
 *
 * <p>So a client that opens hundreds of connections and sends nothing loses those: the next client gets in, and those
 * that have asked before, the pipeline's above all, keep their connections.
 */
final class ClientConnections {
    private static final int LIMIT = 256;
    private static final long LOOK_MS = 1_000;

    /** Longer than clients keep unused connections. */
    private static final Duration NEXT_HEAD = Duration.ofSeconds(75);

    private final ConnectionDeadlines<HttpConnection> deadlines = new ConnectionDeadlines<>();
    private final Map<String, Set<HttpConnection>> waiting = new HashMap<>();
    private final Map<HttpConnection, HttpServerRequest> atWork = new HashMap<>();

    void watch(Vertx vertx) {
        vertx.setPeriodic(LOOK_MS, timer -> deadlines.missed().forEach(HttpConnection::close));
    }

    void opened(HttpConnection connection) {
        connection.closeHandler(gone -> {
            atWork.remove(connection);
            forget(connection);
        });
        readAheadLittle(connection);
        awaitFirst(connection);
    }

    /** Netty reads sixteen pieces before it notices a pause: hundreds of bodies would be a megabyte each. */
    private static void readAheadLittle(HttpConnection connection) {
        RecvByteBufAllocator pieces =
                ((ConnectionBase) connection).channel().config().getRecvByteBufAllocator();
        if (pieces instanceof MaxMessagesRecvByteBufAllocator bounded) {
            bounded.maxMessagesPerRead(1);
        }
    }

    /** From its head on a request has separate limits; after its answer the connection waits for the next one. */
    void asked(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        forget(connection);
        atWork.put(connection, request);
        Context eventLoop = Vertx.currentContext();
        // An answer ends on its statement's thread: the client may be gone, or ask again, before that is known here.
        request.response()
                .bodyEndHandler(answered -> eventLoop.runOnContext(here -> {
                    if (atWork.remove(connection, request)) {
                        deadlines.set(connection, NEXT_HEAD);
                    }
                }));
    }

    private void awaitFirst(HttpConnection connection) {
        deadlines.set(connection, ConnectionDeadlines.FIRST_HEAD);
        Set<HttpConnection> ofAddress = waiting.computeIfAbsent(address(connection), address -> new LinkedHashSet<>());
        ofAddress.add(connection);
        if (ofAddress.size() > LIMIT) {
            Iterator<HttpConnection> oldest = ofAddress.iterator();
            HttpConnection first = oldest.next();
            oldest.remove();
            deadlines.clear(first);
            first.close();
        }
    }

    private void forget(HttpConnection connection) {
        deadlines.clear(connection);
        waiting.computeIfPresent(address(connection), (address, connections) -> {
            connections.remove(connection);
            return connections.isEmpty() ? null : connections;
        });
    }

    private static String address(HttpConnection connection) {
        return String.valueOf(connection.remoteAddress().hostAddress());
    }
}
