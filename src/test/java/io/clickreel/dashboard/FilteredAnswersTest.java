package io.clickreel.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.TestDatabase;
import io.clickreel.dashboard.questions.Answer;
import io.clickreel.dashboard.questions.QueryLimits;
import io.clickreel.dashboard.questions.QuestionCatalog;
import io.clickreel.dashboard.questions.Questions;
import io.clickreel.generate.ClickGeneratorSettings;
import io.clickreel.generate.ClickSource;
import io.clickreel.generate.shared.EncodedEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the answers, with each kind of filter, against a plain SELECT over all raw clicks: three hours of the generator's
 * clicks around midnight at the end of a month, of which some are for films that dim_film does not have.
 */
@Tag("services")
final class FilteredAnswersTest {
    private static final Instant START = Instant.parse("2026-01-31T22:30:00Z");
    private static final Duration LENGTH = Duration.ofHours(3);
    private static final int FILMS = 40;
    private static final int BATCH_ROWS = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Each click with its category, found in another way than the questions do. */
    private static final String RAW = "(SELECT clicks.*, if(category_name = '', 'unknown', category_name) AS category"
            + " FROM @.clicks AS clicks LEFT ANY JOIN @.dim_film USING (film_id))";

    /** The questions about a range of time are asked for 40 minutes that are whole steps, over midnight. */
    private static final String RANGE = "event_ts >= '2026-01-31 23:40:00' AND event_ts < '2026-02-01 00:20:00'";

    private static final Map<String, String> RANGE_PARAMETERS = Map.of("now", "2026-02-01T00:19:30Z", "minutes", "40");

    @RegisterExtension
    static final TestDatabase database = TestDatabase.withTables("filtered_answers");

    private static Questions questions;

    @BeforeAll
    static void clicks() throws IOException {
        database.execute(
                "INSERT INTO @.dim_film SELECT toString(number), number + 1, concat('FILM ', toString(number)),"
                        + " 2006, 90, 'PG', 3, ['Action', 'Comedy', 'Drama'][1 + number % 3] FROM numbers("
                        + (FILMS - 10) + ")");
        List<Map<String, Object>> rows = rows();
        for (int i = 0; i < rows.size(); i += BATCH_ROWS) {
            database.insert("clicks", "b" + i, rows.subList(i, Math.min(i + BATCH_ROWS, rows.size())));
        }
        QuestionCatalog catalog = QuestionCatalog.load(Path.of("queries"));
        questions = new Questions(catalog, database.clickHouse(), QueryLimits.DEFAULT);
    }

