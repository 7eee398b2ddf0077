package io.clickreel.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.TestDatabase;
import io.clickreel.dashboard.questions.QueryLimits;
import io.clickreel.dashboard.questions.QuestionCatalog;
import io.clickreel.dashboard.questions.Questions;
import io.clickreel.dashboard.questions.SharedAnswers;
import io.clickreel.testing.Services;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code /api/live}, as a browser's EventSource reads it. */
@Tag("services")
final class LiveAnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Main MAIN = new Main();

    @RegisterExtension
    static final TestDatabase database = TestDatabase.withTables("live_answers");

    private static SharedAnswers answers;
    private static int port;

    @BeforeAll
    static void start(@TempDir Path queries) throws Exception {
        write(queries, "ticks.sql", "-- refresh: 1\n", "SELECT generateUUIDv4() AS tick");
        write(
                queries,
                "of-device.sql",
                "-- refresh: 1\n-- parameter: device= A device\n",
                "SELECT {device:String} AS device, throwIf(device = 'broken') AS broken");
        write(queries, "slow.sql", "", "SELECT 1 AS never");
        port = Services.freePort();
        MAIN.addInitialProperty("camel.server.enabled", "true");
        MAIN.addInitialProperty("camel.server.host", "127.0.0.1");
        MAIN.addInitialProperty("camel.server.port", String.valueOf(port));
        MAIN.start();
        answers = new SharedAnswers(
                new Questions(QuestionCatalog.load(queries), database.clickHouse(), QueryLimits.DEFAULT), 10);
        new DashboardHttp(MAIN.getCamelContext(), port).serve(answers);
    }

    @AfterAll
    static void stop() throws Exception {
        MAIN.stop();
        answers.close();
    }

    @Test
    void liveQuestionsAreAnsweredEverySecondAndOthersNot() throws Exception {
        HttpResponse<Stream<String>> response = open("");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        Set<String> ticks = new HashSet<>();
        List<String> names = new ArrayList<>();
        try (Stream<String> lines = response.body()) {
            lines.filter(line -> line.startsWith("data: "))
                    .map(LiveAnswersTest::content)
                    .takeWhile(answer -> ticks.size() < 3)
                    .forEach(answer -> {
                        names.add(answer.path("name").asText());
                        if (answer.path("name").asText().equals("ticks")) {
                            ticks.add(answer.path("rows").get(0).path("tick").asText());
                        }
                    });
        }
        assertThat(names).contains("of-device").doesNotContain("slow");
    }

    @Test
    void aFilterReachesTheQuestionsThatHaveIt() throws Exception {
        assertThat(first("?device=web&device_unknown=", "of-device")
                        .path("rows")
                        .toString())
                .contains("\"device\":\"web\"");
    }

    @Test
    void aQuestionThatFailsIsAProblemAndNoEnd() throws Exception {
        HttpResponse<Stream<String>> response = open("?device=broken");
        try (Stream<String> lines = response.body()) {
            String text = lines.filter(line -> !line.isEmpty()).limit(11).collect(Collectors.joining("\n"));
            assertThat(text)
                    .contains("event: problem")
                    .contains("ClickHouse could not answer the question of-device")
                    .contains("event: answer");
        }
    }

    @Test
    void whatNoLiveQuestionHasIsRefused() throws Exception {
        HttpResponse<String> response =
                HTTP.send(HttpRequest.newBuilder(uri("?colour=red")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(response.body()).path("error").asText())
                .contains("No live question has the parameter 'colour'");
    }

    @Test
    void readersOfTheSameShareTheAnswer() throws Exception {
        List<String> ticks = Stream.generate(() -> first("", "ticks"))
                .limit(3)
                .map(answer -> answer.path("rows").get(0).path("tick").asText())
                .toList();
        // One after the other within a second, or across its edge.
        assertThat(ticks.stream().distinct().count()).isLessThan(3);
    }

    /** The first answer to one question. */
    private static JsonNode first(String queryString, String name) {
        try (Stream<String> lines = open(queryString).body()) {
            return lines.filter(line -> line.startsWith("data: "))
                    .map(LiveAnswersTest::content)
                    .filter(answer -> answer.path("name").asText().equals(name))
                    .findFirst()
                    .orElseThrow();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode content(String line) {
        try {
            return JSON.readTree(line.substring("data: ".length()));
        } catch (Exception e) {
            throw new IllegalStateException(line, e);
        }
    }

    private static HttpResponse<Stream<String>> open(String queryString) throws Exception {
        HttpResponse<Stream<String>> response =
                HTTP.send(HttpRequest.newBuilder(uri(queryString)).build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        return response;
    }

    private static URI uri(String queryString) {
        return URI.create("http://127.0.0.1:" + port + "/api/live" + queryString);
    }

    private static void write(Path folder, String file, String head, String select) throws Exception {
        Files.writeString(folder.resolve(file), "-- question: What?\n" + head + select + "\n");
    }
}
