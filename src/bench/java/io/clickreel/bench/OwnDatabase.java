package io.clickreel.bench;

import com.clickhouse.client.api.Client;
import io.clickreel.Settings;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseConnection;
import io.clickreel.schema.SchemaRunner;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A database with the shipped tables that nobody has used; it is dropped when it is closed. Safe for several threads. */
final class OwnDatabase implements AutoCloseable {
    private static final long QUIET_NANOS = 3_000_000_000L;
    private static final long POLL_MS = 100;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Settings settings;
    private final ClickHouse clickHouse;
    private final Client client;

    /** @param settings with the address of ClickHouse and the name of the database */
    OwnDatabase(Settings settings) {
        this(settings, Services.home().resolve("ddl"));
    }

    /** @param ddl folder of the statements that make the tables */
    OwnDatabase(Settings settings, Path ddl) {
        this.settings = settings;
        ClickHouseConnection connection = new ClickHouseConnection(
                settings.text("clickhouse.host"),
                settings.port("clickhouse.port"),
                false,
                settings.text("clickhouse.user"),
                settings.text("clickhouse.password"),
                name(),
                LIMIT.toMillis());
        this.clickHouse = connection.open();
        new SchemaRunner(clickHouse).apply(ddl);
        this.client = connection.client();
    }

    String name() {
        return settings.text("clickhouse.database");
    }

    ClickHouse clickHouse() {
        return clickHouse;
    }

    Client client() {
        return client;
    }

    /** The answer with its head. @param parameters of the statement, by name */
    HttpResponse<String> ask(String sql, Map<String, String> parameters) throws IOException, InterruptedException {
        StringBuilder address = new StringBuilder("http://" + settings.text("clickhouse.host") + ":"
                + settings.text("clickhouse.port") + "/?database=" + name());
        parameters.forEach((key, value) -> address.append("&param_")
                .append(key)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        HttpRequest request = HttpRequest.newBuilder(URI.create(address.toString()))
                .header("X-ClickHouse-User", settings.text("clickhouse.user"))
                .header("X-ClickHouse-Key", settings.text("clickhouse.password"))
                .timeout(LIMIT)
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(sql + ": " + answer.body());
        }
        return answer;
    }

    /** The answer's lines, with tabs between the columns. */
    List<String> lines(String sql) throws IOException, InterruptedException {
        return ask(sql, Map.of()).body().lines().toList();
    }

    /** The answer's one number. */
    long number(String sql) throws IOException, InterruptedException {
        return Long.parseLong(lines(sql).get(0));
    }

    /** Waits until no merge runs and none has begun for some seconds. @return when the last one was seen, as nanoTime */
    long awaitQuietMerges() throws IOException, InterruptedException {
        long busyNanos = System.nanoTime();
        String before = "";
        while (System.nanoTime() - busyNanos < QUIET_NANOS) {
            String now = lines("SELECT (SELECT count() FROM system.merges), count(), max(level) FROM system.parts WHERE"
                            + " active AND database = '" + name() + "'")
                    .get(0);
            if (!now.startsWith("0\t") || !now.equals(before)) {
                busyNanos = System.nanoTime();
            }
            before = now;
            Thread.sleep(POLL_MS);
        }
        return busyNanos;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        lines("DROP DATABASE " + name() + " SYNC");
        client.close();
        clickHouse.close();
    }
}