    static Stream<Map<String, String>> filters() {
        return Stream.of(
                Map.of(),
                Map.of("device", "mobile"),
                Map.of("event_type", "detail_view"),
                Map.of("category", "Comedy"),
                Map.of("category", "unknown"),
                Map.of("film", "7"),
                Map.of("device", "web", "event_type", "view"),
                Map.of("device", "web", "category", "Drama"),
                Map.of("device", "tablet", "event_type", "view", "category", "unknown"));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void answersAboutARangeOfTimeAreThoseOfTheClicks(Map<String, String> filter) {
        String adds = "countIf(event_type = 'add_to_watchlist')";
        String point = "formatDateTime(toStartOfTenMinutes(event_ts), '%Y-%m-%dT%H:%i:%SZ')";
        compare(
                "films-by-rental-volume limit=1000",
                filter,
                "film_id, clicks, watchlist_adds",
                "film_id, count(), " + adds);
        compare(
                "categories-by-rental-volume",
                filter,
                "category, films, clicks, watchlist_adds",
                "category, uniqExact(film_id), count(), " + adds);
        compare("active-users step=10", filter, "minute, users, clicks", point + ", uniqExact(user_id), count()");
        compare(
                "activity-over-time step=10",
                filter,
                "minute, clicks, views, detail_views, trailers, watchlist_adds",
                point + ", count(), countIf(event_type = 'view'), countIf(event_type = 'detail_view'),"
                        + " countIf(event_type = 'watch_trailer'), " + adds);
        compare("device-interaction-patterns", filter, "device, event_type, clicks", "device, event_type, count()");
        compare(
                "referrer-patterns",
                filter,
                "referrer, page, event_type, clicks",
                "referrer, page, event_type, count()");
        compare(
                "activity-by-weekday-hour",
                filter,
                "weekday, hour, clicks",
                "toDayOfWeek(event_ts), toHour(event_ts), count()");
        compare(
                "top-users limit=1000",
                filter,
                "user_id, clicks, sessions, films",
                "user_id, count(), uniqExact(session_id), uniqExact(film_id)");
        compare(
                "films-trending-now limit=1000 minutes=20 times=1",
                filter,
                "film_id, clicks_now, clicks_before",
                "film_id, countIf(event_ts >= '2026-02-01'), countIf(event_ts < '2026-02-01')",
                "HAVING countIf(event_ts >= '2026-02-01') > 0");
        if (!filter.containsKey("event_type")) {
            compare(
                    "position-click-through",
                    filter,
                    "position, views, detail_views",
                    "position, countIf(event_type = 'view'), countIf(event_type = 'detail_view')",
                    "HAVING countIf(event_type IN ('view', 'detail_view')) > 0");
        }
    }

    /** Asked for the whole time, so that sessions are whole in both. */
    @ParameterizedTest
    @MethodSource("filters")
    void answersAboutSessionsAreThoseOfTheClicks(Map<String, String> filter) {
        if (filter.containsKey("event_type")) {
            return;
        }
        String sessions = "(SELECT device, count() AS clicks, countIf(event_type = 'view') > 0 AS viewed,"
                + " viewed AND countIf(event_type = 'detail_view') > 0 AS looked,"
                + " looked AND countIf(event_type = 'watch_trailer') > 0 AS watched,"
                + " watched AND countIf(event_type = 'add_to_watchlist') > 0 AS added,"
                + " dateDiff('millisecond', min(event_ts), max(event_ts)) / 60000 AS minutes"
                + " FROM " + RAW + " WHERE " + condition(filter) + " GROUP BY user_id, session_id, device)";
        assertThat(lines(ask("device-sessions", filter), "device, sessions, clicks_per_session"))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(
                        stored("device, count(), round(avg(clicks), 1)", sessions + " GROUP BY device"));
        assertThat(lines(ask("sessions-funnel", filter), "step, sessions"))
                .containsExactlyElementsOf(stored(
                        "step.1, step.2",
                        "(SELECT arrayJoin([(1, countIf(viewed)), (2, countIf(looked)), (3, countIf(watched)),"
                                + " (4, countIf(added))]) AS step FROM " + sessions + ")"));
        String classes = "(SELECT arrayJoin([('minutes', multiIf(minutes < 1, 0, minutes < 2, 1, minutes < 5, 2,"
                + " minutes < 10, 5, minutes < 20, 10, minutes < 30, 20, minutes < 60, 30, 60)),"
                + " ('clicks', multiIf(clicks < 2, 1, clicks < 5, 2, clicks < 10, 5, clicks < 20, 10, clicks < 50, 20,"
                + " clicks < 100, 50, 100))]) AS class FROM " + sessions + ")";
        Answer lengths = ask("session-lengths", filter);
        lengths.rows().removeIf(row -> row.get("sessions").equals(0));
        assertThat(lines(lengths, "measure, at_least, sessions"))
                .containsExactlyInAnyOrderElementsOf(stored("class.1, class.2, count()", classes + " GROUP BY class"));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void theNewestEventsAreThoseOfTheClicks(Map<String, String> filter) {
        String newest = "formatDateTime(event_ts, '%Y-%m-%dT%H:%i:%S', 'UTC'), event_type, film_id, category, user_id";
        Answer answer = ask("newest-events", filter);
        answer.rows()
                .forEach(row -> row.replace(
                        "event_ts", String.valueOf(row.get("event_ts")).substring(0, 19)));
        assertThat(lines(answer, "event_ts, event_type, film_id, category, user_id"))
                .isNotEmpty()
                .containsExactlyElementsOf(stored(
                        newest,
                        RAW + " WHERE " + condition(filter) + " AND event_ts >= (SELECT toStartOfMinute(max(event_ts))"
                                + " - 59 * 60 FROM @.clicks) ORDER BY event_ts DESC, _offset DESC LIMIT 25"));
    }

    @Test
    void withoutAFilterTheSmallTablesAnswer() throws Exception {
        List<String> fromSmallTables = List.of(
                "films-by-rental-volume",
                "categories-by-rental-volume",
                "films-trending-now",
                "active-users",
                "activity-over-time",
                "device-interaction-patterns",
                "referrer-patterns",
                "position-click-through",
                "activity-by-weekday-hour",
                "device-sessions",
                "sessions-funnel",
                "session-lengths");
        Map<String, List<Map<String, Object>>> before = new TreeMap<>();
        fromSmallTables.forEach(name -> before.put(name, ask(name, Map.of()).rows()));
        database.execute("CREATE TABLE @.kept AS @.clicks");
        database.execute("EXCHANGE TABLES @.kept AND @.clicks");
        try {
            for (String name : fromSmallTables) {
                assertThat(ask(name, Map.of()).rows()).as(name).isNotEmpty().isEqualTo(before.get(name));
            }
        } finally {
            database.execute("EXCHANGE TABLES @.kept AND @.clicks");
        }
    }

    private static void compare(String question, Map<String, String> filter, String columns, String select) {
        compare(question, filter, columns, select, "");
    }

    /** @param question its name, and parameters; @param select what the columns are, of which those that count are no key */
    private static void compare(
            String question, Map<String, String> filter, String columns, String select, String having) {
        String[] words = question.split(" ");
        Map<String, String> parameters = new LinkedHashMap<>(RANGE_PARAMETERS);
        parameters.putAll(filter);
        for (int i = 1; i < words.length; i++) {
            parameters.put(words[i].split("=")[0], words[i].split("=")[1]);
        }
        Answer answer = questions.ask(words[0], parameters);
        answer.rows().removeIf(row -> Integer.valueOf(0).equals(row.get("clicks")));
        assertThat(lines(answer, columns))
                .as("%s %s", question, filter)
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(stored(
                        select, RAW + " WHERE " + RANGE + " AND " + condition(filter) + " GROUP BY ALL " + having));
    }

    private static Answer ask(String question, Map<String, String> filter) {
        return questions.ask(question, filter);
    }

    private static String condition(Map<String, String> filter) {
        return Stream.concat(
                        Stream.of("1"),
                        filter.entrySet().stream()
                                .map(entry -> entry.getKey().equals("film")
                                        ? "film_id = " + entry.getValue()
                                        : entry.getKey() + " = '" + entry.getValue() + "'"))
                .collect(Collectors.joining(" AND "));
    }

    private static List<String> lines(Answer answer, String columns) {
        return answer.rows().stream()
                .map(row -> Stream.of(columns.split(", "))
                        .map(column -> String.valueOf(row.get(column)))
                        .collect(Collectors.joining("\t")))
                .toList();
    }

    private static List<String> stored(String select, String from) {
        String sql = "SELECT formatRowNoNewline('TSV', " + select + ") FROM " + from;
        return database.client().queryAll(sql.replace("@", database.name())).stream()
                .map(row -> row.getString(1))
                .toList();
    }

    private static List<Map<String, Object>> rows() throws IOException {
        Instant[] clock = {START};
        ClickSource source = new ClickSource(
                ClickGeneratorSettings.defaults()
                        .withRatePerSecond(0.4)
                        .withUsers(60)
                        .withFilms(FILMS)
                        .withStartTime(START),
                () -> clock[0]);
        List<Map<String, Object>> rows = new ArrayList<>();
        while (clock[0].isBefore(START.plus(LENGTH))) {
            for (EncodedEvent click : source.next()) {
                Map<String, Object> row = JSON.readValue(click.value(), new TypeReference<>() {});
                row.put("_topic", "dvd_clicks");
                row.put("_offset", rows.size());
                rows.add(row);
            }
            clock[0] = clock[0].plusSeconds(10);
        }
        return rows;
    }
}
