package io.clickreel.embedded.clickhouse;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Plain HTTP to a server, without any ClickHouse client; a call may name URL parameters as {@code a=b&c=d}. */
public final class Http {
    public static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI uri;
    private final String authorization;

    Http(int port, String password) {
        uri = URI.create("http://127.0.0.1:" + port + "/");
        authorization =
                "Basic " + Base64.getEncoder().encodeToString(("default:" + password).getBytes(StandardCharsets.UTF_8));
    }

    public static Http shared() {
        return new Http(SharedClickHouse.port(), SharedClickHouse.password());
    }

    public java.net.http.HttpRequest.Builder request(String parameters) {
        return java.net.http.HttpRequest.newBuilder(uri.resolve("/?" + parameters))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", authorization);
    }

    public HttpResponse<String> post(String parameters, String body) throws IOException, InterruptedException {
        return post(parameters, body.getBytes(StandardCharsets.UTF_8));
    }

    public HttpResponse<String> post(String parameters, byte[] body, String... headers)
            throws IOException, InterruptedException {
        java.net.http.HttpRequest.Builder request = request(parameters).POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String sql) throws IOException, InterruptedException {
        return CLIENT.send(request("query=" + encode(sql)).GET().build(), BodyHandlers.ofString());
    }

    /** The answer of a statement that has to succeed, without its last line break. */
    public String ask(String sql) throws IOException, InterruptedException {
        HttpResponse<String> answer = post("", sql);
        if (answer.statusCode() != 200) {
            throw new AssertionError(sql + " -> " + answer.statusCode() + " " + answer.body());
        }
        return answer.body().stripTrailing();
    }

    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public static String code(HttpResponse<?> answer) {
        return answer.headers().firstValue("X-ClickHouse-Exception-Code").orElse("none");
    }
}
