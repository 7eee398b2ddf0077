package io.clickreel.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("services")
class ClientV2Test {
    private static Client client;

    @BeforeAll
    static void connect() {
        client = builder().build();
    }

    @AfterAll
    static void disconnect() {
        client.close();
    }

    private static Client.Builder builder() {
        return new Client.Builder()
                .addEndpoint(SharedClickHouse.uri().toString())
                .setUsername(SharedClickHouse.user())
                .setPassword(SharedClickHouse.password())
                .setDefaultDatabase("clickreel");
    }

    private static void run(String sql) throws Exception {
        client.query(sql).get(20, TimeUnit.SECONDS).close();
    }

    private static InsertResponse insert(Client with, String table, ClickHouseFormat format, byte[] data)
            throws Exception {
        return with.insert(table, new ByteArrayInputStream(data), format, new InsertSettings())
                .get(20, TimeUnit.SECONDS);
    }

    @Test
    void theServerAnswersAPing() {
        assertThat(client.ping()).isTrue();
    }

    @Test
    void everyColumnTypeOfAClickstreamComesBackAsItWentIn() throws Exception {
        run("""
                CREATE OR REPLACE TABLE types (
                    id UUID, at DateTime, at3 DateTime64(3, 'UTC'), raw String, lc LowCardinality(String),
                    e Enum8('play' = 1, 'stop' = 2), u8 UInt8, u16 UInt16, u32 UInt32, u64 UInt64, i32 Int32, i64 Int64,
                    n Nullable(String), tags Array(String), f Float64, d Date, b Bool, p Decimal(10, 2),
                    s SimpleAggregateFunction(max, UInt64)
                ) ENGINE = MergeTree ORDER BY id""");
        run("""
                INSERT INTO types VALUES ('6ccd780c-baba-4026-a2b5-1c2f5d8a1c11', '2026-01-02 03:04:05',
                    '2026-01-02 03:04:05.678', unhex('00ff0a'), 'tv', 'stop', 255, 65535, 4294967295,
                    18446744073709551615, -2147483648, -9223372036854775808, NULL, ['a', 'it''s'], 1.5, '2026-01-02',
                    true, 12.34, 7)""");
        List<GenericRecord> rows = client.queryAll("SELECT * FROM types");
        assertThat(rows).hasSize(1);
        GenericRecord row = rows.get(0);
        assertThat(row.getUUID("id")).hasToString("6ccd780c-baba-4026-a2b5-1c2f5d8a1c11");
        assertThat(row.getZonedDateTime("at3").toInstant()).hasToString("2026-01-02T03:04:05.678Z");
        assertThat(row.getZonedDateTime("at").toInstant()).hasToString("2026-01-02T03:04:05Z");
        assertThat(row.getString("lc")).isEqualTo("tv");
        assertThat(row.getString("e")).isEqualTo("stop");
        assertThat(row.getInteger("u16")).isEqualTo(65535);
        assertThat(row.getLong("u32")).isEqualTo(4294967295L);
        assertThat(row.getBigInteger("u64")).hasToString("18446744073709551615");
        assertThat(row.getInteger("i32")).isEqualTo(Integer.MIN_VALUE);
        assertThat(row.getLong("i64")).isEqualTo(Long.MIN_VALUE);
        assertThat(row.hasValue("n")).isFalse();
        assertThat(row.getList("tags")).isEqualTo(List.of("a", "it's"));
        assertThat(row.getDouble("f")).isEqualTo(1.5);
        assertThat(row.getLocalDate("d")).hasToString("2026-01-02");
        assertThat(row.getBoolean("b")).isTrue();
        assertThat(row.getBigDecimal("p")).hasToString("12.34");
        assertThat(row.getLong("s")).isEqualTo(7);
        assertThat(client.queryAll("SELECT hex(raw) AS h FROM types").get(0).getString("h"))
                .isEqualTo("00FF0A");
    }

