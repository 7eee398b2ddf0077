package io.clickreel.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Open dashboards, without the browsers: each has the live stream, and asks what a page with all of its cards in view
 * asks, as often as the page does, out of step with the others.
 */
final class DashboardReaders implements AutoCloseable {
    private static final int PIPELINE_SECONDS = 5;

    private record Asked(String path, long seconds) {}

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<CompletableFuture<?>> streams = new ArrayList<>();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong pushed = new AtomicLong();
    private final URI dashboard;

    /** Opens them at once. */
    DashboardReaders(URI dashboard, int readers) throws IOException, InterruptedException {
        this.dashboard = dashboard;
        List<Asked> asked = asked();
        Random phase = new Random(7);
        for (int i = 0; i < readers; i++) {
            streams.add(http.sendAsync(
                    request("api/live"), HttpResponse.BodyHandlers.fromLineSubscriber(new LineCount(pushed))));
            for (Asked one : asked) {
                long periodMs = 1_000 * one.seconds();
                clock.scheduleAtFixedRate(
                        () -> ask(one.path()), phase.nextLong(periodMs), periodMs, TimeUnit.MILLISECONDS);
            }
        }
    }

    long answered() {
        return answered.get();
    }

    /** Answers with another status than 200. */
    long refused() {
        return refused.get();
    }

    /** Live answers that came. */
    long pushed() {
        return pushed.get();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        streams.forEach(stream -> stream.cancel(true));
    }

    private List<Asked> asked() throws IOException, InterruptedException {
        JsonNode catalog = new ObjectMapper()
                .readTree(http.send(request("api/questions"), HttpResponse.BodyHandlers.ofString())
                        .body());
        long usual = catalog.path("refreshSeconds").asLong();
        List<Asked> asked = new ArrayList<>(List.of(new Asked("api/pipeline", PIPELINE_SECONDS)));
        for (JsonNode question : catalog.path("questions")) {
            long seconds = question.path("refreshSeconds").asLong(usual);
            if (seconds > 1) {
                asked.add(new Asked("api/questions/" + question.path("name").asText() + range(question), seconds));
            }
        }
        return asked;
    }

    /** The page shows the last hour at first, where a question lets it choose. */
    private static String range(JsonNode question) {
        String name = question.path("name").asText();
        boolean ofItsOwn = name.equals("films-trending-now")
                || name.equals("active-users-now")
                || name.equals("activity-by-weekday-hour");
        boolean has = question.path("parameters").findValuesAsText("name").contains("minutes");
        return has && !ofItsOwn ? "?minutes=60" : "";
    }

    private void ask(String path) {
        http.sendAsync(request(path), HttpResponse.BodyHandlers.discarding())
                .thenAccept(response -> (response.statusCode() == 200 ? answered : refused).incrementAndGet());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(dashboard.resolve(path)).build();
    }
}
