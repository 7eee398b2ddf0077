package io.clickreel.embedded.clickhouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clickreel.embedded.clickhouse.Http;
import io.clickreel.embedded.clickhouse.engine.SqlText;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sessions, query ids and the end of queries, as clients of a server know them. */
@Tag("services")
class SessionsTest {
    private static final String FOR_MINUTES = "SELECT sleepEachRow(0.1) FROM numbers(3000) SETTINGS max_block_size = 1";

    private final Http http = Http.shared();

    @Test
    void aSessionKeepsTemporaryTablesAndSettings() throws Exception {
        in("kept", "CREATE TEMPORARY TABLE numbers_kept (a UInt8)");
        in("kept", "INSERT INTO numbers_kept VALUES (1), (2)");
        in("kept", "SET max_block_size = 77");

        assertThat(in("kept", "SELECT sum(a), getSetting('max_block_size') FROM numbers_kept"))
                .isEqualTo("3\t77");
        assertThat(http.post("", "SELECT * FROM numbers_kept").statusCode()).isEqualTo(404);
    }

    @Test
    void whatTheAddressSetsHoldsForOneStatement() throws Exception {
        in("once", "SET max_block_size = 77");

        assertThat(in("once&max_block_size=5&max_threads=1", "SELECT getSetting('max_block_size')"))
                .isEqualTo("5");
        assertThat(in("once", "SELECT getSetting('max_block_size'), getSetting('max_threads') > 1"))
                .isEqualTo("77\t1");
    }

    @Test
    void aSettingsNameCarriesNoStatementIntoASession() throws Exception {
        String name = "max_threads = 1; CREATE TABLE default.carried (a UInt8) ENGINE = Memory; SET max_threads";
        assertThat(Http.code(http.post("session_id=carried&" + Http.encode(name) + "=1", "SELECT 1")))
                .isEqualTo("115");
        assertThat(http.ask("EXISTS TABLE default.carried")).isEqualTo("0");
    }

    @Test
    void aSessionThatIsNotThereOrIsBusyIsSaid() throws Exception {
        assertThat(Http.code(http.post("session_id=never&session_check=1", "SELECT 1")))
                .isEqualTo("372");
        assertThat(Http.code(http.post("session_id=x&session_timeout=soon", "SELECT 1")))
                .isEqualTo("374");
        CompletableFuture<HttpResponse<String>> busy = ask("session_id=busy&query_id=busy", FOR_MINUTES);
        await().until(() -> running("busy"));

        assertThat(Http.code(http.post("session_id=busy", "SELECT 1"))).isEqualTo("373");

        http.ask("KILL QUERY WHERE query_id = 'busy'");
        assertThat(Http.code(busy.get(10, TimeUnit.SECONDS))).isEqualTo("394");
        assertThat(in("busy", "SELECT 1")).isEqualTo("1");
    }

    @Test
    void aSessionThatIsClosedForgets() throws Exception {
        in("ended", "CREATE TEMPORARY TABLE numbers_ended (a UInt8)");
        in("ended&close_session=1", "SELECT 1");

        assertThat(Http.code(http.post("session_id=ended&session_check=1", "SELECT 1")))
                .isEqualTo("372");
    }

    @Test
    void aRequestThatMayOnlyReadChangesNothingInASession() throws Exception {
        in("read", "CREATE TEMPORARY TABLE numbers_read (a UInt8)");
        HttpResponse<String> answer = Http.CLIENT.send(
                http.request("session_id=read&query=" + Http.encode("INSERT INTO numbers_read VALUES (1)"))
                        .GET()
                        .build(),
                BodyHandlers.ofString());

        assertThat(Http.code(answer)).isEqualTo("164");
        assertThat(in("read", "SELECT count() FROM numbers_read")).isEqualTo("0");
    }

    @Test
    void aQueryIsFoundAndKilledByItsClientsId() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = ask("query_id=it's+mine&log_comment=of+mine", FOR_MINUTES);
        await().until(() -> running("it's mine"));

        http.ask("KILL QUERY WHERE query_id = 'it\\'s mine' SYNC");

        assertThat(Http.code(answer.get(10, TimeUnit.SECONDS))).isEqualTo("394");
        assertThat(answer.get().headers().firstValue("X-ClickHouse-Query-Id")).contains("it's mine");
    }

    @Test
    void twoQueriesOfOneIdDoNotRunAtOnce() throws Exception {
        CompletableFuture<HttpResponse<String>> first = ask("query_id=twice", FOR_MINUTES);
        await().until(() -> running("twice"));

        assertThat(Http.code(http.post("query_id=twice", "SELECT 1"))).isEqualTo("216");

        http.ask("KILL QUERY WHERE query_id = 'twice'");
        first.get(10, TimeUnit.SECONDS);
        await().until(() -> http.post("query_id=twice", "SELECT 1").statusCode() == 200);
    }

    @Test
    void aReadEndsWithTheConnectionOfItsClient() throws Exception {
        CompletableFuture<HttpResponse<String>> answer =
                ask("query_id=left", "SELECT count() FROM numbers(100000000000000) WHERE sipHash64(number) = 0");
        await().until(() -> running("left"));

        answer.cancel(true);

        await().atMost(10, TimeUnit.SECONDS).until(() -> !running("left"));
    }

    @Test
    void processesShowTheIdsOfClientsHoweverTheyAreAskedFor() throws Exception {
        for (String sql : new String[] {
            "SELECT query_id FROM system.processes",
            "SELECT p.query_id FROM system.processes AS p",
            "SELECT processes.initial_query_id FROM system.processes WHERE query_id = 'asking'",
            "SHOW PROCESSLIST",
            "WITH p AS (SELECT * FROM `system`.`processes`) SELECT query_id FROM p",
        }) {
            assertThat(http.post("query_id=asking", sql + " FORMAT TSV").body())
                    .as(sql)
                    .contains("asking");
        }
    }

    private boolean running(String id) throws Exception {
        return http.ask("SELECT count() FROM system.processes WHERE query_id = " + SqlText.literal(id))
                .equals("1");
    }

    private String in(String session, String sql) throws Exception {
        HttpResponse<String> answer = http.post("session_id=" + session, sql);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().stripTrailing();
    }

    private CompletableFuture<HttpResponse<String>> ask(String parameters, String sql) {
        return Http.CLIENT.sendAsync(
                http.request(parameters)
                        .timeout(java.time.Duration.ofMinutes(5))
                        .POST(BodyPublishers.ofString(sql))
                        .build(),
                BodyHandlers.ofString());
    }
}
