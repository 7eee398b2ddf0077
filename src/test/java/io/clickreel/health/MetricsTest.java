package io.clickreel.health;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.contract.ContractViolation;
import io.clickreel.testing.DeliveryTestSupport;
import io.clickreel.testing.Films;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What {@code /observe/metrics} has: as many series after a month as after a minute, and a word on each of ours. */
class MetricsTest extends DeliveryTestSupport {
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** An endpoint as a route file names it, or a component alone. */
    private static final Pattern ENDPOINT = Pattern.compile("[a-z0-9-]+://[\\w./%{}-]+|[a-z0-9-]+:\\*");

    private final Films films = new Films(settings());

    @Override
    protected Map<String, String> overrides() {
        return Map.of("dim-film.poll-ms", "200");
    }

    @AfterAll
    void closeBucket() {
        films.close();
    }

    @Test
    void loadsOfFilmsAndBatchesOfClicksMakeNoNewSeries() {
        load(Films.of(1, 900));
        load(Films.of(1, 901));
        sendAndStore(20);
        // Those of lag and partitions come with the first look at them.
        Set<String> before = within(60).until(this::series, all -> Stream.of(
                        "clickreel_stream_lag_records", "clickreel_ingest_partition_failures")
                .allMatch(name -> all.stream().anyMatch(one -> one.startsWith(name))));

        for (int more = 2; more <= 5; more++) {
            load(Films.of(1, 900 + more));
            sendAndStore(10 * more);
        }

        assertThat(series()).isEqualTo(before);
        assertThat(before)
                .anyMatch(one -> one.contains("endpointName=\"clickhouse:*\""))
                .anyMatch(one -> one.contains("endpointName=\"direct://deliver-batch\""))
                .anyMatch(one -> one.matches(".*endpointName=\"clickhouse://[^\"]+[.]deliveries\".*"));
    }

    @Test
    void eachValueOfALabelIsOneOfFew() {
        load(Films.of(1, 950));
        sendAndStore(10);

        Set<String> routes = context.getRoutes().stream().map(Route::getRouteId).collect(toSet());
        Set<String> checks = HealthCheckHelper.invoke(context).stream()
                .map(result -> result.getCheck().getId())
                .collect(toSet());
        Set<String> reasons = Arrays.stream(ContractViolation.Reason.values())
                .map(ContractViolation.Reason::code)
                .collect(toSet());
        Map<String, Predicate<String>> allowed = Map.ofEntries(
                Map.entry("stream", Set.of("clicks")::contains),
                Map.entry("topic", Set.of(settings().text("kafka.topic"))::contains),
                Map.entry("partition", Set.of("0", "1")::contains),
                Map.entry("reason", reasons::contains),
                Map.entry(
                        "cause",
                        Set.of("clickhouse_away", "clickhouse_refused", "kafka", "not_acknowledged", "other")
                                ::contains),
                Map.entry("outcome", Set.of("cut", "left_out")::contains),
                Map.entry("check", checks::contains),
                Map.entry("le", value -> value.matches("[0-9.E-]+|\\+Inf")),
                Map.entry("camelContext", Set.of(context.getName())::contains),
                Map.entry("routeId", id -> id.isEmpty() || routes.contains(id)),
                Map.entry(
                        "endpointName",
                        name -> name.isEmpty() || ENDPOINT.matcher(name).matches()),
                Map.entry("eventType", value -> value.matches("\\w*")),
                Map.entry("kind", value -> value.matches("\\w+")),
                Map.entry("failed", value -> value.matches("true|false")));
        for (String one : series()) {
            for (MatchResult label : LABEL.matcher(one).results().toList()) {
                assertThat(allowed).as(one).containsKey(label.group(1));
                assertThat(allowed.get(label.group(1)).test(label.group(2)))
                        .as("%s in %s", label.group(), one)
                        .isTrue();
            }
        }
    }

    @Test
    void countersAreThereBeforeTheyAreNeeded() {
        assertThat(series())
                .contains(
                        "clickreel_ingest_lost_offsets_total{stream=\"clicks\"}",
                        "clickreel_ingest_dead_letters_total{reason=\"missing_field\",stream=\"clicks\"}",
                        "clickreel_ingest_retries_total{cause=\"clickhouse_away\",stream=\"clicks\"}",
                        "clickreel_ingest_dead_topic_refused_total{outcome=\"cut\"}");
    }

    @Test
    void eachOfOursHasAWordAndALineInTheManual() throws IOException {
        Set<String> told = inTheManual();
        assertThat(told).hasSizeGreaterThan(18);
        // Those of lag and partitions come with the first look at them.
        within(60).untilAsserted(() -> {
            List<String> words = metrics()
                    .lines()
                    .filter(line -> line.startsWith("# HELP clickreel_"))
                    .toList();
            assertThat(words).allMatch(line -> line.split(" ", 4).length == 4 && line.split(" ", 4)[3].length() > 20);
            assertThat(words.stream()
                            .map(line -> line.split(" ", 4)[2])
                            // The largest of a summary or a timer stands beside it.
                            .map(name -> name.replaceFirst("_max$", ""))
                            .collect(toSet()))
                    .isEqualTo(told);
        });
    }

    /** Those that docs/running.md has a row for. */
    private static Set<String> inTheManual() throws IOException {
        return Files.readAllLines(Services.home().resolve("docs/running.md")).stream()
                .filter(line -> line.startsWith("| `clickreel_"))
                .flatMap(line -> Pattern.compile("`(clickreel_\\w+)`")
                        .matcher(line.split("\\|", 3)[1])
                        .results())
                .map(match -> match.group(1))
                .collect(toSet());
    }

    private void load(String content) {
        String etag = films.put("dim_film.csv", content);
        within(60).untilAsserted(() -> assertThat(query(
                        "SELECT count() FROM dim_film_refreshes WHERE outcome = 'loaded' AND etag = '" + etag + "'"))
                .isNotEqualTo("0"));
    }

    private void sendAndStore(int clicks) {
        sendClicks(clicks);
        within(30).until(() -> count("(SELECT count() FROM clicks)") == sent());
    }

    /** The series of Camel and of Clickreel, without their numbers. */
    private Set<String> series() {
        return metrics()
                .lines()
                .filter(line -> line.startsWith("camel_") || line.startsWith("clickreel_"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(toSet());
    }

    private String metrics() {
        return get("management.port", "/observe/metrics");
    }
}
