package io.clickreel.dashboard;

import static io.clickreel.dashboard.AskedQuestions.column;
import static io.clickreel.dashboard.AskedQuestions.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.Clicks;
import io.clickreel.TestDatabase;
import io.clickreel.dashboard.questions.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers about the pipeline itself, which go by the clock: the tests do too, with half a minute to spare. */
@Tag("services")
final class PipelineAnswersTest {
    private static final DateTimeFormatter CLICKHOUSE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    @RegisterExtension
    static final TestDatabase database = TestDatabase.withTables("pipeline_answers");

    private static final AskedQuestions questions = new AskedQuestions(database);

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private int batches;

    @BeforeEach
    void noRows() {
        database.empty();
    }

    @Test
    void totalsTellTheLastMinuteAndTheOneBefore() {
        batch(7, now.minus(Duration.ofHours(3)), 1_000);
        batch(5, now.minus(Duration.ofMinutes(90)), 1_000);
        batch(10, now.minus(Duration.ofMinutes(40)), 1_000);
        batch(120, now.minusSeconds(90), 4_000);
        batch(60, now.minusSeconds(30), 2_000);
        Map<String, Object> totals = totals();
        assertThat(totals)
                .containsEntry("total_clicks", 202)
                .containsEntry("clicks_last_hour", 190)
                .containsEntry("clicks_hour_before", 5)
                .containsEntry("clicks_per_second", 1)
                .containsEntry("clicks_per_second_before", 2)
                .containsEntry("newest_event", iso(now.minusSeconds(32)))
                .containsEntry("delay_seconds", 2)
                .containsEntry("delay_seconds_before", 4);
        assertThat(number(totals, "newest_event_age_seconds")).isBetween(32L, 62L);
        assertThat(number(totals, "newest_event_age_seconds_before"))
                .as("one minute ago it was the event of 94 s ago")
                .isEqualTo(number(totals, "newest_event_age_seconds") + 2);
    }

    @Test
    void afterTheStreamHasStoppedTheNewestEventGrowsOld() {
        batch(1, now.minus(Duration.ofHours(5)), 1_000);
        Map<String, Object> totals = totals();
        assertThat(number(totals, "newest_event_age_seconds")).isBetween(18_001L, 18_061L);
        assertThat(number(totals, "newest_event_age_seconds_before"))
                .isEqualTo(number(totals, "newest_event_age_seconds") - 60);
        assertThat(totals).containsEntry("clicks_last_hour", 0).containsEntry("delay_seconds", null);
    }

    @Test
    void aClockThatIsWrongMakesNoNewestEvent() {
        database.insert(
                "clicks",
                "a",
                new Clicks()
                        .add("2026-01-31 12:59:20.000", "u_1", 1, "view", "web")
                        .add("2100-01-01 00:00:00.000", "u_9", 1, "view", "web")
                        .rows());
        assertThat(totals()).containsEntry("total_clicks", 2).containsEntry("newest_event", "2026-01-31T12:59:20.000Z");
    }

