package io.clickreel.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.data.ClickHouseFormat;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.Clicks;
import io.clickreel.TestDatabase;
import io.clickreel.embedded.clickhouse.SharedClickHouse;
import io.clickreel.testing.ProfileProxy;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server's profile says: inserts and answers of Clickreel are as they would be without it. */
@Tag("services")
final class ProfileSettingsTest {
    private static final List<String> VIEWS = List.of(
            "film_clicks_per_minute", "user_clicks_per_minute", "device_events_per_minute", "sessions", "batches");

    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    static final TestDatabase database = TestDatabase.withTables("profile");

    private final String session = UUID.randomUUID().toString();
    private ProfileProxy proxy;
    private Client raw;
    private Client ours;

    @BeforeEach
    void connect() {
        proxy = new ProfileProxy(SharedClickHouse.port(), session);
        ours = new ClickHouseConnection(
                        SharedClickHouse.host(),
                        proxy.port(),
                        false,
                        SharedClickHouse.user(),
                        SharedClickHouse.password(),
                        database.name(),
                        30_000)
                .client();
        raw = new Client.Builder()
                .addEndpoint("http://" + SharedClickHouse.host() + ":" + proxy.port())
                .setUsername(SharedClickHouse.user())
                .setPassword(SharedClickHouse.password())
                .setDefaultDatabase(database.name())
                .build();
        VIEWS.forEach(view -> database.execute("TRUNCATE TABLE @." + view));
        database.execute("TRUNCATE TABLE @.clicks");
    }

    @AfterEach
    void disconnect() throws Exception {
        raw.close();
        ours.close();
        proxy.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit = 1",
                "offset = 2",
                "insert_deduplicate = 0",
                "deduplicate_blocks_in_dependent_materialized_views = 0",
                "max_partitions_per_insert_block = 1",
                "max_rows_to_group_by = 1",
                "input_format_allow_errors_num = 5",
            })
    void aBatchThatIsTriedAgainIsOnceInEveryView(String setting) throws Exception {
        raw.queryAll("SET " + setting);
        assertThat(stored(setting)).isEqualTo("6 6 6 6 6 6");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "limit = 1 | SELECT number AS n FROM numbers(5)",
                "offset = 1 | SELECT number AS n FROM numbers(5)",
                "max_rows_to_group_by = 10, group_by_overflow_mode = 'any' | SELECT count() AS n FROM (SELECT number FROM"
                        + " numbers(200000) GROUP BY number)",
                "join_use_nulls = 1 | SELECT b AS n FROM (SELECT 1 AS a) AS l LEFT JOIN (SELECT 2 AS a, 3 AS b) AS r USING (a)",
                "aggregate_functions_null_for_empty = 1 | SELECT sum(number) AS n FROM numbers(0)",
                "empty_result_for_aggregation_by_empty_set = 1 | SELECT count() AS n FROM numbers(0)",
                "transform_null_in = 1 | SELECT count() AS n FROM (SELECT NULL AS x) WHERE x IN (NULL, 1)",
                "session_timezone = 'America/St_Johns' | SELECT toUnixTimestamp(toDateTime('2026-01-31 12:00:00')) AS n",
                "group_by_use_nulls = 1 | SELECT toString(k) AS n FROM (SELECT number AS k FROM numbers(1)) GROUP BY ROLLUP(k)"
                        + " ORDER BY n",
                "count_distinct_implementation = 'uniqCombined' | SELECT count(DISTINCT number) AS n FROM numbers(300000)",
                "enable_positional_arguments = 0 | SELECT toString(5 - number) AS n FROM numbers(3) ORDER BY 1",
            })
    void anAnswerIsAsItWouldBeWithoutIt(String setting, String question) {
        List<String> right = answers(database.client(), question);
        raw.queryAll("SET " + setting);
        assertThat(answers(raw, question)).as("what the setting does").isNotEqualTo(right);
        assertThat(answers(ours, question)).isEqualTo(right);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_rows_to_read = 10, read_overflow_mode = 'break'",
                "max_result_rows = 10, result_overflow_mode = 'break'",
                "max_rows_in_distinct = 10, distinct_overflow_mode = 'break'",
                "max_rows_to_sort = 10, sort_overflow_mode = 'break'",
                "max_execution_time = 0.001, timeout_overflow_mode = 'break'",
            })
    void anAnswerIsRefusedRatherThanCut(String settings) {
        raw.queryAll("SET " + settings);
        assertThatThrownBy(
                        () -> ours.queryAll("SELECT DISTINCT sipHash64(number) AS n FROM numbers(200000) ORDER BY n"))
                .hasRootCauseInstanceOf(ServerException.class);
    }

    /** What clicks and its views count after a batch of six clicks was inserted twice. */
    private String stored(String token) throws Exception {
        String lines = new Clicks()
                        .add("2026-01-31 23:59:58.000", "u_1", 7, "view", "web")
                        .add("2026-02-01 00:00:00.000", "u_1", 8, "view", "web")
                        .add("2026-02-01 00:00:01.000", "u_2", 8, "view", "mobile")
                        .add("2026-02-01 00:00:02.000", "u_1", 7, "add_to_watchlist", "web")
                        .add("2026-02-01 00:00:03.000", "u_2", 8, "watch_trailer", "mobile")
                        .add("2026-02-01 00:00:04.000", "u_2", 8, "view", "mobile")
                        .rows()
                        .stream()
                        .map(ProfileSettingsTest::line)
                        .collect(Collectors.joining("\n"));
        for (int i = 0; i < 2; i++) {
            ours.insert(
                            "clicks",
                            new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
                            ClickHouseFormat.JSONEachRow,
                            Inserts.settings().setDeduplicationToken(token))
                    .get()
                    .close();
        }
        StringBuilder counts = new StringBuilder(database.value("SELECT toString(count()) FROM @.clicks"));
        VIEWS.forEach(view -> counts.append(' ').append(database.value("SELECT toString(sum(clicks)) FROM @." + view)));
        return counts.toString();
    }

    private static String line(Map<String, Object> row) {
        try {
            return JSON.writeValueAsString(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> answers(Client client, String question) {
        return client.queryAll(question).stream()
                .map((GenericRecord row) -> String.valueOf(row.getObject("n")))
                .toList();
    }
}
