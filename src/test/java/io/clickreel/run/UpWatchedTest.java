package io.clickreel.run;

import static io.clickreel.testing.UpProcess.within;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.testing.CommandProcess;
import io.clickreel.testing.Services;
import io.clickreel.testing.UpProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What monitoring gets from a Clickreel that runs: the metrics on which alerts rest, and its log for machines. */
@Tag("services")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpWatchedTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
    private static final Pattern LABELS = Pattern.compile("\\{[^}]*}|\\b(by|without) \\([^)]*\\)");
    /** A name that no bracket of a function follows. */
    private static final Pattern METRIC = Pattern.compile("\\b[a-z_]+\\b(?! *\\()");

    private static final Set<String> WORDS = Set.of("or", "and", "unless", "offset", "m", "h");

    private final Map<String, String> settings = Services.overrides(Services.folder(), Map.of("logs.format", "json"));
    private UpProcess up;

    @BeforeAll
    void start() {
        up = UpProcess.up(settings, Map.of());
    }

    @AfterAll
    void end() {
        up.close();
    }

    @Test
    void eachMetricAndEachCheckOfAnAlertIsThere() throws IOException {
        List<Map<String, Object>> alerts = alerts();
        assertThat(alerts).hasSizeGreaterThan(10);
        within(60).untilAsserted(() -> {
            String metrics = up.get("management.port", "/observe/metrics").body();
            Set<String> names =
                    metrics.lines().map(line -> line.split("[{ ]", 2)[0]).collect(toSet());
            // Prometheus makes this one itself.
            names.add("up");
            for (Map<String, Object> alert : alerts) {
                String expression = alert.get("expr").toString();
                assertThat(names).as(expression).containsAll(metricsIn(expression));
                for (MatchResult check : Pattern.compile("check=~?\"([^\"]+)\"")
                        .matcher(expression)
                        .results()
                        .toList()) {
                    for (String name : check.group(1).split("\\|")) {
                        assertThat(metrics).contains("clickreel_health_state{check=\"" + name + "\"}");
                    }
                }
            }
        });
    }

    @Test
    void eachAlertHasARunbookThatIsAHeadingOfTheManual() throws IOException {
        Set<String> headings = Files.readAllLines(Services.home().resolve("docs/running.md")).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> "docs/running.md#"
                        + line.replaceFirst("^#+ ", "")
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^a-z0-9 -]", "")
                                .replace(' ', '-'))
                .collect(toSet());
        for (Map<String, Object> alert : alerts()) {
            assertThat(headings)
                    .contains(String.valueOf(under(alert, "annotations").get("runbook")));
            assertThat(under(alert, "annotations").get("summary")).isNotNull();
            assertThat(under(alert, "labels").get("severity")).isIn("warning", "critical");
        }
    }

    @Test
    void withJsonEachLineOfConsoleAndLogIsAnObject() throws IOException {
        List<String> lines = new ArrayList<>(up.log().lines().toList());
        // The file is written while it is read.
        lines.remove(lines.size() - 1);
        lines.addAll(up.err().lines().filter(line -> line.startsWith("{")).toList());
        assertThat(lines).hasSizeGreaterThan(10);
        for (String line : lines) {
            JsonNode event = JSON.readTree(line);
            assertThat(event.path("@timestamp").asText()).startsWith("20").endsWith("Z");
            assertThat(event.path("log.level").asText()).isIn("INFO", "WARN", "ERROR");
            assertThat(event.path("message").asText()).isNotEmpty();
        }
        assertThat(up.err().lines()).anyMatch(line -> line.contains("applied") && line.startsWith("{"));
    }

    @Test
    void theLogOfWhatRunsIsPrintedByItsCommand() {
        CommandProcess.Said said = CommandProcess.run(
                Services.home(),
                Map.of("clickreel.data-dir", up.setting("clickreel.data-dir")),
                "logs",
                "--lines=100000");
        assertThat(said.exit()).isZero();
        assertThat(up.log()).startsWith(said.out());
        assertThat(said.out()).contains("applied");
    }

    private static List<Map<String, Object>> alerts() throws IOException {
        Map<String, Object> file = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(Services.home().resolve("dashboards/alerts.yml")));
        return listUnder(file, "groups").stream()
                .flatMap(group -> listUnder(group, "rules").stream())
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> listUnder(Map<String, Object> node, String name) {
        return (List<Map<String, Object>>) node.get(name);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> under(Map<String, Object> node, String name) {
        return (Map<String, Object>) node.get(name);
    }

    private static Set<String> metricsIn(String expression) {
        String bare = LABELS.matcher(STRING.matcher(expression).replaceAll(""))
                .replaceAll("")
                .replaceAll("\\[[^]]*]", "");
        Set<String> names =
                METRIC.matcher(bare).results().map(MatchResult::group).collect(toSet());
        names.removeAll(WORDS);
        assertThat(names).as(expression).isNotEmpty();
        return names;
    }
}
