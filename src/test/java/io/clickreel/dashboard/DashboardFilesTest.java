package io.clickreel.dashboard;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QuerySettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.clickreel.Clicks;
import io.clickreel.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of {@code dashboards/}, for Superset and Grafana, against the real tables: a renamed column is told here. */
@Tag("services")
final class DashboardFilesTest {
    private static final Path SUPERSET = Path.of("dashboards/superset");
    private static final Path GRAFANA = Path.of("dashboards/grafana");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Instant NOW = Instant.now();

    @RegisterExtension
    static final TestDatabase database = TestDatabase.withTables("dashboard_files");

    /** Two sessions of the last minutes, each from a view to the watchlist. */
    @BeforeAll
    static void clicks() {
        Clicks clicks = new Clicks();
        for (String event : List.of("view", "detail_view", "watch_trailer", "add_to_watchlist")) {
            clicks.add(before(3), "u_1", 1, event, "web").add(before(2), "u_2", 2, event, "mobile");
        }
        database.insert("clicks", "a", clicks.rows());
        database.execute("INSERT INTO @.dim_film VALUES ('k1', 1, 'ALPHA', 2006, 90, 'PG', 3, 'Action'),"
                + " ('k2', 2, 'BETA', 2006, 90, 'PG', 3, 'Comedy')");
    }

    static Stream<Path> datasets() throws IOException {
        return yaml("datasets");
    }

    static Stream<Path> charts() throws IOException {
        return yaml("charts");
    }

    @ParameterizedTest
    @MethodSource("datasets")
    void eachColumnAndMetricOfADatasetOfSupersetIsAnswered(Path file) throws IOException {
        JsonNode dataset = YAML.readTree(file.toFile());
        String from = dataset.has("sql")
                ? "(\n" + dataset.path("sql").asText() + ")"
                : dataset.path("table_name").asText();
        assertAnswered(file, "SELECT " + String.join(", ", expressions(dataset, "columns", "column_name")), from);
        assertAnswered(file, "SELECT " + String.join(", ", expressions(dataset, "metrics", "metric_name")), from);
        if (dataset.has("main_dttm_col")) {
            assertAnswered(
                    file,
                    "SELECT count() AS n",
                    from + " WHERE " + dataset.path("main_dttm_col").asText()
                            + " >= toDateTime('2020-01-01 00:00:00') HAVING n > 0");
        }
    }

    @ParameterizedTest
    @MethodSource("charts")
    void eachChartOfSupersetAsksOnlyForWhatItsDatasetHas(Path file) throws IOException {
        JsonNode chart = YAML.readTree(file.toFile());
        JsonNode dataset = datasetsByUuid().get(chart.path("dataset_uuid").asText());
        assertThat(dataset).as("dataset of %s", file).isNotNull();
        JsonNode params = chart.path("params");
        assertThat(names(dataset, "metrics", "metric_name"))
                .as(file.toString())
                .containsAll(texts(params, "metric", "metrics"));
        List<String> columns = texts(params, "x_axis", "groupby", "source", "target", "all_columns");
        params.path("adhoc_filters").forEach(f -> columns.add(f.path("subject").asText()));
        assertThat(names(dataset, "columns", "column_name")).as(file.toString()).containsAll(columns);
        assertThat(params.path("viz_type")).isEqualTo(chart.path("viz_type"));
    }

    @Test
    void theDashboardOfSupersetHasEveryChartAndItsFiltersHaveTheirColumns() throws IOException {
        JsonNode dashboard =
                YAML.readTree(SUPERSET.resolve("dashboards/Clickreel.yaml").toFile());
        Set<String> charts = charts().map(DashboardFilesTest::uuid).collect(toSet());
        Set<String> shown = StreamSupport.stream(dashboard.path("position").spliterator(), false)
                .filter(node -> node.path("type").asText().equals("CHART"))
                .map(node -> node.path("meta").path("uuid").asText())
                .collect(toSet());
        assertThat(shown).isEqualTo(charts);
        JsonNode metadata = dashboard.path("metadata");
        assertThat(metadata.path("refresh_frequency").asInt()).isEqualTo(10);
        for (JsonNode filter : metadata.path("native_filter_configuration")) {
            for (JsonNode target : filter.path("targets")) {
                if (target.has("datasetUuid")) {
                    JsonNode dataset =
                            datasetsByUuid().get(target.path("datasetUuid").asText());
                    assertThat(names(dataset, "columns", "column_name"))
                            .contains(target.path("column").path("name").asText());
                }
            }
        }
    }

    @Test
    void theDatabaseOfSupersetHasNoPassword() throws IOException {
        JsonNode connection =
                YAML.readTree(SUPERSET.resolve("databases/Clickreel.yaml").toFile());
        assertThat(connection.path("sqlalchemy_uri").asText()).contains(":XXXXXXXXXX@");
        assertThat(datasets().map(DashboardFilesTest::read))
                .allSatisfy(dataset -> assertThat(dataset.path("database_uuid")).isEqualTo(connection.path("uuid")));
    }

