package io.clickreel.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/**
 * Serves the page, from memory.
 *
 * <p>The page is these files and nothing else: a handler of a folder would also serve any folder of that name in the
 * directory where Clickreel was started.
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
            "cards/shaped.js",
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
            "fault.js",
            "favicon.svg",
            "feed.js",
            "films.js",
            "format.js",
            "freshness.js",
            "live.js",
            "page.js",
            "questions.js",
            "refresh.js",
            "shaped-card.js",
            "streams.js",
            "table.js",
            "theme.js",
            "tiles.js",
            "trouble.js",
            "zone.js");

    private static final String INDEX = "index.html";
    /** Runs before the modules, also where they cannot be read. */
    private static final String CLASSIC_SCRIPT = "fault.js";

    private record Asset(String type, Buffer plain, Buffer compressed) {
        static Asset of(String file, byte[] content) {
            return new Asset(contentType(file), Buffer.buffer(content), Buffer.buffer(gzip(content)));
        }
    }

    /**
     * All files but the index are in a folder named by their common checksum: a browser caches them for ever without
     * asking, and gets files of one version. The index names the modules, so that they are fetched at once instead of
     * one import after another.
     */
    void register(Router router) {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        CRC32 checksum = new CRC32();
        for (String file : FILES) {
            byte[] content = bytes(file);
            contents.put(file, content);
            checksum.update(content);
        }
        String version = "v-" + Long.toHexString(checksum.getValue());
        contents.forEach((file, content) -> {
            Asset asset = Asset.of(file, content);
            serve(router, "/" + version + "/" + file, asset, "private, max-age=31536000, immutable");
        });
        String index = new String(bytes(INDEX), UTF_8)
                .replace("{{files}}", version)
                .replace("{{modules}}", modulePreloads(version));
        Asset page = Asset.of(INDEX, index.getBytes(UTF_8));
        serve(router, "/", page, "no-cache");
        serve(router, "/" + INDEX, page, "no-cache");
    }

    private static void serve(Router router, String path, Asset asset, String cacheControl) {
        router.get(path).method(HttpMethod.HEAD).handler(request -> send(request, asset, cacheControl));
    }

    private static String modulePreloads(String version) {
        return FILES.stream()
                .filter(file -> file.endsWith("js") && !file.equals(CLASSIC_SCRIPT))
                .map(file -> "<link rel=\"modulepreload\" href=\"" + version + "/" + file + "\">")
                .collect(Collectors.joining("\n  "));
    }

    private static void send(RoutingContext request, Asset asset, String cacheControl) {
        HttpServerResponse response = request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, asset.type())
                .putHeader(HttpHeaders.CACHE_CONTROL, cacheControl)
                .putHeader(HttpHeaders.VARY, "Accept-Encoding");
        String accepted = request.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        Buffer body = asset.plain();
        if (accepted != null && accepted.contains("gzip")) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            body = asset.compressed();
        }
        if (request.request().method() == HttpMethod.HEAD) {
            // With HTTP/2 Vert.x would send the body in spite of HEAD.
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
                    .end();
        } else {
            response.end(body);
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
