package io.clickreel.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.clickreel.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.Base64;
import java.util.List;

/**
 * The dashboard's first reader: asks once for what a page asks, so that no person waits while Java loads the classes
 * for it, which takes longer than all answers together. Failures are ignored: the next asker is told.
 */
final class WarmUp {
    /** One question of each kind, none of which reads much. */
    static final List<String> PATHS = List.of(
            "/",
            "/api/questions",
            "/api/questions/films-trending-now",
            "/api/questions/activity-over-time?minutes=5",
            "/api/pipeline");

    private static final long DELAY_MS = 2_000;

    private final HttpClient client;
    private final String credentials;

    private WarmUp(HttpClient client, String credentials) {
        this.client = client;
        this.credentials = credentials;
    }

    /** Asks a moment later, when the routes are started. */
    static void later(Vertx vertx, Settings settings) {
        String credentials = settings.text("dashboard.user") + ":" + settings.text("dashboard.password");
        HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setDefaultHost(settings.text("dashboard.host"))
                .setDefaultPort(settings.port("dashboard.port")));
        WarmUp warmUp = new WarmUp(client, "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)));
        vertx.setTimer(DELAY_MS, timer -> warmUp.askAll());
    }

    private void askAll() {
        Future<?> last = Future.succeededFuture();
        for (String path : PATHS) {
            last = last.eventually(() -> ask(path));
        }
        last.onComplete(done -> client.close());
    }

    private Future<?> ask(String path) {
        return client.request(HttpMethod.GET, path)
                .compose(request -> request.putHeader(HttpHeaders.AUTHORIZATION, credentials)
                        .putHeader(HttpHeaders.ACCEPT_ENCODING, "gzip")
                        .send())
                .compose(HttpClientResponse::body);
    }
}
