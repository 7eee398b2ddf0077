package io.clickreel.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the Python producer of interactions sends reaches their table and views, each once, and the questions count it as
 * this test does: keys as plain text, JSON with blanks behind commas and colons, times of the last 30 days without a zone.
 */
class InteractionsTest extends StreamTestSupport {
    private static final int SENT = 4_000;
    private static final List<String> TYPES =
            List.of("open_app", "login", "view", "click", "payment_initiated", "purchase");
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    private record Interaction(String user, String item, String type, LocalDateTime time, String variation) {
        String day() {
            return time.toLocalDate().toString();
        }
    }

    private final List<Interaction> sent = new ArrayList<>();
    private final List<String> alarms = java.util.Collections.synchronizedList(new ArrayList<>());

    @Override
    protected Map<String, String> overrides() {
        return given(
                "interactions.enabled=true",
                "interactions.generate.enabled=false",
                "interactions.topic=clickstream_topic_" + UUID.randomUUID(),
                "interactions.alarm.period-ms=1000",
                "ingest.batch-wait-ms=100");
    }

    @BeforeEach
    void interactionsAreSentAndStored() {
        if (!sent.isEmpty()) {
            return;
        }
        AbstractAppender appender = new AbstractAppender("alarms", null, null, true, null) {
            @Override
            public void append(LogEvent event) {
                if (event.getMessage().getFormattedMessage().contains("times as often as the average item")) {
                    alarms.add(event.getMessage().getFormattedMessage());
                }
            }
        };
        appender.start();
        LoggerContext.getContext(false).getConfiguration().getRootLogger().addAppender(appender, null, null);

        Random random = new Random(7);
        for (int i = 0; i < SENT; i++) {
            // The last one of all is of today, so that the days that are asked for end today.
            int daysAgo = i == SENT - 1 ? 0 : random.nextInt(30);
            Interaction interaction = new Interaction(
                    "user_%04d".formatted(random.nextInt(300)),
                    "item_%04d".formatted(random.nextInt(20)),
                    TYPES.get(random.nextInt(6)),
                    TODAY.minusDays(daysAgo).atTime(0, 0).plusSeconds(random.nextInt(3_600)),
                    "ABCDE".substring(random.nextInt(5)).substring(0, 1));
            sent.add(interaction);
            sendTo("interactions.topic", interaction.user(), written(interaction));
        }
        sendTo(
                "interactions.topic",
                "user_0001",
                written(sent.get(0)).replace("\"" + sent.get(0).type() + "\"", "\"swipe\""));
        // As the first version of the producer sent them, without metadata.
        sendTo("interactions.topic", "user_old", """
                {"user_id": "user_old", "item_id": "item_0000", "interaction_type": "login", "timestamp": "%s 00:00:00"}""".formatted(TODAY));
        sent.add(new Interaction("user_old", "item_0000", "login", TODAY.atStartOfDay(), ""));
        sendAll();
        within(60).until(() -> count("(SELECT sum(records) FROM deliveries FINAL)") == SENT + 2);
    }

    @Test
    void eachIsStoredOnceAndCountedOnceByEachView() {
        assertThat(query("SELECT count(), uniqExact(_partition, _offset), uniqExact(user_id) FROM interactions"))
                .isEqualTo(sent.size() + "\t" + sent.size() + "\t" + distinct(Interaction::user));
        for (String view : List.of("user", "item", "experiment")) {
            assertThat(count("(SELECT sum(interactions) FROM " + view + "_interactions_per_day)"))
                    .as(view)
                    .isEqualTo(sent.size());
        }
        assertThat(count("(SELECT sum(rows) FROM batches WHERE table = 'interactions')"))
                .isEqualTo(sent.size());
        assertThat(query("SELECT _key, experiment_name, session_id, device_name FROM interactions WHERE user_id ="
                        + " 'user_old'"))
                .isEqualTo("user_old\t\t\t");
        assertThat(query("SELECT reason, field FROM dead_letters FINAL")).isEqualTo("unknown_value\tinteraction_type");
        assertThat(health()).doesNotContain("DEGRADED", "\"DOWN\"");
    }

