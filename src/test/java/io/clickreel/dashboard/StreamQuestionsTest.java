package io.clickreel.dashboard;

import static io.clickreel.dashboard.AskedQuestions.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.TestDatabase;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseConnection;
import io.clickreel.clickhouse.Sql;
import io.clickreel.dashboard.questions.Answer;
import io.clickreel.dashboard.questions.BadQuestionException;
import io.clickreel.dashboard.questions.NoAnswerException;
import io.clickreel.dashboard.questions.QueryLimits;
import io.clickreel.dashboard.questions.QuestionCatalog;
import io.clickreel.dashboard.questions.Questions;
import io.clickreel.dashboard.questions.UnknownQuestionException;
import io.clickreel.dashboard.streams.StreamCatalog;
import io.clickreel.dashboard.streams.StreamEntry;
import io.clickreel.dashboard.streams.StreamRoute;
import io.clickreel.stream.Stream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The questions that are made from the tables of streams, over tables that nobody has written a question for. */
@Tag("services")
final class StreamQuestionsTest {
    /** Whatever a column may be called. */
    private static final List<String> HOSTILE = List.of(
            "a`b",
            "a'b",
            "a\\",
            "a.b",
            "drop table x; --",
            "{x:String}",
            "$time",
            "{{point_of}}",
            "as_of",
            "range_end",
            "rows",
            "value",
            "row_time",
            "row_value",
            "column_0",
            "stream_rows",
            "newest_rows",
            "é, ü");

    private static final String ORIGIN =
            "_topic LowCardinality(String), _topic_id UUID, _partition UInt32, _offset UInt64,"
                    + " _timestamp DateTime64(3, 'UTC'), _ingested_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')";

    @RegisterExtension
    static final TestDatabase database = TestDatabase.withTables("stream_questions");

    private static final List<StreamRoute> routes = new CopyOnWriteArrayList<>();
    private static final StreamCatalog catalog =
            new StreamCatalog(QuestionCatalog.load(Path.of("queries")), () -> routes, database.clickHouse());
    private static final Questions questions = new Questions(catalog, database.clickHouse(), QueryLimits.DEFAULT);

    @BeforeAll
    static void tables() {
        StringBuilder columns = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (String name : HOSTILE) {
            columns.append(quoted(name)).append(" LowCardinality(String), ");
            values.append(literal("of " + name)).append(", ");
        }
        make("hostile", "at DateTime64(6, 'UTC'), " + columns, "PARTITION BY toYYYYMM(at)", "at");
        database.execute("INSERT INTO @.hostile SELECT toDateTime64('2026-01-31 12:00:00', 6, 'UTC') + number, "
                + values + origin("hostile-topic") + " FROM numbers(90)");

        make(
                "timeless",
                "`User-ID` Nullable(UInt32), level Enum8('low' = 1, 'high' = 2), paid Nullable(Bool), day Date,"
                        + " code FixedString(2), n UInt64, note String, tags Array(String), ",
                "PARTITION BY day",
                "_timestamp");
        database.execute("INSERT INTO @.timeless SELECT if(number % 5 = 4, NULL, number % 5),"
                + " if(number % 4 = 0, 'high', 'low'), if(number % 2 = 0, NULL, true), '2026-01-31', 'DE',"
                + " 18446744073709551615 - number, repeat('x', 300), ['a', 'b'], " + origin("timeless-topic")
                + " FROM numbers(20)");

        make("plain", "at DateTime('Asia/Kolkata'), text String, ", "PARTITION BY toDate(at)", "at");
        add("hostile", "hostile", "hostile-topic");
        add("time less", "timeless", "timeless-topic");
        add("plain", "plain", "plain-topic");
        add("absent", "nowhere", "absent-topic");
        database.execute("INSERT INTO @.dead_letters (_topic, _topic_id, _partition, _offset, reason, field) VALUES"
                + " ('hostile-topic', '00000000-0000-0000-0000-000000000001', 0, 1, 'not_json', ''),"
                + " ('hostile-topic', '00000000-0000-0000-0000-000000000001', 0, 2, 'missing', 'at'),"
                + " ('hostile-before', '00000000-0000-0000-0000-000000000001', 0, 3, 'missing', 'at'),"
                + " ('plain-topic', '00000000-0000-0000-0000-000000000001', 0, 1, 'missing', 'text')");
        database.execute(
                "INSERT INTO @.deliveries (_topic, stream) VALUES ('hostile-before', 'hostile'), ('plain-topic', 'hostile')");
    }