    @Test
    void aViewKeepsAggregateStates() throws Exception {
        run("CREATE OR REPLACE TABLE plays (film UInt32, user UInt32) ENGINE = MergeTree ORDER BY film");
        run("CREATE OR REPLACE TABLE users_by_film (film UInt32, users AggregateFunction(uniqExact, UInt32))"
                + " ENGINE = AggregatingMergeTree ORDER BY film");
        run("CREATE MATERIALIZED VIEW IF NOT EXISTS users_by_film_mv TO users_by_film AS"
                + " SELECT film, uniqExactState(user) AS users FROM plays GROUP BY film");
        insert(client, "plays", ClickHouseFormat.CSV, "1,10\n1,11\n2,10\n".getBytes(StandardCharsets.UTF_8));
        insert(client, "plays", ClickHouseFormat.CSV, "1,10\n1,12\n".getBytes(StandardCharsets.UTF_8));
        assertThat(client.queryAll(
                        "SELECT film, uniqExactMerge(users) AS n FROM users_by_film GROUP BY film ORDER BY film"))
                .extracting(row -> row.getLong("n"))
                .containsExactly(3L, 1L);
    }

    @ParameterizedTest
    @CsvSource({"false,false,false", "true,false,false", "true,true,false", "true,true,true", "false,true,false"})
    void bulkInsertsAndAnswersWorkWithEveryKindOfCompression(boolean response, boolean request, boolean http)
            throws Exception {
        try (Client compressing = builder()
                .compressServerResponse(response)
                .compressClientRequest(request)
                .useHttpCompression(http)
                .build()) {
            run("CREATE OR REPLACE TABLE bulk (a UInt64, s String) ENGINE = MergeTree ORDER BY a");
            StringBuilder rows = new StringBuilder();
            for (int i = 0; i < 100_000; i++) {
                rows.append("{\"a\":")
                        .append(i)
                        .append(",\"s\":\"row ")
                        .append(i)
                        .append("\"}\n");
            }
            try (InsertResponse inserted = insert(
                    compressing,
                    "bulk",
                    ClickHouseFormat.JSONEachRow,
                    rows.toString().getBytes(StandardCharsets.UTF_8))) {
                assertThat(inserted.getWrittenRows()).isEqualTo(100_000);
            }
            assertThat(compressing
                            .queryAll("SELECT count() AS n, max(s) AS m, sum(a) AS t FROM bulk")
                            .get(0)
                            .getValues())
                    .isEqualTo(Map.of(
                            "n", java.math.BigInteger.valueOf(100_000),
                            "m", "row 99999",
                            "t", java.math.BigInteger.valueOf(4999950000L)));
            Throwable error = catchThrowable(() -> compressing.queryAll("SELECT * FROM nowhere"));
            assertThat(serverError(error).getCode()).isEqualTo(60);
            assertThat(serverError(error)).hasMessageContaining("nowhere");
        }
    }

    @ParameterizedTest
    @CsvSource({"Native", "RowBinary", "RowBinaryWithNamesAndTypes", "JSONEachRow", "CSVWithNames", "TabSeparated"})
    void whatOneTableGivesAnotherTakes(ClickHouseFormat format) throws Exception {
        run("CREATE OR REPLACE TABLE copied (a UInt64, s LowCardinality(String), n Nullable(Int32), t Array(String))"
                + " ENGINE = MergeTree ORDER BY a");
        byte[] data;
        try (QueryResponse given = client.query(
                        "SELECT number AS a, toString(number % 10)::LowCardinality(String) AS s,"
                                + " if(number % 2, NULL, number)::Nullable(Int32) AS n, ['x', toString(number)] AS t"
                                + " FROM numbers(150000)",
                        new QuerySettings().setFormat(format))
                .get(20, TimeUnit.SECONDS)) {
            data = given.getInputStream().readAllBytes();
        }
        try (InsertResponse inserted = insert(client, "copied", format, data)) {
            assertThat(inserted.getWrittenRows()).isEqualTo(150_000);
        }
        GenericRecord sums = client.queryAll(
                        "SELECT sum(a) AS a, uniqExact(s) AS s, count(n) AS n, sum(toUInt64(t[2])) AS t FROM copied")
                .get(0);
        assertThat(sums.getLong("a")).isEqualTo(sums.getLong("t")).isEqualTo(11249925000L);
        assertThat(sums.getLong("s")).isEqualTo(10);
        assertThat(sums.getLong("n")).isEqualTo(75_000);
    }

