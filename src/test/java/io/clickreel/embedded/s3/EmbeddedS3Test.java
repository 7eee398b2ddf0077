package io.clickreel.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.films.S3Connection;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

@Tag("services")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedS3Test {
    @TempDir
    static Path parent;

    private final int port = Services.freePort();
    private EmbeddedS3 locked;

    @BeforeAll
    void startWithKeys() throws IOException {
        locked = EmbeddedS3.start(Files.createDirectory(parent.resolve("locked")), port, "reader", "open sesame");
        try (S3Client owner = client(port, "reader", "open sesame")) {
            owner.createBucket(bucket -> bucket.bucket("films"));
            owner.putObject(object -> object.bucket("films").key("dim_film.csv"), RequestBody.fromString("1,Alien"));
        }
    }

    @AfterAll
    void stop() {
        locked.close();
    }

    @Test
    void theRightKeysReadWhatTheyWrote() {
        try (S3Client owner = client(port, "reader", "open sesame")) {
            assertThat(owner.getObjectAsBytes(object -> object.bucket("films").key("dim_film.csv"))
                            .asUtf8String())
                    .isEqualTo("1,Alien");
        }
    }

    @Test
    void aWrongSecretIsForbidden() {
        try (S3Client stranger = client(port, "reader", "open barley")) {
            assertThatThrownBy(() -> stranger.getObjectAsBytes(
                            object -> object.bucket("films").key("dim_film.csv")))
                    .isInstanceOfSatisfying(S3Exception.class, refused -> assertThat(refused.statusCode())
                            .isEqualTo(403));
        }
    }

    @Test
    void anUnknownAccessKeyIsForbidden() {
        try (S3Client stranger = client(port, "somebody", "open sesame")) {
            assertThatThrownBy(() -> stranger.listBuckets())
                    .isInstanceOfSatisfying(S3Exception.class, refused -> assertThat(refused.statusCode())
                            .isEqualTo(403));
        }
    }

    @Test
    void noKeysAreForbidden() throws Exception {
        assertThat(status(port, "/films/dim_film.csv")).isEqualTo(403);
    }

    @Test
    void withoutKeysAnyoneMayReadAndWrite() throws Exception {
        int openPort = Services.freePort();
        EmbeddedS3 open = EmbeddedS3.start(Files.createDirectory(parent.resolve("open")), openPort, "", "");
        try (S3Client anyone = client(openPort, "any", "thing")) {
            anyone.createBucket(bucket -> bucket.bucket("films"));
            anyone.putObject(object -> object.bucket("films").key("a"), RequestBody.fromString("1"));

            assertThat(status(openPort, "/films/a")).isEqualTo(200);
        } finally {
            open.close();
        }
    }

    @Test
    void thePagesOfOtherSitesAreRefusedWhateverTheyAsk() throws Exception {
        assertThat(raw("GET /films/dim_film.csv HTTP/1.1\r\nHost: rebound.example:" + port))
                .startsWith("HTTP/1.1 403")
                .contains("<Code>AccessDenied</Code>", "rebound.example");
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nHost: rebound.example"))
                .containsPattern("^HTTP/1.1 40[03]");
        assertThat(raw("GET http://rebound.example/ HTTP/1.1\r\nHost: localhost"))
                .containsPattern("^HTTP/1.1 40[03]");
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: null")).startsWith("HTTP/1.1 403");
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-site"))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("OPTIONS /films/a HTTP/1.1\r\nHost: localhost:" + port + "\r\nOrigin: http://localhost:3000"
                        + "\r\nAccess-Control-Request-Method: PUT"))
                .startsWith("HTTP/1.1 403")
                .doesNotContainIgnoringCase("Access-Control-Allow");
    }

    @Test
    void evenAPageOfItsOwnGetsNoLeaveToAskAcrossSites() throws Exception {
        String own = "localhost:" + port;
        assertThat(raw("OPTIONS /films/a HTTP/1.1\r\nHost: " + own + "\r\nOrigin: http://" + own
                        + "\r\nAccess-Control-Request-Method: PUT"))
                .doesNotContainIgnoringCase("Access-Control-Allow");
    }

    @Test
    void aSignedLinkOpensFromTheAddressBar() throws Exception {
        try (S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("reader", "open sesame")))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build()) {
            URI link = presigner
                    .presignGetObject(presign -> presign.signatureDuration(Duration.ofMinutes(1))
                            .getObjectRequest(object -> object.bucket("films").key("dim_film.csv")))
                    .url()
                    .toURI();

            assertThat(raw("GET " + link.getRawPath() + "?" + link.getRawQuery() + " HTTP/1.1\r\nHost: "
                            + link.getAuthority() + "\r\nSec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate"
                            + "\r\nSec-Fetch-Dest: document"))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("1,Alien");
        }
    }

    /** Over a bare socket: a client of HTTP sets these headers itself. */
    private String raw(String head) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int status(int port, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static S3Client client(int port, String accessKey, String secretKey) {
        return new S3Connection("http://127.0.0.1:" + port, "us-east-1", accessKey, secretKey).client();
    }
}
