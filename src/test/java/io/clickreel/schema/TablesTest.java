package io.clickreel.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.Clicks;
import io.clickreel.TestDatabase;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tables of {@code ddl/} promise to the pipeline. */
@Tag("services")
final class TablesTest {
    private static final List<String> TABLES = List.of(
            "clicks",
            "film_clicks_per_minute",
            "user_clicks_per_minute",
            "device_events_per_minute",
            "sessions",
            "batches",
            "dim_film",
            "dead_letters");

    @RegisterExtension
    static final TestDatabase database = TestDatabase.withTables("tables");

    @BeforeEach
    void empty() {
        for (String table : TABLES) {
            database.execute("TRUNCATE TABLE @." + table);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "film_clicks_per_minute",
                "user_clicks_per_minute",
                "device_events_per_minute",
                "sessions",
                "batches"
            })
    void aRepeatedTokenCountsOnceInEachTable(String table) {
        // Over the end of a month: two partitions of the table, which repeat each for itself.
        List<Map<String, Object>> batch = twoMonths().rows();
        database.insert("clicks", "dvd_clicks:0:0-6", batch);
        database.insert("clicks", "dvd_clicks:0:0-6", batch);
        assertThat(count("clicks")).isEqualTo(6);
        assertThat(sum(table)).isEqualTo(6);

        database.insert("clicks", "dvd_clicks:0:6-12", batch);
        assertThat(count("clicks")).as("another token is another batch").isEqualTo(12);
        assertThat(sum(table)).isEqualTo(12);
    }

    @Test
    void aRepeatRepairsATableThatTheFirstAttemptDidNotReach() {
        List<Map<String, Object>> batch = twoMonths().rows();
        database.execute("DROP TABLE @.sessions_mv");
        database.insert("clicks", "dvd_clicks:0:0-6", batch);
        assertThat(sum("sessions")).isZero();
        database.execute("TRUNCATE TABLE @.schema_history");
        new SchemaRunner(database.clickHouse()).apply(Path.of("ddl"));

        database.insert("clicks", "dvd_clicks:0:0-6", batch);
        assertThat(count("clicks")).isEqualTo(6);
        assertThat(sum("film_clicks_per_minute")).isEqualTo(6);
        assertThat(sum("sessions")).isEqualTo(6);
    }

    @Test
    void aBatchIsOneRowOfTheLedger() {
        database.insert("clicks", "dvd_clicks:0:0-6", twoMonths().rows());
        assertThat(database.value("SELECT concat(_topic, ' ', toString(_partition), ' ', toString(first_offset), '-',"
                        + " toString(last_offset), ' ', toString(rows), ' ', toString(first_timestamp), ' ',"
                        + " toString(last_timestamp)) FROM @.batches"))
                .isEqualTo("dvd_clicks 0 0-5 6 2026-01-31 23:59:58.000 2026-02-01 00:00:03.000");
        assertThat(database.value(
                        "SELECT toString(ingested_at > now64() - 60 AND ingested_at <= now64()) FROM @.batches"))
                .isEqualTo("1");
    }

    @Test
    void aSessionOverMidnightIsOneSession() {
        database.insert("clicks", "a", twoMonths().rows());
        assertThat(database.value("SELECT concat(min(device), ' ', toString(min(started_at)), ' ',"
                        + " toString(max(ended_at)), ' ', toString(sum(clicks)), ' ', toString(sum(views)), ' ',"
                        + " toString(sum(watchlist_adds))) FROM @.sessions WHERE user_id = 'u_1' GROUP BY session_id"))
                .isEqualTo("web 2026-01-31 23:59:58.000 2026-02-01 00:00:02.000 4 2 1");
    }

    @Test
    void aDeadLetterThatIsWrittenTwiceCountsOnce() {
        database.insert("dead_letters", "a", deadLetter(1), deadLetter(2));
        database.insert("dead_letters", "another attempt", deadLetter(1));
        assertThat(database.value("SELECT toString(count()) FROM @.dead_letters FINAL"))
                .isEqualTo("2");
    }

    @Test
    void theFilmsAreReplacedWhole() {
        database.execute("INSERT INTO @.dim_film VALUES ('k1', 1, 'OLD', 2006, 90, 'PG', 3, 'Action')");
        database.execute("CREATE TABLE @.dim_film_staging AS @.dim_film");
        database.execute("INSERT INTO @.dim_film_staging VALUES ('k1', 1, 'NEW', 2006, 90, 'PG', 3, 'Action')");
        database.execute("EXCHANGE TABLES @.dim_film AND @.dim_film_staging");
        assertThat(database.value("SELECT title FROM @.dim_film")).isEqualTo("NEW");
        assertThat(database.value("SELECT title FROM @.dim_film_staging")).isEqualTo("OLD");
    }

    private static Clicks twoMonths() {
        return new Clicks()
                .add("2026-01-31 23:59:58.000", "u_1", 7, "view", "web")
                .add("2026-01-31 23:59:59.000", "u_1", 7, "detail_view", "web")
                .add("2026-02-01 00:00:00.000", "u_1", 8, "view", "web")
                .add("2026-02-01 00:00:01.000", "u_2", 8, "view", "mobile")
                .add("2026-02-01 00:00:02.000", "u_1", 7, "add_to_watchlist", "web")
                .add("2026-02-01 00:00:03.000", "u_2", 8, "watch_trailer", "mobile");
    }

    private static Map<String, Object> deadLetter(long offset) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("_topic", "dvd_clicks");
        row.put("_partition", 0);
        row.put("_offset", offset);
        row.put("_timestamp", "2026-01-31 23:59:58.000");
        row.put("reason", "not_json");
        row.put("field", "");
        row.put("detail", "This is no JSON.");
        row.put("contract_version", "1");
        row.put("value", "no click");
        return row;
    }

    private long count(String table) {
        return Long.parseLong(database.value("SELECT toString(count()) FROM @." + table));
    }

    private long sum(String table) {
        return Long.parseLong(database.value("SELECT toString(sum(clicks)) FROM @." + table));
    }
}
