package io.clickreel.dashboard;

import static io.clickreel.testing.UpProcess.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.testing.BrowserPage;
import io.clickreel.testing.CommandProcess;
import io.clickreel.testing.HomeCopy;
import io.clickreel.testing.NewTopics;
import io.clickreel.testing.Services;
import io.clickreel.testing.UpProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the page shows of streams that are not the clicks, in a real browser, while one more comes. */
@Tag("services")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StreamPageTest {
    private static final int GOOD = 60;
    private static final int BAD = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path home = HomeCopy.make();
    private final Map<String, String> settings = Services.overrides(
            Services.folder(),
            Map.of(
                    "clicks.generate.enabled", "false",
                    "interactions.enabled", "true",
                    "interactions.generate.enabled", "false",
                    "dashboard.refresh-seconds", "1",
                    // A machine that runs tests may be busy.
                    "kafka.client.request.timeout.ms", "30000"));
    private UpProcess up;
    private BrowserPage page;

    @BeforeAll
    void start() throws Exception {
        Assumptions.assumeTrue(BrowserPage.canBeOpened(), BrowserPage.HOW_TO_GET_IT);
        Files.writeString(home.resolve("queries/interactions/by-day.sql"), """
                -- question: How many were counted on each day?
                SELECT toDate('2026-01-30') + number AS day, [12, 30, 7][number + 1] AS counted FROM numbers(3)
                """);
        up = UpProcess.up(home, settings, Map.of());
        Instant now = Instant.now();
        send(up.setting("interactions.topic"), GOOD, i ->
                """
                {"user_id": "u_%d", "item_id": "i_1", "interaction_type": "%s", "timestamp": "%s"}""".formatted(i % 7, i % 3 == 0 ? "click" : "view", now.minusSeconds(i)));
        send(up.setting("interactions.topic"), BAD, i -> "no interaction");
        within(60).until(() -> up.count("(SELECT count() FROM interactions)") == GOOD);
        within(60).until(() -> up.count("(SELECT count() FROM dead_letters FINAL)") == BAD);
        up.query("ALTER TABLE page_events ADD COLUMN IF NOT EXISTS price Decimal(38, 10)");
        up.query("INSERT INTO page_events (event_ts, user_id, price, _topic, _partition, _offset) VALUES"
                + " (now64(6) - 1, 18446744073709551615, '1234567890123456789.0123456789', 't', 0, 1)");
        // What columns the table has is known for some seconds.
        within(30).until(() -> up.get("dashboard.port", "/api/questions/page-events-newest-rows?limit=1")
                .body()
                .contains("price"));
        page = BrowserPage.start("http://127.0.0.1:" + up.setting("dashboard.port"));
        page.resize(1440, 900);
    }

    @AfterEach
    void theConsoleHasNoErrors() {
        if (page != null) {
            assertThat(page.errors()).isEmpty();
        }
    }

    @AfterAll
    void stop() {
        Stream.of(page, up).filter(one -> one != null).forEach(one -> {
            try {
                one.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void aStreamShowsItsRowsItsValuesAndItsDeadLetters() throws Exception {
        page.open("");
        within(30).untilAsserted(() -> assertThat(page.texts("#stream option"))
                .contains("clicks", "interactions", "page-events (off)"));
        assertThat(page.find("#now").isDisplayed()).isTrue();
        choose("interactions");
        within(20).until(() -> page.url().contains("stream=interactions"));
        assertThat(page.find("#now").isDisplayed()).isFalse();
        assertThat(page.find("#filters").isDisplayed()).isFalse();
        within(30).untilAsserted(() -> assertThat(sum("interactions-rows-over-time", 1))
                .isEqualTo(GOOD));
        within(30).untilAsserted(() -> assertThat(sum("interactions-stored-over-time", 1))
                .isEqualTo(GOOD));
        within(30).untilAsserted(() -> assertThat(page.table(card("interactions-top-values")))
                .containsExactly(List.of("view", "40", "66.7"), List.of("click", "20", "33.3")));
        within(30).untilAsserted(() -> assertThat(
                        page.table(card("interactions-dead-letters")).get(0))
                .startsWith("not_json", "", "" + BAD));
        within(30).untilAsserted(() -> assertThat(page.table(card("interactions-newest-rows")))
                .hasSize(10));
        within(30).untilAsserted(() -> assertThat(page.find("#stream-says").getText())
                .contains("table interactions: 60 rows"));
        within(20).untilAsserted(() -> assertThat(page.drawn(card("interactions-top-values"), 0))
                .containsExactly(List.of("40", "20")));

        page.back();
        within(20).until(() -> page.find("#now").isDisplayed());
        assertThat(page.findAll("#stream-group .card")).isEmpty();
    }

    @Test
    void everyQuestionOfEachOtherStreamIsAskedAndAnswered() throws Exception {
        JsonNode streams =
                JSON.readTree(up.get("dashboard.port", "/api/streams").body()).path("streams");
        assertThat(streams.findValuesAsText("name")).contains("interactions", "page-events");
        for (JsonNode stream : streams) {
            if (!stream.path("table").asText().equals("clicks")) {
                page.open("?stream=" + stream.path("name").asText());
                List<String> questions = stream.path("questions")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toList();
                assertThat(questions).isNotEmpty();
                within(60).untilAsserted(() -> assertThat(asked()).containsAll(questions));
                within(30).until(() -> page.findAll("#stream-group .card[aria-busy=true]")
                        .isEmpty());
                assertThat(page.texts("#stream-group .problem")).containsOnly("");
            }
        }
    }

    @Test
    void aStreamThatIsOffOrNotThereSaysSo() {
        page.open("?stream=page-events");
        within(30).untilAsserted(() -> assertThat(page.find("#stream-problem").getText())
                .startsWith("page-events is off: nothing is read from its topic clickstream-events.")
                .contains("page-events.enabled=true"));
        page.open("?stream=nowhere");
        within(30).untilAsserted(() -> assertThat(page.find("#stream-problem").getText())
                .startsWith("There is no stream “nowhere” now."));
    }

    @Test
    void aDayIsTheSameDayWestOfUtc() {
        page.timeZone("America/Los_Angeles");
        try {
            page.open("?stream=interactions");
            within(30).until(() -> !page.findAll("[data-asks='interactions-by-day'] tbody tr")
                    .isEmpty());
            String card = card("interactions-by-day");
            assertThat(page.find("#zone").getText()).contains("America/Los Angeles");
            assertThat(page.find("#" + card + " .answer").getText())
                    .isEqualTo("30 counted at 2026-01-31, most at 2026-01-31: 30.");
            assertThat(page.script(
                            "return [...document.querySelectorAll(`#${arguments[0]} td[data-column=day]`)].map((cell) => cell.textContent)",
                            card))
                    .isEqualTo(List.of("2026-01-30", "2026-01-31", "2026-02-01"));
            within(20).until(() -> !page.findAll("#" + card + " canvas").isEmpty());
            assertThat(page.script("""
                            const {getInstanceByDom} = await import(document.querySelector('link[rel=modulepreload][href*=echarts]').href);
                            const {useUTC, xAxis} = getInstanceByDom(document.querySelector(`#${arguments[0]} canvas`).closest('[_echarts_instance_]')).getOption();
                            return `${useUTC} ${xAxis[0].axisLabel.formatter(Date.UTC(2026, 0, 31))}`;
                            """, card)).isEqualTo("true Jan 31");
        } finally {
            page.timeZone("");
        }
    }

    @Test
    void aNumberThatABrowserCannotHoldKeepsItsDigits() {
        page.open("?stream=page-events");
        within(30).untilAsserted(() -> assertThat(
                        page.texts("[data-asks='page-events-newest-rows'] td[data-column=price]"))
                .containsExactly("1234567890123456789.0123456789"));
        assertThat(page.texts("[data-asks='page-events-newest-rows'] td[data-column=user_id]"))
                .containsExactly("18446744073709551615");
    }

    @Test
    void aCardComesOnceWhenTheCatalogueAnswersLateAndTwice() {
        Runnable forget = page.beforeEachPage("""
                const real = window.fetch;
                const late = new Promise((go) => { window.answerCatalogue = go; });
                window.fetch = async (path, options) => {
                  const response = await real(path, options);
                  if (String(path) === 'api/questions') await late;
                  return response;
                };
                """);
        try {
            page.open("?stream=interactions");
            within(30).until(() -> page.texts("#stream option").contains("interactions"));
            assertThat(page.findAll("#stream-group .card"))
                    .as("the catalogue is late")
                    .isEmpty();
            for (String stream : List.of("", "interactions", "page-events", "interactions")) {
                choose(stream);
            }
            page.script("window.answerCatalogue()");
            within(30).until(() -> !page.findAll("#stream-group .card").isEmpty());
            assertThat(page.texts("#stream-group h3"))
                    .contains("Rows over time")
                    .doesNotHaveDuplicates();
            assertThat(page.findAll("[data-asks^='page-events-']")).isEmpty();
        } finally {
            forget.run();
        }
    }

    @Test
    void aNewStreamComesWhileThePageIsOpen() throws Exception {
        NewTopics.create(up.kafka(), new NewTopic("orders", 1, (short) 1));
        page.open("");
        within(30).until(() -> page.texts("#stream option").contains("interactions"));
        send("orders", GOOD, i -> """
                {"order_id": "%s", "customer": "c_%d", "paid": %s, "created_at": "%s"}""".formatted(
                        UUID.randomUUID(), i % 5, i % 2 == 0, Instant.now().minusSeconds(i)));
        assertThat(CommandProcess.run(home, settings, "streams", "new", "orders", "--topic", "orders")
                        .exit())
                .isZero();
        within(60).until(() -> up.count("(SELECT count() FROM orders)") == GOOD);

        within(30).until(() -> page.texts("#stream option").contains("orders"));
        choose("orders");
        within(30)
                .untilAsserted(() -> assertThat(sum("orders-rows-over-time", 1)).isEqualTo(GOOD));
        within(30).untilAsserted(() -> assertThat(page.texts("[data-asks='orders-top-values'] h3"))
                .containsExactly("Top values of customer", "Top values of paid"));
        String paid = String.valueOf(
                page.findAll("[data-asks='orders-top-values']").get(1).getDomAttribute("id"));
        within(30).untilAsserted(() -> assertThat(page.table(paid))
                .contains(List.of("true", "30", "50"), List.of("false", "30", "50")));
    }

    @Test
    void everybodyCanReadIt() throws Exception {
        for (String theme : List.of("light", "dark")) {
            page.resize(390, 844);
            page.open("?stream=interactions&theme=" + theme);
            within(30).untilAsserted(() -> assertThat(sum("interactions-rows-over-time", 1))
                    .isEqualTo(GOOD));
            within(30).until(() -> page.texts("#stream-group .answer").stream()
                    .noneMatch(text -> text.equals("Asking …")));
            assertThat(page.accessibilityProblems()).isEmpty();
            assertThat(page.script(
                            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isEqualTo(0L);
            page.screenshot("stream-phone-" + theme);
            page.resize(1440, 900);
            within(30).until(() -> page.texts("#stream-group .answer").stream()
                    .noneMatch(text -> text.equals("Asking …")));
            assertThat(page.accessibilityProblems()).isEmpty();
            page.screenshot("stream-laptop-" + theme);
        }
    }

    private void choose(String stream) {
        page.script("""
                const select = document.querySelector('#stream');
                select.value = arguments[0];
                select.dispatchEvent(new Event('change'));
                """, stream);
    }

    /** The id of the first card of a question. */
    private String card(String question) {
        return String.valueOf(page.find("[data-asks='" + question + "']").getDomAttribute("id"));
    }

    private long sum(String question, int column) {
        return page.findAll("[data-asks='" + question + "']").isEmpty()
                ? 0
                : page.table(card(question)).stream()
                        .mapToLong(row -> Long.parseLong(row.get(column)))
                        .sum();
    }

    private List<String> asked() throws Exception {
        return JSON.readTree(String.valueOf(page.script("""
                return JSON.stringify(performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname)
                  .filter((path) => path.startsWith('/api/questions/')).map((path) => decodeURIComponent(path.split('/').at(-1))))
                """)))
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private void send(String topic, int count, IntFunction<String> value) {
        try (var producer = new KafkaProducer<>(up.kafka(), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, value.apply(i)));
            }
        }
    }
}