    @Test
    void rowsAreCountedByTheTimeOfTheirEvents() {
        Answer answer = ask("hostile-rows-over-time", "minutes", "5");
        assertThat(answer.asOf()).isEqualTo("2026-01-31T12:01:00Z");
        assertThat(column(answer, "minute")).containsExactly("2026-01-31T12:00:00Z", "2026-01-31T12:01:00Z");
        assertThat(column(answer, "rows")).containsExactly(60, 30);
        assertThat(column(ask("hostile-rows-over-time", "minutes", "120", "step", "60"), "rows"))
                .containsExactly(90);
        Answer later = ask("hostile-rows-over-time", "minutes", "4", "now", "2026-01-31T12:03:00Z");
        assertThat(column(later, "rows")).as("points without rows are there").containsExactly(60, 30, 0, 0);
        assertThat(ask("hostile-rows-over-time", "now", "2026-01-30T12:00:00Z").rows())
                .isEmpty();
    }

    @Test
    void aRowOfTheFutureIsInNoRange() {
        make("future", "at DateTime64(3, 'UTC'), ", "PARTITION BY toYYYYMM(at)", "at");
        add("future", "future", "future-topic");
        database.execute(
                "INSERT INTO @.future SELECT arrayJoin(['2026-01-31 12:00:00', '2026-01-31 12:00:59.999', '2199-01-01 00:00:00']), "
                        + origin("future-topic").replace("number", "0"));
        Answer answer = ask("future-rows-over-time");
        assertThat(answer.asOf()).isEqualTo("2026-01-31T12:00:00Z");
        assertThat(column(answer, "rows")).containsExactly(2);
    }

