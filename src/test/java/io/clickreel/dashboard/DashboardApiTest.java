package io.clickreel.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.clickreel.Clicks;
import io.clickreel.Settings;
import io.clickreel.TestDatabase;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseConnection;
import io.clickreel.dashboard.questions.QueryLimits;
import io.clickreel.dashboard.questions.QuestionCatalog;
import io.clickreel.dashboard.questions.Questions;
import io.clickreel.dashboard.questions.SharedAnswers;
import io.clickreel.dashboard.streams.StreamCatalog;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes of {@code routes/dashboard-api.camel.yaml} and the page, over HTTP. */
@Tag("services")
final class DashboardApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Path WEB = Path.of("src/main/resources/web");

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Main MAIN = new Main();

    @RegisterExtension
    static final TestDatabase database = TestDatabase.withTables("dashboard_api");

    private static int port;

    @BeforeAll
    static void start() throws Exception {
        database.insert(
                "clicks",
                "a",
                new Clicks()
                        .add(3, "2026-01-31 12:45:00.000", "u_1", "s_1", 1, "view", "web")
                        .rows());
        port = Services.freePort();
        MAIN.addInitialProperty("camel.server.enabled", "true");
        MAIN.addInitialProperty("camel.server.host", "127.0.0.1");
        MAIN.addInitialProperty("camel.server.port", String.valueOf(port));
        MAIN.configure()
                .withRoutesIncludePattern(
                        "file:routes/dashboard-api.camel.yaml,file:routes/dashboard-openapi.camel.yaml,"
                                + "file:routes/dashboard-streams.camel.yaml");
        MAIN.bind("httpServers", new GuardedHttpServers(Settings.load(Path.of("none"), Map.of(), Map.of())));
        MAIN.bind("questions", api(database.clickHouse()));
        MAIN.start();
        new DashboardHttp(MAIN.getCamelContext(), port)
                .serve(answers(catalog(database.clickHouse()), database.clickHouse()));
    }

    @AfterAll
    static void stop() throws Exception {
        MAIN.stop();
    }

    @Test
    void everyQuestionIsListedWithItsParameters() throws Exception {
        HttpResponse<String> response = get("/api/questions");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        JsonNode list = JSON.readTree(response.body());
        assertThat(list.path("refreshSeconds").asInt()).isEqualTo(7);
        assertThat(list.path("questions").valueStream().filter(question -> !question.path("generated")
                        .asBoolean()))
                .hasSize(sqlFiles());
        JsonNode trending = question(list, "films-trending-now");
        assertThat(trending.path("parameters").get(0).path("defaultValue").asText())
                .isEqualTo("10");
        assertThat(trending.has("sql")).isFalse();
        assertThat(question(list, "totals").path("refreshSeconds").asInt()).isEqualTo(1);
        assertThat(question(list, "totals").path("stream").isNull()).isTrue();
        assertThat(question(list, "interactions-totals").path("stream").asText())
                .isEqualTo("interactions");
    }

    @Test
    void aQuestionIsAnswered() throws Exception {
        HttpResponse<String> response = get("/api/questions/films-by-rental-volume?minutes=5&now=2026-01-31T12:46:00Z");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        JsonNode answer = JSON.readTree(response.body());
        assertThat(answer.path("rows").toString())
                .isEqualTo("[{\"title\":\"film 1\",\"category\":\"unknown\",\"film_id\":1,\"clicks\":3,"
                        + "\"watchlist_adds\":0}]");
        assertThat(answer.path("asOf").asText()).isEqualTo("2026-01-31T12:46:00Z");
        assertThat(answer.path("note").asText()).contains("until rentals are connected");
        assertThat(answer.path("parameters").path("limit").asText()).isEqualTo("10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/questions/films|404|There is no question 'films'",
                "/api/questions/..%2Fsecrets|404|There is no question",
                "/api/questions/totals?minutes=1|400|has no parameter 'minutes'",
                "/api/questions/active-users?minutes=many|400|has to be a whole number",
                "/api/questions/active-users?minutes=1&minutes=2|400|is given twice",
                "/api/questions/active-users?minutes=1%3B+DROP+TABLE+clicks|400|has to be a whole number",
            })
    void aWrongQuestionIsToldWhy(String path, int status, String sentence) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(JSON.readTree(response.body()).path("error").asText()).contains(sentence);
    }

    /** As it stands on the wire: an HTTP client would mend the address first. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "active-users?minutes=5;x|400|The parameter minutes has a ';', in 'minutes=5;x'.",
                "active-users?device=web;step=1|400|The parameter device has a ';'",
                "active-users?minutes=5%3Bx|400|The parameter minutes is '5;x', but has to be a whole number from 0 to",
                "active-users?device=web%00|400|The parameter device has the control character U+0000, in 'web%00'.",
                "active-users?device=a%0ab|400|The parameter device has the control character U+000A",
                "active-users?device=%7F|400|the control character U+007F",
                "active-users?device=%C2%85|400|the control character U+0085",
                "active-users?min%00utes=5|400|The name of a parameter has the control character U+0000",
                "active-users?device=%zz|400|The parameter device has a broken % escape, in '%zz'.",
                "active-users?device=%|400|The parameter device has a broken % escape",
                "active-users?device=%4|400|The parameter device has a broken % escape",
                "active-users?device=%u0041|400|The parameter device has a broken % escape",
                "active-users?%zz=5|400|The name of a parameter has a broken % escape",
                "active-users?device=%e9|400|The parameter device is not UTF-8, in '%e9'.",
                "active-users?device=%ed%a0%80|400|The parameter device is not UTF-8",
                "active-users?device=é|400|The parameter device has a character that has to be escaped",
                "active-users?minutes=5&%6dinutes=6|400|The parameter minutes is given twice.",
                "active-users?device=&device=|400|The parameter device is given twice.",
                "active-users?foo=1|400|has no parameter 'foo'. It has: minutes, step, now,",
                "active-users?minutes[]=5|400|has no parameter 'minutes[]'.",
                "active-users?name=totals|400|has no parameter 'name'.",
                "active-users?=5|400|The address has a parameter without a name, '=5'.",
                "active-users?&|400|The address has an empty parameter.",
                "active-users?minutes=5&|400|The address has an empty parameter.",
                "active-users?minutes|400|The parameter minutes has no value. Give it one, or leave it out for 60.",
                "active-users?minutes=|400|The parameter minutes has no value.",
                "activity-by-weekday-hour?time_zone=|400|The parameter time_zone has no value. Give it one, or leave it out for UTC.",
                "active-users?minutes=%205|400|The parameter minutes is ' 5', but has to be a whole number",
                "active-users?minutes=+5|400|The parameter minutes is ' 5', but has to be a whole number",
                "active-users?minutes=%2B5|400|The parameter minutes is '+5', but has to be a whole number",
                "active-users?minutes=5_0|400|but has to be a whole number",
                "active-users?minutes=%D9%A5|400|but has to be a whole number",
                "active-users?minutes=4294967301|400|is '4294967301', but has to be a whole number from 0 to 4294967295.",
                "active-users?minutes=5256001|400|is '5256001', but has to be between 1 and 5256000.",
                "active-users?now=%202026-01-31T12:46:00Z|400|but has to be a time in UTC from 1970 to 2105",
                "active-users?now=%2B10000-01-01T00:00:00Z|400|but has to be a time in UTC from 1970 to 2105",
                "active-users?now=1950-01-01T00:00:00Z|400|but has to be a time in UTC from 1970 to 2105",
                "films-trending-now?smoothing=1f|400|The parameter smoothing is '1f', but has to be a number",
                "films-trending-now?smoothing=NaN|400|but has to be a number",
                "totals?Set-Cookie=a|400|has no parameter 'Set-Cookie'",
                "active-users%00|400|The path has the control character U+0000",
                "%e9|400|The path is not UTF-8",
                "active%2fusers|404|There is no question 'active/users'",
                "active-users;x=1|404|There is no question 'active-users;x=1'",
                "active-users/x|404|There is nothing at this address.",
                "../questions?x=1|400|/api/questions takes no parameters, but was given 'x'.",
                "../openapi.json?x=1|400|/api/openapi.json takes no parameters",
                "../live?device=%00|400|The parameter device has the control character U+0000",
                "../live?device=web;x|400|The parameter device has a ';'",
                "../live?device=%zz|400|The parameter device has a broken % escape",
                "../live?film=abc|400|The parameter film is 'abc', but has to be a whole number",
                "../live?foo=1|400|No live question has the parameter 'foo'",
            })
    void anAddressIsReadToTheLetterOrRefusedWithASentence(String path, int status, String sentence) throws Exception {
        String response = onTheWire("/api/questions/" + path);
        assertThat(response)
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("\r\nContent-Type: application/json\r\n");
        String body = response.substring(response.indexOf("\r\n\r\n"));
        String json = body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1);
        assertThat(JSON.readTree(json).path("error").asText()).contains(sentence);
    }

    /** Vert.x refuses it before anything of ours is asked. */
    @Test
    void aPathWithABrokenEscapeIsRefusedByTheServer() throws Exception {
        assertThat(onTheWire("/api/questions/%zz")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void aLongMistakeIsQuotedShort() throws Exception {
        String nines = "9".repeat(3_000);
        assertThat(get("/api/questions/active-users?minutes=" + nines).body())
                .contains("The parameter minutes is '" + "9".repeat(80) + "...' (3000 characters), but has to be")
                .hasSizeLessThan(300);
        assertThat(get("/api/questions/" + nines).statusCode()).isEqualTo(404);
        assertThat(get("/api/questions/" + nines).body()).doesNotContain("9".repeat(81));
    }

    @Test
    void textBeyondAsciiIsReadAsItIsMeant() throws Exception {
        assertThat(JSON.readTree(get("/api/questions/active-users?category=%C3%A9%3B+%26%2B")
                                .body())
                        .at("/parameters/category")
                        .asText())
                .isEqualTo("é; &+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/questions/active-users", "/api/questions"})
    void nothingOfARequestBecomesAHeaderOfTheAnswer(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Set-Cookie", "a=b")
                .header("Content-Security-Policy", "none")
                .header("X-Mine", "1")
                .build();
        assertOwnHeaders(HTTP.send(request, HttpResponse.BodyHandlers.ofString()));
        assertOwnHeaders(get(path + "?Set-Cookie=a%3Db&Content-Security-Policy=none&X-Mine=1"));
    }

    private static void assertOwnHeaders(HttpResponse<String> response) {
        assertThat(response.headers().map()).doesNotContainKeys("Set-Cookie", "set-cookie", "X-Mine", "x-mine");
        assertThat(response.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .startsWith("default-src 'none'");
    }

    @Test
    void withoutClickHouseTheApiSaysSo() throws Exception {
        try (ClickHouse nobody =
                new ClickHouseConnection("127.0.0.1", 9, false, "default", "", "default", 10_000).open()) {
            MAIN.getCamelContext().getRegistry().bind("questions", api(nobody));
            MAIN.getCamelContext().getRouteController().reloadAllRoutes();
            HttpResponse<String> response = get("/api/questions/totals");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(JSON.readTree(response.body()).path("error").asText())
                    .isEqualTo("ClickHouse does not answer. The checks of the pipeline say more.");
            assertThat(get("/api/questions").statusCode()).isEqualTo(200);
        } finally {
            MAIN.getCamelContext().getRegistry().bind("questions", api(database.clickHouse()));
            MAIN.getCamelContext().getRouteController().reloadAllRoutes();
        }
    }

    @Test
    void theApiOnlyReads() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(uri("/api/questions/totals"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertThat(HTTP.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
    }

    @ParameterizedTest
    @MethodSource("filesThatTheIndexNames")
    void eachFileOfThePageIsServed(Path file) throws Exception {
        HttpResponse<String> response = get("/" + version(get("/").body()) + "/" + file);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .startsWith(file.toString().matches(".*\\.m?js") ? "text/javascript" : "");
        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.body()).isEqualTo(Files.readString(WEB.resolve(file)));
    }

    @Test
    void aBrowserAsksAgainOnlyForTheIndex() throws Exception {
        HttpResponse<String> index = get("/");
        assertThat(index.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(index.body())
                .doesNotContain("{{")
                .isEqualTo(get("/index.html").body());
        HttpResponse<String> module = get("/" + version(index.body()) + "/page.js");
        assertThat(module.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("immutable"));
    }

    @Test
    void aMonitorMayAskForTheHeadAlone() throws Exception {
        HttpRequest head = HttpRequest.newBuilder(uri("/"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = HTTP.send(head, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void theIndexNamesEachModuleSoThatNoneWaitsForAnother() throws Exception {
        String index = get("/").body();
        String version = version(index);
        // fault.js is no module: it runs in browsers that have none.
        assertThat(filesOfThePage().stream()
                        .map(Path::toString)
                        .filter(file -> file.endsWith("js") && !file.equals("fault.js")))
                .allSatisfy(file -> assertThat(index)
                        .contains("<link rel=\"modulepreload\" href=\"" + version + "/" + file + "\">"));
    }

    @Test
    void filesAreCompressedForBrowsersThatTakeIt() throws Exception {
        HttpRequest zipped = HttpRequest.newBuilder(uri("/"))
                .header("Accept-Encoding", "br, gzip")
                .build();
        try (var unzipped = new GZIPInputStream(
                HTTP.send(zipped, HttpResponse.BodyHandlers.ofInputStream()).body())) {
            assertThat(new String(unzipped.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(get("/").body());
        }
    }

    /** The folder below which the index names the page's files. */
    private static String version(String index) {
        return Pattern.compile("src=\"(v-[0-9a-f]+)/page\\.js\"")
                .matcher(index)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/pom.xml", "/web/index.html", "/application.properties", "/..%2Fpom.xml", "/log4j2.properties"})
    void nothingElseIsServed(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void theWarmUpAsksWhatIsThere() throws Exception {
        for (String path : WarmUp.PATHS) {
            if (!path.equals("/api/pipeline")) { // a route that is not started here
                assertThat(get(path).statusCode()).as("%s", path).isEqualTo(200);
            }
        }
    }

    /**
     * A question that nobody can see answered is as wrong as a card without one. The clicks have cards of their own; of
     * another stream the page asks all that the list of streams names, as StreamPageTest sees it do.
     */
    @Test
    void thePageAsksEveryQuestionAndNoOther() throws Exception {
        Set<String> asked = new TreeSet<>();
        for (Path file : filesOfThePage()) {
            if (!file.startsWith("echarts")) {
                String text = Files.readString(WEB.resolve(file));
                assertThat(text).as("%s", file).doesNotContainPattern("https?://(?!www\\.w3\\.org/2000/svg)");
                Pattern.compile("data-question=\"([a-z-]+)\"|'(totals|active-users-now|choices)'")
                        .matcher(text)
                        .results()
                        .forEach(found -> asked.add(found.group(1) == null ? found.group(2) : found.group(1)));
            }
        }
        String ofClicks = "";
        for (JsonNode stream : JSON.readTree(get("/api/streams").body()).path("streams")) {
            if (stream.path("table").asText().equals("clicks")) {
                ofClicks = stream.path("name").asText();
            } else {
                assertThat(stream.path("questions")).as(stream.toString()).hasSizeGreaterThan(10);
                stream.path("questions").forEach(question -> asked.add(question.asText()));
            }
        }
        Set<String> there = new TreeSet<>();
        for (JsonNode question : JSON.readTree(get("/api/questions").body()).path("questions")) {
            if (!question.path("stream").asText().equals(ofClicks)) {
                there.add(question.path("name").asText());
            }
        }
        assertThat(asked).isEqualTo(there);
    }

    @Test
    void aPageWithoutServerIsRefused() {
        assertThatThrownBy(() -> new DashboardHttp(MAIN.getCamelContext(), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no HTTP server on port 1");
    }

    @Test
    void theApiIsWhatItsOpenApiSays() throws Exception {
        JsonNode document = JSON.readTree(get("/api/openapi.json").body());
        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
        JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
        int described = 0;
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            JsonNode schema = path.getValue().at("/get/responses/200/content/application~1json/schema");
            if (path.getKey().startsWith("/api/questions") || path.getKey().equals("/api/streams")) {
                ((ObjectNode) schema).set("components", document.path("components"));
                HttpResponse<String> response = get(path.getKey());
                assertThat(response.statusCode()).as(path.getKey()).isEqualTo(200);
                assertThat(schemas.getSchema(schema).validate(JSON.readTree(response.body())))
                        .as(path.getKey())
                        .isEmpty();
                described++;
            }
        }
        assertThat(described)
                .isEqualTo(JSON.readTree(get("/api/questions").body())
                                .path("questions")
                                .size()
                        + 2);
        assertThat(document.at("/paths/~1api~1questions~1interactions-top-values/get/parameters/0")
                        .toString())
                .contains("\"enum\":[\"interaction_type\",");
        assertThat(document.at("/paths/~1api~1questions~1active-users/get/parameters/0")
                        .toString())
                .contains("\"name\":\"minutes\"", "\"in\":\"query\"", "\"type\":\"integer\"", "\"default\":60");
        JsonNode problem = document.at("/components/schemas/Problem");
        assertThat(schemas.getSchema(problem)
                        .validate(JSON.readTree(get("/api/questions/none").body())))
                .isEmpty();
    }

    static List<Path> filesThatTheIndexNames() throws IOException {
        return filesOfThePage().stream()
                .filter(file -> !file.endsWith("index.html"))
                .toList();
    }

    private static List<Path> filesOfThePage() throws IOException {
        try (var files = Files.walk(WEB)) {
            return files.filter(file -> file.toString().matches(".*\\.(html|css|m?js|svg)"))
                    .map(WEB::relativize)
                    .sorted()
                    .toList();
        }
    }

    private static QuestionsApi api(ClickHouse clickHouse) {
        StreamCatalog catalog = catalog(clickHouse);
        return new QuestionsApi(answers(catalog, clickHouse), catalog::streams);
    }

    private static StreamCatalog catalog(ClickHouse clickHouse) {
        return new StreamCatalog(QuestionCatalog.load(Path.of("queries")), ShippedStreams::routes, clickHouse);
    }

    private static SharedAnswers answers(StreamCatalog catalog, ClickHouse clickHouse) {
        return new SharedAnswers(new Questions(catalog, clickHouse, QueryLimits.DEFAULT), 7);
    }

    private static JsonNode question(JsonNode list, String name) {
        for (JsonNode question : list.path("questions")) {
            if (question.path("name").asText().equals(name)) {
                return question;
            }
        }
        throw new AssertionError("The list has no question " + name + ".");
    }

    private static int sqlFiles() throws IOException {
        try (var files = Files.walk(Path.of("queries"))) {
            return (int) files.filter(file -> file.toString().endsWith(".sql"))
                    .filter(file -> !file.startsWith("queries/parts") && !file.startsWith("queries/each-stream"))
                    .count();
        }
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The whole answer to a GET of exactly this. */
    private static String onTheWire(String target) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            String request = "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
