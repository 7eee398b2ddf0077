package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.clickreel.embedded.s3.EmbeddedS3;
import io.clickreel.testing.Films;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An S3 whose user has few rights, or that says little of an object; and files that come past the S3 API. */
class FilmRightsTest extends FilmsTestSupport {
    private static final Path STORE = Services.folder();
    private static final int STORE_PORT = Services.freePort();
    private static final EmbeddedS3 S3 = EmbeddedS3.start(STORE, STORE_PORT, "", "");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final HttpServer FRONT = front();

    /** What the front refuses, as "HEAD object"; and what it leaves out or sets to the same for all. */
    private static volatile Set<String> refused = Set.of();

    private static volatile boolean withoutEtag;

    @Override
    protected Map<String, String> overrides() {
        Map<String, String> overrides = new HashMap<>(super.overrides());
        overrides.put("s3.endpoint", "http://127.0.0.1:" + FRONT.getAddress().getPort());
        overrides.put("s3.access-key", "a");
        overrides.put("s3.secret-key", "b");
        return overrides;
    }

    @BeforeEach
    void allIsAllowed() {
        refused = Set.of();
        withoutEtag = false;
        load(Films.ALL);
        refused = Set.of("HEAD bucket", "PUT bucket", "GET bucket", "PUT object");
    }

    @AfterAll
    void stop() {
        FRONT.stop(0);
        S3.close();
    }

    @Test
    void theRightToGetAnObjectIsEnough() {
        putPastTheFront(Films.of(1, 900));

        within(90).until(() -> live() == 900);
        within(90).untilAsserted(() -> assertThat(health()).doesNotContain("DOWN"));
    }

    @Test
    void whereHeadIsRefusedTheHeadOfGetSaysTheVersion() {
        refused = Set.of("HEAD bucket", "PUT bucket", "GET bucket", "PUT object", "HEAD object");
        putPastTheFront(Films.of(1, 901));

        within(90).until(() -> live() == 901);
        long rows = historyRows();
        putPastTheFront(Films.of(1, 902));
        within(90).until(() -> live() == 902);
        within(90).untilAsserted(() -> assertThat(historyRows())
                .as("an unchanged file is not loaded again")
                .isEqualTo(rows + 1));
        within(90).untilAsserted(() -> assertThat(health()).doesNotContain("DOWN"));
    }

    @Test
    void withoutAnyRightTheHealthSaysWhichAreNeeded() {
        refused = Set.of("HEAD bucket", "PUT bucket", "GET bucket", "PUT object", "HEAD object", "GET object");

        within(90).untilAsserted(() -> assertThat(health())
                .contains("DOWN")
                .contains("S3 does not let dim_film.csv in bucket")
                .contains("needs s3:GetObject on it"));
        assertThat(live()).isEqualTo(1_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutAnEtagSizeAndTimeTellOfAChange(boolean head) {
        withoutEtag = true;
        refused = head ? Set.of() : Set.of("HEAD object");
        // The same size: what differs is the time.
        putPastTheFront(Films.ALL.replace("Title 7,", "TITLE 7,"));

        within(90).until(() -> query("SELECT title FROM dim_film WHERE film_id = 7")
                .equals("TITLE 7"));
        within(90).untilAsserted(() -> assertThat(newest("outcome, etag")).isEqualTo("loaded\t"));
        long rows = historyRows();
        putPastTheFront(Films.of(1, 903));
        within(90).until(() -> live() == 903);
        within(90).untilAsserted(() -> assertThat(historyRows()).isEqualTo(rows + 1));
    }

    @Test
    void aFileThatIsCopiedOverTheOldOneInTheStoresFolderIsSeenThoughItsEtagIsOld() throws IOException {
        Path file = STORE.resolve(settings().text("s3.bucket")).resolve(KEY);
        assertThat(file).exists();

        // In place, as cp does it: what the store keeps beside the content stays.
        Files.writeString(file, Films.of(1, 904), StandardOpenOption.TRUNCATE_EXISTING);

        within(90).until(() -> live() == 904);
        within(90).untilAsserted(() -> assertThat(health()).doesNotContain("DOWN"));
    }

    @Test
    void aFileThatIsMovedIntoTheStoresFolderIsSeenThoughItHasNoEtag() throws IOException {
        Path file = STORE.resolve(settings().text("s3.bucket")).resolve(KEY);
        Path fresh = Files.writeString(Services.folder().resolve("new"), Films.of(1, 905));
        Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        within(90).until(() -> live() == 905);
        within(90).untilAsserted(() -> assertThat(health()).doesNotContain("DOWN"));
    }

    /** In another second than the file before: S3 tells times in seconds, and a version may have no more than size and time. */
    private void putPastTheFront(String content) {
        long second = Instant.now().getEpochSecond();
        within(60).until(() -> Instant.now().getEpochSecond() > second);
        try {
            HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + STORE_PORT + "/"
                                    + settings().text("s3.bucket") + "/" + KEY))
                            .PUT(HttpRequest.BodyPublishers.ofString(content))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Passes on what is allowed. */
    private static HttpServer front() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newCachedThreadPool());
            server.createContext("/", exchange -> {
                byte[] sent = exchange.getRequestBody().readAllBytes();
                String method = exchange.getRequestMethod();
                URI uri = exchange.getRequestURI();
                boolean object = uri.getPath().replaceAll("^/|/$", "").contains("/");
                try (exchange) {
                    if (refused.contains(method + (object ? " object" : " bucket"))) {
                        exchange.sendResponseHeaders(403, -1);
                        return;
                    }
                    HttpRequest.Builder request = HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + STORE_PORT + uri))
                            .method(method, HttpRequest.BodyPublishers.ofByteArray(sent));
                    for (String name : List.of("If-Match", "x-amz-content-sha256", "x-amz-decoded-content-length")) {
                        String value = exchange.getRequestHeaders().getFirst(name);
                        if (value != null) {
                            request.header(name, value);
                        }
                    }
                    HttpResponse<byte[]> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
                    answer.headers().map().forEach((name, values) -> {
                        if (!Set.of("content-length", "connection", "transfer-encoding")
                                        .contains(name)
                                && !(withoutEtag && name.equals("etag"))) {
                            exchange.getResponseHeaders().put(name, values);
                        }
                    });
                    if (method.equals("HEAD")) {
                        answer.headers().firstValue("content-length").ifPresent(length -> exchange.getResponseHeaders()
                                .set("Content-Length", length));
                        exchange.sendResponseHeaders(answer.statusCode(), -1);
                    } else {
                        exchange.sendResponseHeaders(
                                answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
                        exchange.getResponseBody().write(answer.body());
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