    @Test
    void batchesAreToldByMinute() {
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(3));
        batch(1, now.minus(Duration.ofHours(3)), 1_000);
        batch(30, minute.plusSeconds(1), 1_000);
        batch(30, minute.plusSeconds(20), 3_000);
        batch(60, minute.plusSeconds(59), 2_000);
        Answer answer = questions.ask("pipeline-batches", "minutes", "10");
        assertThat(answer.rows()).hasSize(10).contains(row(answer, minute.toString(), 2, 3, 40, 2, 3));
        assertThat(column(answer, "batches").stream().filter(count -> count.equals(0)))
                .hasSize(9);
        assertThat(column(answer, "delay_p99_seconds")).contains((Object) null);
        assertThat(column(questions.ask("pipeline-batches", "minutes", "60", "step", "30"), "batches"))
                .contains(3);
    }

    @Test
    void aTimeInKafkaThatNoClockCanMeanMakesNoDelay() {
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(3));
        batch(30, minute.plusSeconds(1), 2_000);
        for (String time : List.of(
                "1970-01-01 00:00:00.000",
                "1970-01-21 10:13:20.000",
                "1925-01-01 00:00:00.000",
                text(now.minus(Duration.ofDays(60))),
                text(now.plus(Duration.ofHours(1))),
                "2299-12-31 23:59:59.999")) {
            batch(10, minute.plusSeconds(20), 1_000, time);
        }
        // A clock that is half a second ahead.
        batch(30, minute.plusSeconds(40), 1_000, text(minute.plusMillis(40_500)));
        batch(30, minute.plusSeconds(50), 1_000, text(minute.plusMillis(50_500)));
        Answer answer = questions.ask("pipeline-batches", "minutes", "10");
        assertThat(answer.rows()).contains(row(answer, minute.toString(), 2.5, 9, 16.7, 0, 2));

        batch(1, now.minusSeconds(20), 3_000);
        batch(1, now.minusSeconds(10), 1_000, "1970-01-21 10:13:20.000");
        assertThat(totals()).containsEntry("delay_seconds", 3);
    }

    @Test
    void pointsBeginWithTheFirstBatch() {
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        // The next minute may have begun by the time of the question.
        batch(30, minute.minus(Duration.ofMinutes(3)), 1_000);
        batch(30, minute.minus(Duration.ofMinutes(1)), 1_000);
        for (String minutes : List.of("5", "10", "60", "1440", "10080")) {
            assertThat(questions.column("time", "pipeline-batches", "minutes", minutes))
                    .as("in the last %s minutes", minutes)
                    .startsWith(
                            minute.minus(Duration.ofMinutes(3)).toString(),
                            minute.minus(Duration.ofMinutes(2)).toString());
        }
    }

    /** How long a record was on its way cannot be told by the clock of a producer that is wrong. */
    @ParameterizedTest
    @CsvSource({
        "P0D, 0",
        "PT2S, 2",
        "PT-30S, 0",
        "PT6H, 21600",
        "P6D, 518400",
        "P8D,",
        "P400D,",
        "PT-2M,",
        "P-26000D,",
        // Seconds where milliseconds should be: of January 1970.
        "P20400D,"
    })
    void aDelayIsOneThatCanBe(Duration age, @Nullable Double seconds) {
        Instant stored = now.truncatedTo(ChronoUnit.MINUTES).minusSeconds(40);
        database.insert(
                "clicks",
                "far",
                new Clicks()
                        .add(3, text(stored), "u_1", "s_1", 1, "view", "web")
                        .with("_ingested_at", text(stored))
                        .with("_timestamp", text(stored.minus(age)))
                        .rows());
        Answer answer = questions.ask("pipeline-batches", "minutes", "5");
        assertThat(column(answer, "delay_p50_seconds").stream()
                        .filter(Objects::nonNull)
                        .map(delay -> ((Number) delay).doubleValue()))
                .isEqualTo(seconds == null ? List.of() : List.of(seconds));
        assertThat(column(answer, "batches")).contains(1);
    }

    @ParameterizedTest
    @CsvSource({
        // ages of batches in seconds | is the minute before known | is the hour before known | are all of the last hour
        "30, false, false, true",
        "30 80, false, false, true",
        "30 200, true, false, true",
        "30 3500, true, false, true",
        "30 3700, true, false, false",
        "30 7100, true, false, false",
        "30 7300, true, true, false",
        "40000, true, true, false",
    })
    void howItWasBeforeIsToldOnceAllOfItIsKnown(String ages, boolean minute, boolean hour, boolean all) {
        for (String age : ages.split(" ")) {
            batch(10, now.minusSeconds(Long.parseLong(age)), 1_000);
        }
        Map<String, Object> totals = totals();
        assertThat(totals.get("clicks_per_second_before") != null).as("minute").isEqualTo(minute);
        assertThat(totals.get("clicks_hour_before") != null).as("hour").isEqualTo(hour);
        assertThat(totals.get("clicks_last_hour").equals(totals.get("total_clicks")))
                .as("all")
                .isEqualTo(all);
    }

    @Test
    void aStreamThatHasJustBegunIsAsFastAsSinceItsFirstBatch() {
        batch(500, now.minusSeconds(30), 4_000);
        batch(100, now.minusSeconds(20), 1_000);
        batch(200, now.minusSeconds(12), 1_000);
        assertThat(((Number) totals().get("clicks_per_second")).doubleValue())
                .as("300 in 30 s, or in 60 if this machine is slow")
                .isBetween(5.0, 10.0);
    }

    @Test
    void withoutAnyClickThereAreZerosAndNoTrends() {
        assertThat(totals())
                .containsEntry("total_clicks", 0)
                .containsEntry("clicks_last_hour", 0)
                .containsEntry("clicks_hour_before", null)
                .containsEntry("clicks_per_second", 0)
                .containsEntry("clicks_per_second_before", null)
                .containsEntry("newest_event", null);
    }

    @Test
    void deadLettersAreToldByReason() {
        database.insert(
                "dead_letters",
                "a",
                deadLetter(1, "not_json", "", now.minus(Duration.ofMinutes(90))),
                deadLetter(2, "missing_field", "film_id", now.minus(Duration.ofMinutes(10))),
                deadLetter(3, "missing_field", "film_id", now.minus(Duration.ofDays(9))),
                deadLetter(4, "missing_field", "device", now.minus(Duration.ofDays(9))));
        database.insert(
                "dead_letters",
                "another attempt",
                deadLetter(2, "missing_field", "film_id", now.minus(Duration.ofMinutes(9))));
        Answer answer = questions.ask("dead-letters-by-reason");
        assertThat(answer.rows())
                .containsExactly(
                        row(answer, "missing_field", "film_id", 2, 1, 0, iso(now.minus(Duration.ofMinutes(9)))),
                        row(answer, "missing_field", "device", 1, 0, 0, iso(now.minus(Duration.ofDays(9)))),
                        row(answer, "not_json", "", 1, 0, 1, iso(now.minus(Duration.ofMinutes(90)))));
    }

    /** One insert, as it was stored then: its events and records are some milliseconds older. */
    private void batch(int clicks, Instant storedAt, long delayMs) {
        batch(clicks, storedAt, delayMs, text(storedAt.minusMillis(delayMs)));
    }

    private void batch(int clicks, Instant storedAt, long ageMs, String timeInKafka) {
        String time = text(storedAt.minusMillis(ageMs));
        database.insert(
                "clicks",
                "b" + batches++,
                new Clicks()
                        .add(clicks, time, "u_1", "s_1", 1, "view", "web")
                        .with("_ingested_at", text(storedAt))
                        .with("_timestamp", timeInKafka)
                        .rows());
    }

    private static Map<String, Object> deadLetter(long offset, String reason, String field, Instant deadAt) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("_topic", "dvd_clicks");
        row.put("_partition", 0);
        row.put("_offset", offset);
        row.put("_timestamp", text(deadAt));
        row.put("reason", reason);
        row.put("field", field);
        row.put("dead_at", text(deadAt));
        return row;
    }

    private Map<String, Object> totals() {
        return questions.ask("totals").rows().get(0);
    }

    private static long number(Map<String, Object> row, String column) {
        return ((Number) row.get(column)).longValue();
    }

    private static String text(Instant time) {
        return CLICKHOUSE.format(time);
    }

    private static String iso(Instant time) {
        return text(time).replace(' ', 'T') + "Z";
    }
}
