package io.clickreel.dashboard;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/**
 * Serves the page, from memory.
 *
 * <p>The page is these files and nothing else: a handler of a folder would also serve what lies in a folder of the
 * same name where Clickreel was started.
 */
final class DashboardPage {
    private static final List<String> FILES = List.of(
            "address.js",
            "card.js",
            "cards/activity.js",
            "cards/films.js",
            "cards/live.js",
            "cards/people.js",
            "cards/pipeline.js",
            "charts/bars.js",
            "charts/chart.js",
            "charts/flow.js",
            "charts/heat.js",
            "charts/lines.js",
            "charts/style.js",
            "controls.js",
            "dashboard.css",
            "dom.js",
            "echarts/echarts.esm.min.mjs",
            "favicon.svg",
            "feed.js",
            "format.js",
            "freshness.js",
            "index.html",
            "live.js",
            "page.js",
            "questions.js",
            "refresh.js",
            "table.js",
            "theme.js",
            "tiles.js",
            "trouble.js");

    private record Asset(String type, String tag, Buffer plain, Buffer compressed) {
        static Asset read(String file) {
            byte[] content = bytes(file);
            CRC32 checksum = new CRC32();
            checksum.update(content);
            return new Asset(
                    contentType(file),
                    "\"" + Long.toHexString(checksum.getValue()) + "\"",
                    Buffer.buffer(content),
                    Buffer.buffer(gzip(content)));
        }
    }

    void register(Router router) {
        for (String file : FILES) {
            Asset asset = Asset.read(file);
            router.get("/" + file).handler(request -> send(request, asset));
            if (file.equals("index.html")) {
                router.get("/").handler(request -> send(request, asset));
            }
        }
    }

    /** A browser that has the file asks only whether it is still the same. */
    private static void send(RoutingContext request, Asset asset) {
        HttpServerResponse response = request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, asset.type())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.ETAG, asset.tag())
                .putHeader(HttpHeaders.VARY, "Accept-Encoding");
        if (asset.tag().equals(request.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        String accepted = request.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        if (accepted != null && accepted.contains("gzip")) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip").end(asset.compressed());
        } else {
            response.end(asset.plain());
        }
    }

    private static String contentType(String file) {
        return switch (file.substring(file.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js", "mjs" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("no type is known for the page's file " + file);
        };
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private static byte[] bytes(String file) {
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
