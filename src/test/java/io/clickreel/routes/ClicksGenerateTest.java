package io.clickreel.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.testing.DeliveryTestSupport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The generator through routes/clicks-generate, Kafka, routes/clicks-ingest and the questions, over some seconds. */
class ClicksGenerateTest extends DeliveryTestSupport {
    private static final int RATE = 500;

    @Override
    protected Map<String, String> overrides() {
        return given(
                "clicks.generate.enabled=true",
                "clicks.generate.rate-per-second=" + RATE,
                "clicks.generate.users=300",
                "clicks.generate.seed=42",
                "clicks.generate.start-time=2025-12-27T12:00:00Z",
                "ingest.batch-wait-ms=200");
    }

    @BeforeEach
    void sevenSecondsOfClicksHaveArrived() {
        within(60).until(() -> count("(SELECT date_diff('ms', min(_timestamp), max(_timestamp)) FROM clicks)") > 7_000);
    }

    @Test
    void theRateIsTheOneThatWasSet() {
        // Of five seconds that are over: a machine that is busy at the beginning or at the end of them moves clicks
        // across,
        // to the next five.
        within(60).untilAsserted(() -> assertThat(count("(SELECT count() FROM clicks WHERE date_diff('ms', _timestamp,"
                        + " (SELECT max(_timestamp) FROM clicks)) BETWEEN 1000 AND 5999)"))
                .isCloseTo(5L * RATE, Percentage.withPercentage(6)));
    }

    @Test
    void theTimesOfTheClicksBeginAtTheStartTimeAndGoOnAtTheRate() {
        assertThat(query("SELECT min(event_ts) FROM clicks")).startsWith("2025-12-27 12:00:00.0");
        assertThat(count("(SELECT count() FROM clicks WHERE event_ts >= '2025-12-27 12:00:01' AND event_ts <"
                        + " '2025-12-27 12:00:05')"))
                .isEqualTo(4L * RATE);
    }

    @Test
    void aBatchIsPublishedAtEachIntervalOfTheTimerAndNotMoreOften() {
        // Ticks of 100 ms: a record's time is that of its batch, to a few milliseconds.
        assertThat(count("(SELECT uniqExact(intDiv(toUnixTimestamp64Milli(_timestamp), 20)) FROM clicks WHERE"
                        + " date_diff('ms', (SELECT min(_timestamp) FROM clicks), _timestamp) BETWEEN 1000 AND 5999)"))
                .isLessThan(120);
    }

    @Test
    void keysAreTheUsersInQuotesAndEachClickArrivesOnceAndObeysTheContract() {
        List<ConsumerRecord<byte[], byte[]>> records = records(3_000);

        assertThat(records).allSatisfy(record -> assertThat(new String(record.key(), UTF_8))
                .matches("\"u_\\d+\"")
                .satisfies(key -> assertThat(new String(record.value(), UTF_8)).contains("\"user_id\":" + key)));
        for (int partition = 0; partition < 2; partition++) {
            int own = partition;
            long last = records.stream()
                    .filter(record -> record.partition() == own)
                    .mapToLong(ConsumerRecord::offset)
                    .max()
                    .orElseThrow();
            within(20).untilAsserted(() -> assertThat(query("SELECT count(), uniqExact(_offset), uniqExact(event_id)"
                            + " FROM clicks WHERE _partition = " + own + " AND _offset <= " + last))
                    .isEqualTo((last + 1) + "\t" + (last + 1) + "\t" + (last + 1)));
        }
        assertThat(count("(SELECT count() FROM dead_letters)")).isZero();
    }

    @Test
    void aSessionHasSeveralClicksOfOneUserOnOneDevice() {
        assertThat(Double.parseDouble(query("SELECT count() / uniqExact(user_id, session_id) FROM clicks")))
                .isGreaterThan(2);
        assertThat(count("(SELECT max(devices) FROM (SELECT uniqExact(device) AS devices FROM clicks GROUP BY user_id,"
                        + " session_id))"))
                .isEqualTo(1);
    }

    @Test
    void theQuestionsAreAnsweredWithTheTitlesOfTheFilms() throws Exception {
        within(30).until(() -> count("(SELECT count() FROM dim_film)") == 1_000);
        ObjectMapper json = new ObjectMapper();
        List<String> names = new ArrayList<>();
        for (JsonNode question :
                json.readTree(get("dashboard.port", "/api/questions")).path("questions")) {
            String name = question.path("name").asText();
            names.add(name);
            JsonNode answer = json.readTree(get("dashboard.port", "/api/questions/" + name));
            assertThat(answer.has("rows"))
                    .as(name + ": " + answer.path("error"))
                    .isTrue();
            // All that the generator makes keeps the contract, and the other streams are off.
            assertThat(answer.path("rows").isEmpty())
                    .as(name)
                    .isEqualTo(name.contains("dead-letters")
                            || !question.path("stream").asText("clicks").equals("clicks"));
        }
        assertThat(names).contains("films-trending-now", "categories-by-rental-volume", "active-users");

        JsonNode trending = json.readTree(get("dashboard.port", "/api/questions/films-trending-now?minutes=5"));
        assertThat(trending.path("rows")).hasSize(10).allSatisfy(row -> {
            assertThat(query("SELECT title, category_name FROM dim_film WHERE film_id = " + row.path("film_id")))
                    .isEqualTo(row.path("title").asText() + "\t"
                            + row.path("category").asText());
            assertThat(row.path("clicks_now").asLong()).isPositive();
        });
    }

    private List<ConsumerRecord<byte[], byte[]>> records(int count) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", settings().text("kafka.broker-url")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions());
            consumer.seekToBeginning(consumer.assignment());
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            within(20).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.size() >= count;
            });
            return records;
        }
    }
}
