package io.clickreel.dashboard;

import io.clickreel.http.ConnectionDeadlines;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;

/** Closes the connections to Camel's HTTP servers that keep them waiting. */
final class HttpConnections {
    /** Longer than between two questions of a page, or between two looks of Prometheus. */
    private static final Duration NEXT_HEAD = Duration.ofSeconds(75);

    /** Time for a request with a body, its answer included; none of ours has one. */
    private static final Duration BODY = Duration.ofSeconds(60);

    private static final long LOOK_MS = 1_000;

    private final ConnectionDeadlines<HttpConnection> deadlines = new ConnectionDeadlines<>();

    /**
     * Makes the context's HTTP servers with limits; must be called before any of them is made. Camel makes its servers
     * with fixed options, but it takes the Vert.x that it finds in its registry.
     */
    void watch(CamelContext camel) {
        if (camel.getRegistry().findSingleByType(Vertx.class) != null) {
            return;
        }
        Vertx vertx = Vertx.vertx();
        vertx.setPeriodic(LOOK_MS, timer -> deadlines.missed().forEach(HttpConnection::close));
        camel.getRegistry().bind("vertx", withLimits(vertx));
        // Camel closes only a Vert.x that it made. Services end in the reverse order, so the servers end first.
        try {
            camel.addService(new Ending(vertx), true, true);
        } catch (Exception e) {
            throw new IllegalStateException("Vert.x cannot be ended with Camel", e);
        }
    }

    /** Must be called for each request, when its head is there. */
    void asked(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpConnection connection = request.connection();
        deadlines.clear(connection);
        // With HTTP/2 many requests share a connection, some of them for hours: only the limit on silence can apply.
        if (request.version() != HttpVersion.HTTP_2) {
            if (request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                    || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
                deadlines.set(connection, BODY);
            }
            context.addEndHandler(answered -> deadlines.set(connection, NEXT_HEAD));
        }
    }

    private Vertx withLimits(Vertx vertx) {
        return (Vertx) Proxy.newProxyInstance(
                HttpConnections.class.getClassLoader(), vertx.getClass().getInterfaces(), (self, method, arguments) -> {
                    if (method.getName().equals("createHttpServer")
                            && arguments != null
                            && arguments[0] instanceof HttpServerOptions options) {
                        return server(vertx, options);
                    }
                    try {
                        return method.invoke(vertx, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    private HttpServer server(Vertx vertx, HttpServerOptions options) {
        // Browsers use HTTP/2 only with TLS. While a connection might be HTTP/2, Vert.x does not show it before its
        // whole head is there, and no deadline could be set.
        options.setIdleTimeout((int) NEXT_HEAD.toSeconds()).setHttp2ClearTextEnabled(false);
        return vertx.createHttpServer(options).connectionHandler(connection -> {
            deadlines.set(connection, ConnectionDeadlines.FIRST_HEAD);
            connection.closeHandler(closed -> deadlines.clear(connection));
        });
    }

    private static final class Ending extends ServiceSupport {
        private final Vertx vertx;

        Ending(Vertx vertx) {
            this.vertx = vertx;
        }

        @Override
        protected void doShutdown() throws Exception {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }
}
