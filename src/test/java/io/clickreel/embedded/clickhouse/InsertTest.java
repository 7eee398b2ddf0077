package io.clickreel.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clickreel.embedded.clickhouse.http.body.BlockOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("services")
class InsertTest {
    private final Http http = Http.shared();

    private void table(String name, String columns) throws Exception {
        http.ask("DROP TABLE IF EXISTS " + name);
        http.ask("CREATE TABLE " + name + " (" + columns + ") ENGINE = MergeTree ORDER BY tuple()");
    }

    private long count(String table) throws Exception {
        return Long.parseLong(http.ask("SELECT count() FROM " + table));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO shapes FORMAT CSV\n1,a\n2,b",
                "INSERT INTO shapes (a, s) FORMAT CSV 1,a\n2,b\n",
                "insert into table default.`shapes`(s,a) format CSV\r\na,1\r\nb,2\r\n",
                "INSERT INTO shapes (* EXCEPT s) SETTINGS max_threads = 1 FORMAT TSV\n1\n2\n",
                "/* FORMAT x */ INSERT INTO shapes -- VALUES\n VALUES (1, 'a;b'), (2, 'VALUES')",
                "INSERT INTO shapes (a) VALUES (1), (1 + 1);",
                "INSERT INTO shapes FORMAT JSONEachRow {\"a\":1}{\"a\":2}",
                "INSERT INTO shapes SELECT number + 1, 'FORMAT CSV' FROM numbers(2)",
                "INSERT INTO shapes (a) (SELECT number + 1 FROM numbers(2))",
                "INSERT INTO shapes (a) WITH 1 AS one SELECT number + one FROM numbers(2)",
            })
    void everyShapeOfInsertStoresItsRows(String sql) throws Exception {
        table("shapes", "a UInt8, s String");
        assertThat(http.post("", sql).body()).isEmpty();
        assertThat(http.ask("SELECT count(), sum(a) FROM shapes")).isEqualTo("2\t3");
    }

    @Test
    void theDataOfAnInsertMayComeApartFromItsText() throws Exception {
        table("apart", "a UInt64");
        String query = "query=" + Http.encode("INSERT INTO apart FORMAT TSV");
        HttpResponse<String> answer = http.post(query, "1\n2\n");
        assertThat(answer.headers().firstValue("X-ClickHouse-Summary").orElse(""))
                .contains("\"written_rows\":\"2\"");
        http.post("default_format=JSONEachRow&query=" + Http.encode("INSERT INTO apart"), "{\"a\":3}");
        assertThat(http.ask("SELECT sum(a) FROM apart")).isEqualTo("6");
    }

    @Test
    void aParameterMayNameTheTable() throws Exception {
        table("named", "a UInt64");
        http.post("param_t=named", "INSERT INTO {t:Identifier} FORMAT CSV\n5\n");
        assertThat(http.ask("SELECT sum(a) FROM named")).isEqualTo("5");
    }

    @Test
    void aBadRowInTheMiddleLeavesNothing() throws Exception {
        table("bad", "a UInt64");
        String rows = "1\n".repeat(50_000) + "x\n" + "1\n".repeat(50_000);
        HttpResponse<String> answer = http.post("query=" + Http.encode("INSERT INTO bad FORMAT CSV"), rows);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("at row 50001");
        assertThat(count("bad")).isZero();
    }

    @Test
    void theSameTokenStoresOnceAlsoThroughAView() throws Exception {
        String window = " SETTINGS non_replicated_deduplication_window = 100";
        for (String drop : List.of("once_mv", "once", "once_sums")) {
            http.ask("DROP TABLE IF EXISTS " + drop);
        }
        http.ask("CREATE TABLE once (a UInt64) ENGINE = MergeTree ORDER BY a" + window);
        http.ask("CREATE TABLE once_sums (s UInt64) ENGINE = MergeTree ORDER BY s" + window);
        http.ask("CREATE MATERIALIZED VIEW once_mv TO once_sums AS SELECT sum(a) AS s FROM once");
        String insert = "query=" + Http.encode("INSERT INTO once FORMAT CSV") + "&insert_deduplication_token=";
        for (String token : List.of("t1", "t1", "t2", "t1")) {
            assertThat(http.post(insert + token, "1\n2\n").statusCode()).isEqualTo(200);
        }
        assertThat(http.ask("SELECT count() FROM once")).isEqualTo("4");
        assertThat(http.ask("SELECT count(), sum(s) FROM once_sums")).isEqualTo("2\t6");
        http.ask("INSERT INTO once SETTINGS insert_deduplication_token = 't2' FORMAT CSV\n1\n2\n");
        assertThat(http.ask("SELECT count() FROM once")).isEqualTo("4");
    }

    @Test
    void tablesAreExchangedAtOnce() throws Exception {
        table("left_one", "a UInt64");
        table("right_one", "a UInt64");
        http.ask("INSERT INTO left_one VALUES (1)");
        http.ask("EXCHANGE TABLES left_one AND right_one");
        assertThat(count("left_one")).isZero();
        assertThat(count("right_one")).isEqualTo(1);
    }

    @Test
    void insertsFromSeveralThreadsAllArrive() throws Exception {
        table("many", "a UInt64");
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String rows = (i + "\n").repeat(1000);
                answers.add(threads.submit(() -> http.post("query=" + Http.encode("INSERT INTO many FORMAT CSV"), rows)
                        .statusCode()));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(http.ask("SELECT count(), uniqExact(a) FROM many")).isEqualTo("60000\t60");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1600000", "Transfer-Encoding: chunked"})
    void aClientThatHangsUpLeavesNothing(String length) throws Exception {
        table("hung", "a UInt64");
        byte[] rows = "1\n".repeat(400_000).getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket("127.0.0.1", SharedClickHouse.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(head("INSERT INTO hung FORMAT CSV", length));
            if (length.contains("chunked")) {
                out.write((Integer.toHexString(rows.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(rows);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            } else {
                out.write(rows);
            }
            out.flush();
            // Only what really runs can be broken off: the engine has the insert open by now.
            await().until(() -> http.ask("SELECT count() FROM system.processes WHERE query LIKE 'INSERT INTO hung%'")
                    .equals("1"));
        }
        await().until(() -> http.ask("SELECT count() FROM system.processes WHERE query LIKE 'INSERT INTO hung%'")
                .equals("0"));
        assertThat(count("hung")).isZero();
    }

    private static byte[] head(String sql, String length) {
        String basic = Base64.getEncoder()
                .encodeToString(("default:" + SharedClickHouse.password()).getBytes(StandardCharsets.UTF_8));
        return ("POST /?query=" + Http.encode(sql) + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic " + basic
                        + "\r\n" + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aBodyCutOffWithinItsCompressionLeavesNothing() throws Exception {
        table("cut", "a UInt64");
        byte[] rows = "123456\n".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
        String query = "query=" + Http.encode("INSERT INTO cut FORMAT CSV");

        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(rows);
        }
        byte[] half = java.util.Arrays.copyOf(zipped.toByteArray(), zipped.size() / 2);
        assertThat(Http.code(http.post(query, half, "Content-Encoding", "gzip")))
                .isEqualTo("33");

        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        try (OutputStream out = new BlockOutputStream(blocks)) {
            out.write(rows);
        }
        half = java.util.Arrays.copyOf(blocks.toByteArray(), blocks.size() / 2);
        assertThat(Http.code(http.post(query + "&decompress=1", half))).isEqualTo("33");
        assertThat(count("cut")).isZero();

        assertThat(http.post(query + "&decompress=1", blocks.toByteArray()).statusCode())
                .isEqualTo(200);
        assertThat(count("cut")).isEqualTo(200_000);
    }

    @Test
    void bytesThatAreNoTextAreKept() throws Exception {
        table("bytes", "s String");
        byte[] row = new byte[257];
        row[0] = (byte) 128;
        row[1] = 1;
        byte[] data = java.util.Arrays.copyOf(row, 130);
        for (int i = 2; i < 130; i++) {
            data[i] = (byte) (i * 7);
        }
        http.post("query=" + Http.encode("INSERT INTO bytes FORMAT RowBinary"), data);
        String hex = java.util.HexFormat.of().withUpperCase().formatHex(data, 2, 130);
        assertThat(http.ask("SELECT hex(s) FROM bytes")).isEqualTo(hex);
    }
}