    static Stream<String> grafanaQueries() throws IOException {
        JsonNode dashboard = JSON.readTree(GRAFANA.resolve("questions.json").toFile());
        return Stream.concat(
                dashboard.findValuesAsText("rawSql").stream(),
                StreamSupport.stream(dashboard.path("templating").path("list").spliterator(), false)
                        .map(variable -> variable.path("query").asText()));
    }

    @ParameterizedTest
    @MethodSource("grafanaQueries")
    void eachQuestionOfGrafanaIsAnsweredWithAndWithoutFilters(String query) {
        for (boolean all : new boolean[] {true, false}) {
            String sql = asGrafanaWritesIt(query, all);
            assertThat(sql).doesNotContain("$");
            assertThat(rows(sql)).as(sql).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("grafanaBoards")
    void eachPanelOfGrafanaHasADataSourceThatIsProvisioned(Path file) throws IOException {
        JsonNode sources = YAML.readTree(GRAFANA.resolve("provisioning/datasources/clickreel.yaml")
                        .toFile())
                .path("datasources");
        Map<String, String> types = StreamSupport.stream(sources.spliterator(), false)
                .collect(toMap(source -> source.path("uid").asText(), source -> source.path("type")
                        .asText()));
        JsonNode board = JSON.readTree(file.toFile());
        assertThat(board.path("refresh").asText()).isEqualTo("10s");
        assertThat(board.findValues("datasource")).isNotEmpty().allSatisfy(source -> assertThat(types)
                .containsEntry(source.path("uid").asText(), source.path("type").asText()));
    }

    static Stream<Path> grafanaBoards() {
        return Stream.of(GRAFANA.resolve("questions.json"), GRAFANA.resolve("pipeline.json"));
    }

    @Test
    void whatTheComposeFileMountsIsThere() throws IOException {
        List<String> mounted = new ArrayList<>();
        for (JsonNode service :
                YAML.readTree(Path.of("docker-compose.yml").toFile()).path("services")) {
            for (JsonNode volume : service.path("volumes")) {
                if (volume.asText().startsWith("./")) {
                    mounted.add(volume.asText().split(":", -1)[0]);
                }
            }
        }
        assertThat(mounted).hasSizeGreaterThan(4).allSatisfy(path -> assertThat(Path.of(path))
                .exists());
    }

    /** As version 4 of the ClickHouse plugin replaces its macros and Grafana its variables. */
    private static String asGrafanaWritesIt(String query, boolean all) {
        String from = "toDateTime(" + NOW.minusSeconds(3600).getEpochSecond() + ")";
        String to = "toDateTime(" + NOW.plusSeconds(60).getEpochSecond() + ")";
        return query.replaceAll("\\$__conditionalAll\\((.+?\\)), \\$\\w+\\)", all ? "1=1" : "$1")
                .replaceAll("\\$__timeFilter\\((\\w+)\\)", "$1 >= " + from + " AND $1 <= " + to)
                .replaceAll("\\$__timeInterval\\((\\w+)\\)", "toStartOfInterval(toDateTime($1), INTERVAL 60 second)")
                .replace("$__interval_s", "60")
                .replace("$__fromTime", from)
                .replace("$__toTime", to)
                .replace("${device:singlequote}", "'web','tablet'")
                .replace("${event_type:singlequote}", "'view','detail_view'")
                .replace("${category:singlequote}", "'Action'")
                .replace("${film:csv}", "1,7");
    }

    private static void assertAnswered(Path file, String select, String from) {
        String sql = select + " FROM " + from;
        assertThat(rows(sql)).as("%s: %s", file, sql).isNotEmpty();
    }

    private static List<GenericRecord> rows(String sql) {
        return database.client().queryAll(sql, Map.of(), new QuerySettings().setDatabase(database.name()));
    }

    private static List<String> expressions(JsonNode dataset, String list, String name) {
        return StreamSupport.stream(dataset.path(list).spliterator(), false)
                .map(one -> one.has("expression")
                        ? one.path("expression").asText() + " AS `"
                                + one.path(name).asText() + "`"
                        : one.path(name).asText())
                .toList();
    }

    private static Set<String> names(JsonNode dataset, String list, String name) {
        return StreamSupport.stream(dataset.path(list).spliterator(), false)
                .map(one -> one.path(name).asText())
                .collect(toSet());
    }

    private static List<String> texts(JsonNode params, String... keys) {
        List<String> texts = new ArrayList<>();
        for (String key : keys) {
            JsonNode value = params.path(key);
            if (value.isTextual()) {
                texts.add(value.asText());
            }
            value.forEach(one -> texts.add(one.asText()));
        }
        return texts;
    }

    private static Map<String, JsonNode> datasetsByUuid() throws IOException {
        return datasets().collect(toMap(DashboardFilesTest::uuid, DashboardFilesTest::read));
    }

    private static String uuid(Path file) {
        return read(file).path("uuid").asText();
    }

    private static JsonNode read(Path file) {
        try {
            return YAML.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> yaml(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(SUPERSET.resolve(folder))) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
            assertThat(found).isNotEmpty();
            return found.stream();
        }
    }

    private static String before(int minutes) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS")
                .withZone(ZoneOffset.UTC)
                .format(NOW.minusSeconds(60L * minutes));
    }
}