    @Test
    void theEndIsThatOfTheRowsWhateverTheBatchesSay() {
        make("emptied", "at DateTime64(3, 'UTC'), ", "PARTITION BY toYYYYMM(at)", "at");
        add("emptied", "emptied", "emptied-topic");
        database.execute(
                "INSERT INTO @.emptied SELECT '2026-01-31 12:00:00', " + origin("emptied-topic") + " FROM numbers(5)");
        database.execute("TRUNCATE TABLE @.emptied");
        database.execute("DROP VIEW @.emptied_batches_mv");
        assertThat(ask("emptied-rows-over-time").rows()).isEmpty();
        database.execute(
                "INSERT INTO @.emptied SELECT '2025-06-30 12:00:00', " + origin("emptied-topic") + " FROM numbers(3)");
        Answer older = ask("emptied-rows-over-time");
        assertThat(older.asOf()).isEqualTo("2025-06-30T12:00:00Z");
        assertThat(column(older, "rows")).containsExactly(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hostile", "future", "time less", "plain"})
    void theEndOfTheRowsIsFoundAmongThoseOfOnePartWithTheFutureToo(String of) {
        String table = "mixed_" + of.replace(" ", "");
        boolean hasTime = !of.equals("time less");
        String type = of.equals("plain") ? "DateTime('Asia/Kolkata')" : "DateTime64(6, 'UTC')";
        make(
                table,
                hasTime ? "at " + type + ", " : "",
                hasTime ? "PARTITION BY tuple(toYear(at) > 1)" : "",
                hasTime ? "at" : "_timestamp");
        add(table, table, table + "-topic");
        String times =
                "arrayJoin([toDateTime64('2026-01-30 12:00:00', 3, 'UTC'), toDateTime64('2026-01-31 12:34:56', 3, 'UTC'),"
                        + " toDateTime64('2099-01-01 00:00:00', 3, 'UTC')]) AS time";
        database.execute("INSERT INTO @." + table + " (" + (hasTime ? "at, " : "")
                + "_topic, _topic_id, _partition, _offset, _timestamp) SELECT " + (hasTime ? "time, " : "")
                + "'t', toUUID('00000000-0000-0000-0000-000000000001'), 0, 1, time FROM (SELECT " + times + ")");
        assertThat(ask(table + "-rows-over-time").asOf()).isEqualTo("2026-01-31T12:34:00Z");
        assertThat(ask(table + "-newest-rows", "minutes", "10080").rows()).hasSize(2);
        database.execute(
                "INSERT INTO @." + table + " (" + (hasTime ? "at, " : "")
                        + "_topic, _topic_id, _partition, _offset, _timestamp) SELECT " + (hasTime ? "time, " : "")
                        + "'t', toUUID('00000000-0000-0000-0000-000000000001'), 0, 2, time FROM (SELECT now64(3, 'UTC') - 90 AS time)");
        assertThat(Instant.parse(String.valueOf(ask(table + "-rows-over-time").asOf())))
                .isAfter(Instant.now().minusSeconds(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"at", "_timestamp"})
    void aLargeTableIsNotReadForItsNewestHour(String time) {
        String table = "large" + time;
        boolean hasTime = time.equals("at");
        make(table, hasTime ? "at DateTime64(3, 'UTC'), " : "", hasTime ? "PARTITION BY toYYYYMM(at)" : "", time);
        add(table, table, table + "-topic");
        // A row a second, for more than a week.
        database.execute("INSERT INTO @." + table + " (" + (hasTime ? "at, " : "")
                + "_topic, _topic_id, _partition, _offset, _timestamp) SELECT " + (hasTime ? "now64(3) - number, " : "")
                + "'t', toUUID('00000000-0000-0000-0000-000000000001'), 0, 1000000 - number, now64(3) - number"
                + " FROM numbers(1000000)");
        Questions atMost = new Questions(
                catalog, database.clickHouse().with(Map.of("max_rows_to_read", "60000")), QueryLimits.DEFAULT);
        assertThat(column(atMost.ask(table + "-newest-rows", Map.of("minutes", "10080", "limit", "10")), time))
                .hasSize(10)
                .isSortedAccordingTo((a, b) -> String.valueOf(b).compareTo(String.valueOf(a)));
        assertThat(atMost.ask(table + "-rows-over-time", Map.of()).rows()).hasSizeGreaterThan(50);
        assertThatThrownBy(() -> atMost.ask(table + "-rows-over-time", Map.of("minutes", "10080")))
                .as("the limit is one")
                .isInstanceOf(NoAnswerException.class);
    }

    @Test
    void whatIsStoredIsCountedFromTheBatches() {
        assertThat(column(ask("hostile-stored-over-time"), "rows")).contains(90);
        Answer year = ask("time less-stored-over-time", "minutes", "525600", "step", "1440");
        assertThat(column(year, "rows")).containsExactly(20);
    }

    @Test
    void aTableWithoutATimeOfItsEventsIsAskedByThatOfItsRecords() {
        StreamEntry entry = entry("time less");
        assertThat(entry.timeColumn()).isEqualTo("_timestamp");
        Answer answer = ask("time less-rows-over-time");
        assertThat(answer.note()).contains("the time is that of their records in Kafka");
        assertThat(column(answer, "rows")).containsExactly(20);
        assertThat(ask("time less-newest-rows").columns())
                .containsExactly("_timestamp", "User-ID", "level", "paid", "day", "code", "n", "note", "tags");
    }

    @Test
    void theNewestRowsAreShownAsTheyAre() {
        Map<String, Object> row =
                ask("time less-newest-rows", "limit", "1").rows().get(0);
        assertThat(row)
                .containsEntry("n", "18446744073709551596")
                .containsEntry("level", "low")
                .containsEntry("paid", true)
                .containsEntry("note", "x".repeat(200) + "…")
                .containsEntry("tags", "['a','b']")
                .containsEntry("User-ID", null);
        Answer hostile = ask("hostile-newest-rows");
        assertThat(hostile.columns()).contains("at", "a`b", "a.b", "range_end", "value", "{{point_of}}");
        assertThat(column(hostile, "at").get(0)).isEqualTo("2026-01-31T12:01:29.000000Z");
        assertThat(column(hostile, "drop table x; --")).containsOnly("of drop table x; --");
    }

    @Test
    void eachColumnWithFewValuesIsCountedWhateverItIsCalled() {
        assertThat(entry("hostile").valueColumns()).containsExactlyElementsOf(HOSTILE);
        for (String name : HOSTILE) {
            Answer answer = ask("hostile-top-values", "column", name);
            assertThat(answer.rows()).as(name).containsExactly(Map.of("value", "of " + name, "rows", 90, "share", 100));
        }
    }

    @Test
    void valuesHaveTheirShareAndNothingIsAValueToo() {
        assertThat(entry("time less").valueColumns()).containsExactly("level", "paid", "code");
        Answer level = ask("time less-top-values");
        assertThat(column(level, "value")).containsExactly("low", "high");
        assertThat(column(level, "rows")).containsExactly(15, 5);
        assertThat(column(level, "share")).containsExactly(75, 25);
        Answer paid = ask("time less-top-values", "column", "paid");
        assertThat(column(paid, "value")).containsExactly("true", null);
    }

    @Test
    void onlyTheColumnThatIsChosenIsRead() {
        String sql = catalog.get("time less-top-values").sql();
        Map<String, Object> parameters =
                Map.of("column", "level", "minutes", "60", "limit", "10", "now", "2026-01-31 00:00:00");
        String plan = database.clickHouse().rows(new Sql("EXPLAIN header = 1, indexes = 1 " + sql, parameters)).stream()
                .map(row -> row.text("explain"))
                .collect(Collectors.joining("\n"));
        assertThat(plan).contains("level");
        assertThat(plan).doesNotContain("paid", "code");
        assertThat(plan).as("the time is looked up in the index").containsPattern("PrimaryKey\\s+Keys:\\s+_timestamp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "nothing", "", "level`", "_topic"})
    void anUnknownColumnIsRefusedWithThoseThatThereAre(String column) {
        assertThatThrownBy(() -> ask("time less-top-values", "column", column))
                .isInstanceOf(BadQuestionException.class)
                .hasMessageStartingWith("The parameter column ")
                .satisfies(e -> assertThat(e.getMessage())
                        .containsAnyOf("but has to be one of: level, paid, code.", "leave it out for level."));
    }

    @Test
    void usersAreCountedOnceIfAColumnNamesThem() {
        assertThat(entry("time less").userColumn()).isEqualTo("User-ID");
        assertThat(column(ask("time less-distinct-users"), "users")).containsExactly(4);
        assertThat(entry("hostile").userColumn()).isNull();
        assertThatThrownBy(() -> ask("hostile-distinct-users"))
                .isInstanceOf(UnknownQuestionException.class)
                .hasMessageContaining("hostile-rows-over-time");
    }

    @Test
    void deadLettersAreThoseOfTheStreamAlsoUnderAnEarlierTopic() {
        Answer answer = ask("hostile-dead-letters");
        assertThat(column(answer, "reason")).containsExactly("missing", "not_json");
        assertThat(column(answer, "dead_letters")).containsExactly(2, 1);
        assertThat(column(ask("plain-dead-letters"), "dead_letters")).containsExactly(1);
    }

    @Test
    void aStreamWithoutSuchColumnsOrWithoutATableHasTheOthers() {
        assertThat(entry("plain").questions())
                .containsExactly(
                        "plain-dead-letters", "plain-newest-rows", "plain-rows-over-time", "plain-stored-over-time");
        assertThat(ask("plain-rows-over-time").rows()).isEmpty();
        assertThat(ask("plain-newest-rows").rows()).isEmpty();
        assertThat(entry("absent")).satisfies(absent -> {
            assertThat(absent.rows()).isNull();
            assertThat(absent.problem()).startsWith("There is no table nowhere for the stream absent.");
            assertThat(absent.questions()).isEmpty();
        });
    }

    @Test
    void aFileOfTheStreamTakesThePlaceOfAMadeQuestion(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("one.sql"), "-- question: One?\nSELECT 1 AS one");
        Path own = Files.createDirectories(folder.resolve("plain"));
        Files.writeString(own.resolve("newest.sql"), "-- question: Own?\nSELECT 2 AS two");
        Path each = Files.createDirectories(folder.resolve("each-stream"));
        Files.writeString(
                each.resolve("newest.sql"), "-- question: Newest of $stream?\nSELECT count() AS n FROM $table");
        StreamCatalog small = new StreamCatalog(QuestionCatalog.load(folder), () -> routes, database.clickHouse());
        assertThat(small.get("plain-newest").question()).isEqualTo("Own?");
        assertThat(small.get("hostile-newest").question()).isEqualTo("Newest of hostile?");
    }

    @Test
    void withoutClickHouseTheFilesAreThereAndTheRestIsNotKnown() {
        try (ClickHouse nobody =
                new ClickHouseConnection("127.0.0.1", 9, false, "default", "", "default", 10_000).open()) {
            StreamCatalog away = new StreamCatalog(QuestionCatalog.load(Path.of("queries")), () -> routes, nobody);
            assertThat(away.all()).isNotEmpty().noneMatch(question -> question.generated());
            assertThat(away.streams()).hasSameSizeAs(routes).allMatch(entry -> entry.rows() == null);
            assertThatThrownBy(() -> away.find("plain-newest-rows")).isInstanceOf(NoAnswerException.class);
        }
    }

    @Test
    void aClickHouseThatRefusesSaysWhyAtEachStream() {
        ClickHouse refusing = database.clickHouse().with(Map.of("max_execution_time", "no number"));
        StreamCatalog refused = new StreamCatalog(QuestionCatalog.load(Path.of("queries")), () -> routes, refusing);
        assertThat(refused.streams()).hasSameSizeAs(routes).allSatisfy(entry -> assertThat(entry.problem())
                .contains("refused"));
    }

    private static Answer ask(String name, String... parameters) {
        Map<String, String> chosen = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            chosen.put(parameters[i], parameters[i + 1]);
        }
        return questions.ask(name, chosen);
    }

    private static StreamEntry entry(String name) {
        return catalog.streams().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void make(String table, String columns, String partition, String time) {
        database.execute("CREATE TABLE @." + table + " (" + columns + ORIGIN + ") ENGINE = MergeTree " + partition
                + " ORDER BY (_partition, " + time + ")");
        database.execute("CREATE MATERIALIZED VIEW @." + table + "_batches_mv TO @.batches AS SELECT _topic, _topic_id,"
                + " _partition, '" + table + "' AS table, min(_offset) AS first_offset, max(_offset) AS last_offset,"
                + " count() AS rows, min(_timestamp) AS first_timestamp, max(_timestamp) AS last_timestamp, min(" + time
                + ") AS first_event_ts, max(" + time + ") AS last_event_ts, max(_ingested_at) AS ingested_at FROM @."
                + table + " GROUP BY _topic, _topic_id, _partition");
    }

    private static void add(String name, String table, String topic) {
        Stream stream = new Stream(name, topic, name, topic + ".dead", table, Path.of("contract"), true);
        routes.add(new StreamRoute(stream, null, null, true));
    }

    private static String origin(String topic) {
        return "'" + topic + "', toUUID('00000000-0000-0000-0000-000000000001'), 0, number,"
                + " toDateTime64('2026-01-31 12:00:00', 3, 'UTC'), now64(3, 'UTC')";
    }

    private static String quoted(String name) {
        return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
