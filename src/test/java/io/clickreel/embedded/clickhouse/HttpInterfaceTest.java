package io.clickreel.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("services")
class HttpInterfaceTest {
    private final Http http = Http.shared();

    @Test
    void aPingNeedsNoPassword() throws Exception {
        for (String path : new String[] {"ping", "", "replicas_status"}) {
            HttpResponse<String> answer = Http.CLIENT.send(
                    java.net.http.HttpRequest.newBuilder(SharedClickHouse.uri().resolve("/" + path))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("Ok.\n");
        }
    }

    @Test
    void aQuestionHasAsManyThreadsAsItAsksFor() throws Exception {
        String sql = "EXPLAIN PIPELINE SELECT sum(sipHash64(number)) FROM numbers_mt(100000000)";
        assertThat(http.post("max_threads=2", sql).body()).contains("AggregatingTransform × 2");
        assertThat(http.post("max_threads=1", sql).body()).doesNotContain("× 2");
    }

    @Test
    void anUnknownPathIsNotFound() throws Exception {
        URI uri = SharedClickHouse.uri().resolve("/nowhere");
        HttpResponse<String> answer =
                Http.CLIENT.send(java.net.http.HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("/nowhere").contains("/ping");
    }

    @Test
    void aWrongPasswordIsRefusedHoweverItIsSent() throws Exception {
        String sql = "query=" + Http.encode("SELECT 1");
        String[][] attempts = {
            {sql + "&user=default&password=wrong"},
            {sql},
            {sql, "X-ClickHouse-User", "default", "X-ClickHouse-Key", "wrong"},
            {sql, "X-ClickHouse-User", "nobody", "X-ClickHouse-Key", SharedClickHouse.user()},
            {sql, "Authorization", "Basic ZGVmYXVsdDp3cm9uZw=="},
            {sql, "Authorization", "Basic ?"},
        };
        for (String[] attempt : attempts) {
            java.net.http.HttpRequest.Builder request =
                    java.net.http.HttpRequest.newBuilder(SharedClickHouse.uri().resolve("/?" + attempt[0]));
            for (int i = 1; i < attempt.length; i += 2) {
                request.header(attempt[i], attempt[i + 1]);
            }
            HttpResponse<String> answer = Http.CLIENT.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(Http.code(answer)).isEqualTo("516");
            assertThat(answer.body()).startsWith("Code: 516. DB::Exception: ").contains("(AUTHENTICATION_FAILED)");
        }
    }

    @Test
    void theRightPasswordIsTakenFromTheUrlToo() throws Exception {
        URI uri = SharedClickHouse.uri()
                .resolve("/?query=SELECT+1&user=default&password=" + Http.encode(SharedClickHouse.password()));
        assertThat(Http.CLIENT
                        .send(java.net.http.HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                        .body())
                .isEqualTo("1\n");
    }

    @Test
    void getMayReadButNotChange() throws Exception {
        assertThat(http.get("SELECT 42").body()).isEqualTo("42\n");
        HttpResponse<String> answer = http.get("CREATE TABLE got (a UInt8) ENGINE = Memory");
        assertThat(Http.code(answer)).isEqualTo("164");
        assertThat(answer.body()).contains("method GET implies readonly");
        assertThat(http.ask("EXISTS TABLE got")).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELEC 1|62|400",
                "SELECT * FROM no_such_table|60|404",
                "SELECT no_such_column FROM system.one|47|404",
                "SELECT noSuchFunction(1)|46|404",
                "SELECT 1 FORMAT NoSuchFormat|73|404",
                "SELECT throwIf(1)|395|500",
                "SELECT 1; SELECT 2|62|400",
                "INSERT INTO no_such_table VALUES (1)|60|404",
                "SELECT * FROM file('/etc/hostname')|291|500",
                "SELECT 1 INTO OUTFILE '/tmp/clickreel-out'|358|500",
                "''|62|400",
            })
    void anErrorCarriesItsCodeAndStatus(String sql, String code, int status) throws Exception {
        HttpResponse<String> answer = http.post("", sql);
        assertThat(Http.code(answer)).isEqualTo(code);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body())
                .startsWith("Code: " + code + ". DB::Exception: ")
                .endsWith(")\n");
    }

    @Test
    void anUnknownSettingIsRefused() throws Exception {
        assertThat(Http.code(http.post("no_such_setting=1", "SELECT 1"))).isEqualTo("115");
        assertThat(Http.code(http.post("no+such%3D1%2Cmax_threads=1", "SELECT 1")))
                .isEqualTo("115");
    }

    @Test
    void aSettingReachesItsOwnRequestOnly() throws Exception {
        String sql = "SELECT getSetting('max_block_size')";
        assertThat(http.post("max_block_size=123", sql).body()).isEqualTo("123\n");
        assertThat(http.ask(sql)).isNotEqualTo("123");
        assertThat(http.ask(sql + " SETTINGS max_block_size = 77")).isEqualTo("77");
    }

    @Test
    void readonlyHolds() throws Exception {
        assertThat(Http.code(http.post("readonly=1", "CREATE TABLE ro (a UInt8) ENGINE = Memory")))
                .isEqualTo("164");
        assertThat(Http.code(http.post("readonly=2", "INSERT INTO system.one VALUES (1)")))
                .isEqualTo("164");
        assertThat(Http.code(http.post("readonly=1", "SELECT 1 SETTINGS max_threads = 1")))
                .isEqualTo("164");
        assertThat(http.post("readonly=2&max_threads=1", "SELECT 1 SETTINGS max_block_size = 1")
                        .body())
                .isEqualTo("1\n");
    }

    @Test
    void aTimeLimitEndsTheQuery() throws Exception {
        long start = System.nanoTime();
        HttpResponse<String> answer =
                http.post("max_execution_time=0.5&max_block_size=1", "SELECT sleepEachRow(0.1) FROM numbers(300)");
        assertThat(Http.code(answer)).isEqualTo("159");
        assertThat(answer.statusCode()).isEqualTo(408);
        assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    }

    @Test
    void aQueryIsFoundAndKilledByItsLogComment() throws Exception {
        var answer = Http.CLIENT.sendAsync(
                http.request("log_comment=kill-me&max_block_size=1")
                        .POST(BodyPublishers.ofString("SELECT sleepEachRow(0.1) FROM numbers(200)"))
                        .build(),
                BodyHandlers.ofString());
        String found = "Settings['log_comment'] = 'kill-me'";
        await().until(() ->
                http.ask("SELECT count() FROM system.processes WHERE " + found).equals("1"));
        http.ask("KILL QUERY WHERE " + found);
        assertThat(Http.code(answer.get(10, TimeUnit.SECONDS))).isEqualTo("394");
    }

    @Test
    void parametersAreBoundAsAServerReadsThem() throws Exception {
        String sql = "SELECT {s:String} AS s, {a:Array(UInt8)} AS a, {n:Nullable(String)} AS n, {i:Identifier} AS i"
                + " FROM (SELECT 5 AS x) FORMAT JSONEachRow";
        String parameters = "param_s=" + Http.encode("it's\\ta \\\\ tab") + "&param_a=" + Http.encode("[1,2]")
                + "&param_n=" + Http.encode("\\N") + "&param_i=x";
        assertThat(http.post(parameters, sql).body())
                .isEqualTo("{\"s\":\"it's\\ta \\\\ tab\",\"a\":[1,2],\"n\":null,\"i\":5}\n");
    }

    @Test
    void theDatabaseAndTheFormatComeFromUrlOrHeader() throws Exception {
        assertThat(http.post("database=clickreel&default_format=JSONEachRow", "SELECT currentDatabase() AS d")
                        .body())
                .isEqualTo("{\"d\":\"clickreel\"}\n");
        HttpResponse<String> answer = http.post(
                "",
                "SELECT currentDatabase()".getBytes(StandardCharsets.UTF_8),
                "X-ClickHouse-Database",
                "system",
                "X-ClickHouse-Format",
                "CSV");
        assertThat(answer.body()).isEqualTo("\"system\"\n");
        assertThat(answer.headers().firstValue("X-ClickHouse-Format")).contains("CSV");
        assertThat(Http.code(http.post("database=nowhere", "SELECT 1"))).isEqualTo("81");
    }

    @Test
    void anAnswerTellsWhatAServerTells() throws Exception {
        HttpResponse<String> answer = http.post("query_id=my-id", "SELECT number FROM numbers(10)");
        assertThat(answer.headers().firstValue("X-ClickHouse-Query-Id")).contains("my-id");
        assertThat(answer.headers().firstValue("X-ClickHouse-Timezone").orElse(""))
                .endsWith("UTC");
        assertThat(answer.headers().firstValue("X-ClickHouse-Server-Display-Name"))
                .isPresent();
        assertThat(answer.headers().firstValue("X-ClickHouse-Summary").orElse(""))
                .contains("\"read_rows\":\"10\"");
    }

    @Test
    void aStatementMayBeSplitBetweenUrlAndBody() throws Exception {
        assertThat(http.post("query=" + Http.encode("SELECT 1 +"), "2").body()).isEqualTo("3\n");
    }

    @Test
    void theConnectionLivesOnAfterAnError() throws Exception {
        http.post("", "SELEC");
        HttpResponse<String> error =
                http.post("query=" + Http.encode("INSERT INTO nope FORMAT CSV"), "1\n".repeat(500_000));
        assertThat(Http.code(error)).isEqualTo("60");
        assertThat(error.headers().firstValue("Connection")).isEmpty();
        assertThat(http.ask("SELECT 1")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1", "SELECT number FROM numbers(1000000)"})
    void headHasNoBody(String sql) throws Exception {
        HttpResponse<String> answer = Http.CLIENT.send(
                http.request("query=" + Http.encode(sql))
                        .method("HEAD", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(http.ask("SELECT 1")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CSVWithNames", "TSVWithNamesAndTypes", "RowBinaryWithNamesAndTypes", "JSONEachRow", "JSON"})
    void aStreamedAnswerIsTheSameAsAWholeOne(String format) throws Exception {
        String sql = "SELECT number AS \"a\nb\", toString(number) AS s FROM numbers(50000) FORMAT " + format;
        byte[] streamed = Http.CLIENT
                .send(
                        http.request("max_block_size=1000")
                                .POST(BodyPublishers.ofString(sql))
                                .build(),
                        BodyHandlers.ofByteArray())
                .body();
        byte[] whole = Http.CLIENT
                .send(
                        http.request("wait_end_of_query=1")
                                .POST(BodyPublishers.ofString(sql))
                                .build(),
                        BodyHandlers.ofByteArray())
                .body();
        if (format.equals("JSON")) {
            assertThat(new String(streamed, StandardCharsets.UTF_8)).contains("\"rows\": 50000");
        } else {
            assertThat(streamed).isEqualTo(whole).hasSizeGreaterThan(100_000);
        }
    }

    @Test
    void anErrorInTheMiddleOfAnAnswerBreaksItOff() {
        String sql = "SELECT throwIf(number = 900000) FROM numbers(1000000)";
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> http.post("max_block_size=10000", sql)))
                .isInstanceOf(java.io.IOException.class);
    }
}
