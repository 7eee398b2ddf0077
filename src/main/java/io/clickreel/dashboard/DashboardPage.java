package io.clickreel.dashboard;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Serves the page, from memory.
 *
 * <p>The page is these files and nothing else: a handler of a folder would also serve what lies in a folder of the
 * same name where Clickreel was started.
 */
public final class DashboardPage {
    private static final Map<String, String> FILES = Map.of(
            "index.html", "text/html; charset=utf-8",
            "dashboard.css", "text/css; charset=utf-8",
            "dashboard.js", "text/javascript; charset=utf-8",
            "charts.js", "text/javascript; charset=utf-8",
            "favicon.svg", "image/svg+xml");

    private final int port;

    /** @param port of Camel's main HTTP server */
    public DashboardPage(int port) {
        this.port = port;
    }

    /**
     * Adds the page to Camel's HTTP server, which has to be started: after the Camel context is.
     *
     * @throws IllegalStateException if there is no server on the port
     */
    public void register(CamelContext camelContext) {
        String name = VertxPlatformHttpRouter.getRouterNameFromPort(port);
        VertxPlatformHttpRouter router = VertxPlatformHttpRouter.lookup(camelContext, name);
        if (router == null) {
            throw new IllegalStateException(
                    "There is no HTTP server on port " + port + " to serve the dashboard's page."
                            + " Set camel.server.enabled=true and camel.server.port=" + port + ".");
        }
        FILES.forEach((file, type) -> {
            Buffer content = Buffer.buffer(read(file));
            router.get("/" + file).handler(request -> send(request, type, content));
            if (file.equals("index.html")) {
                router.get("/").handler(request -> send(request, type, content));
            }
        });
    }

    private static void send(RoutingContext request, String type, Buffer content) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'; base-uri 'none'")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .end(content);
    }

    private static byte[] read(String file) {
        try (InputStream in = DashboardPage.class.getResourceAsStream("/web/" + file)) {
            if (in == null) {
                throw new IllegalStateException("The page's file web/" + file + " is not in the class path.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