    @Test
    void aMillionRowsAndMoreAreStreamed() throws Exception {
        long sum = 0;
        long rows = 0;
        try (QueryResponse answer = client.query("SELECT number AS n, toString(number) AS s FROM numbers(1500000)")
                .get(20, TimeUnit.SECONDS)) {
            ClickHouseBinaryFormatReader reader = client.newBinaryFormatReader(answer);
            while (reader.next() != null) {
                sum += reader.getLong("n");
                rows++;
            }
        }
        assertThat(rows).isEqualTo(1_500_000);
        assertThat(sum).isEqualTo(1_499_999L * 1_500_000L / 2);
    }

    @Test
    void parametersAndSettingsReachTheEngine() throws Exception {
        assertThat(client.queryAll("SELECT {a:String} AS a, {b:UInt8} AS b", Map.of("a", "it's", "b", 7))
                        .get(0)
                        .getString("a"))
                .isEqualTo("it's");
        QuerySettings settings = new QuerySettings().serverSetting("max_block_size", "17");
        try (QueryResponse answer = client.query("SELECT getSetting('max_block_size') AS s", settings)
                .get(20, TimeUnit.SECONDS)) {
            ClickHouseBinaryFormatReader reader = client.newBinaryFormatReader(answer);
            reader.next();
            assertThat(reader.getLong("s")).isEqualTo(17);
        }
    }

    @Test
    void anUnknownSettingIsAnError() {
        QuerySettings settings = new QuerySettings().serverSetting("no_such_setting", "1");
        Throwable error =
                catchThrowable(() -> client.query("SELECT 1", settings).get(20, TimeUnit.SECONDS));
        assertThat(serverError(error).getCode()).isEqualTo(115);
    }

    @Test
    void aWrongPasswordIsRefused() {
        try (Client stranger = builder().setPassword("wrong").build()) {
            Throwable error = catchThrowable(() -> stranger.queryAll("SELECT 1"));
            assertThat(serverError(error).getCode()).isEqualTo(516);
        }
    }

    private static ServerException serverError(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServerException found) {
                return found;
            }
        }
        throw new AssertionError("no error of the server", error);
    }

    /** To close the answer is not enough: this client then reads it to its end. */
    @Test
    void aQueryIsKilledAmidItsAnswer() throws Exception {
        QuerySettings named = new QuerySettings().setQueryId("client-v2 amid");
        try (QueryResponse answer = client.query("SELECT number FROM numbers(1e15) /* amid */", named)
                .get(20, TimeUnit.SECONDS)) {
            CompletableFuture<Throwable> end = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> answer.getInputStream().transferTo(OutputStream.nullOutputStream())));
            Running.await("amid", true);
            run("KILL QUERY WHERE query_id = 'client-v2 amid'");
            Running.await("amid", false);
            assertThat(end.get(20, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aQueryIsKilledByTheIdThatItsClientGave() throws Exception {
        QuerySettings named = new QuerySettings().setQueryId("client-v2 'id'");
        CompletableFuture<QueryResponse> query =
                CompletableFuture.supplyAsync(() -> client.query("SELECT count() FROM numbers(1e15) /* named */", named)
                        .join());
        Running.await("named", true);
        run("KILL QUERY WHERE query_id = 'client-v2 \\'id\\'' SYNC");
        Running.await("named", false);
        assertThat(catchThrowable(() -> query.get(20, TimeUnit.SECONDS))).hasRootCauseInstanceOf(ServerException.class);
    }

    @Test
    void aSessionKeepsItsTemporaryTable() throws Exception {
        QuerySettings session = new QuerySettings().serverSetting("session_id", "client-v2");
        client.query("CREATE TEMPORARY TABLE kept (n UInt8)", session)
                .get(20, TimeUnit.SECONDS)
                .close();
        client.query("INSERT INTO kept VALUES (1), (2)", session)
                .get(20, TimeUnit.SECONDS)
                .close();
        try (QueryResponse sum =
                client.query("SELECT sum(n) FROM kept FORMAT TSV", session).get(20, TimeUnit.SECONDS)) {
            assertThat(sum.getInputStream().readAllBytes()).asString().isEqualTo("3\n");
        }
        assertThat(serverError(catchThrowable(() -> client.queryAll("SELECT * FROM kept")))
                        .getCode())
                .isEqualTo(60);
    }
}