    @Test
    void totalsAndBreakdownAreThoseThatWereSent() {
        assertThat(answer("interactions-totals").get(0).path("interactions").asLong())
                .isEqualTo(sent.size());
        assertThat(answer("interactions-totals").get(0).path("users").asLong()).isEqualTo(distinct(Interaction::user));
        assertThat(answer("interactions-totals").get(0).path("items").asLong()).isEqualTo(distinct(Interaction::item));
        assertThat(numbers("interactions-breakdown", "interaction_type", "interactions"))
                .isEqualTo(counts(Interaction::type));
        assertThat(numbers("interactions-top-users?limit=1000", "user_id", "interactions"))
                .isEqualTo(counts(Interaction::user));
        assertThat(numbers("interactions-top-items?limit=1000", "item_id", "interactions"))
                .isEqualTo(counts(Interaction::item));
        Map<String, Long> days = new TreeMap<>();
        answer("interactions-activity-over-time")
                .forEach(row -> days.merge(
                        row.path("day").asText(), row.path("interactions").asLong(), Long::sum));
        assertThat(days).isEqualTo(counts(Interaction::day));
    }

    @Test
    void conversionIsThatOfEachVariation() {
        Map<String, Long> views = new TreeMap<>();
        Map<String, Long> purchases = new TreeMap<>();
        answer("interactions-experiment-conversion").forEach(row -> {
            String variation = row.path("experiment_variation").asText();
            views.put(variation, row.path("views").asLong());
            purchases.put(variation, row.path("purchases").asLong());
            assertThat(row.path("conversion").asDouble())
                    .isEqualTo(Math.rint(1_000.0 * purchases.get(variation) / views.get(variation)) / 10);
        });
        assertThat(views).isEqualTo(of("view", Interaction::variation));
        assertThat(purchases).isEqualTo(of("purchase", Interaction::variation));
    }

    @Test
    void theAlarmNamesTheItemsOfTodayInTheAnswerAndOnceInTheLog() {
        List<Interaction> today =
                sent.stream().filter(one -> one.day().equals(TODAY.toString())).toList();
        Map<String, Long> bought = today.stream()
                .collect(
                        Collectors.toMap(Interaction::item, one -> one.type().equals("purchase") ? 1L : 0L, Long::sum));
        double average =
                bought.values().stream().mapToLong(Long::longValue).average().orElseThrow();
        Set<String> expected = new HashSet<>(bought.keySet());
        expected.removeIf(item -> bought.get(item) <= 1.5 * average);

        assertThat(expected).as("otherwise this proves nothing").isNotEmpty();
        assertThat(numbers("interactions-items-above-average?now=" + TODAY + "T12:00:00Z", "item_id", "purchases")
                        .keySet())
                .isEqualTo(expected);
        // It also looks while the first rows are stored: others may be above the average of those.
        within(20).until(() -> alarmed().containsAll(expected));
        assertThat(alarmed()).doesNotHaveDuplicates();
        assertThat(List.copyOf(alarms)).allSatisfy(line -> assertThat(line)
                .matches("item_\\d{4} was bought \\d+ times today, [\\d.]+ times as often as the average item"
                        + " \\([\\d.]+\\)"));
    }

    private List<String> alarmed() {
        return List.copyOf(alarms).stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    @Test
    void aStreamThatIsOffHasNoTopicAndIsNotTold() throws Exception {
        assertThat(topics()).doesNotContain(settings().text("page-events.topic"));
        ObjectNode pipeline = (ObjectNode) new ObjectMapper().readTree(get("dashboard.port", "/api/pipeline"));
        JsonNode routes = pipeline.remove("routes");
        assertThat(health() + pipeline).doesNotContain("page_events", "clickstream-events");
        assertThat(routes.valueStream()
                        .filter(route -> route.path("id").asText().startsWith("page-events"))
                        .map(route -> route.path("state").asText()))
                .isNotEmpty()
                .containsOnly("Off");
        assertThat(context.getRouteController()
                        .getRouteStatus("page-events-ingest")
                        .isStopped())
                .isTrue();
        assertThat(context.getRouteController()
                        .getRouteStatus("interactions-generate")
                        .isStopped())
                .isTrue();
    }

    private static String written(Interaction one) {
        return ("{\"user_id\": \"%s\", \"item_id\": \"%s\", \"interaction_type\": \"%s\", \"timestamp\": \"%s\","
                        + " \"metadata\": {\"experiment_name\": \"Optimized-revenue\", \"experiment_variation\": \"%s\","
                        + " \"session_id\": \"session_0815\", \"device_name\": \"iPhone\"}}")
                .formatted(
                        one.user(),
                        one.item(),
                        one.type(),
                        one.time().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")),
                        one.variation());
    }

    private Map<String, Long> counts(Function<Interaction, String> by) {
        return sent.stream().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.counting()));
    }

    private Map<String, Long> of(String type, Function<Interaction, String> by) {
        return sent.stream()
                .filter(one -> one.type().equals(type))
                .collect(Collectors.groupingBy(by, TreeMap::new, Collectors.counting()));
    }

    private long distinct(Function<Interaction, String> of) {
        return sent.stream().map(of).distinct().count();
    }
}
