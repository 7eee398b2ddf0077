package io.clickreel.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clickreel.embedded.clickhouse.http.BlockInputStream;
import io.clickreel.embedded.clickhouse.http.BlockOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    @ValueSource(strings = {"gzip", "lz4", "zstd"})
    void anAnswerIsCompressedIfTheRequestAllowsIt(String encoding) throws Exception {
        HttpResponse<InputStream> answer = Http.CLIENT.send(
                http.request("enable_http_compression=1&query=" + Http.encode("SELECT number FROM numbers(200000)"))
                        .header("Accept-Encoding", encoding)
                        .build(),
                BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Encoding")).contains(encoding);
        byte[] packed = answer.body().readAllBytes();
        byte[] plain = unpack(encoding, packed);
        assertThat(packed.length).isLessThan(plain.length);
        assertThat(new String(plain, StandardCharsets.UTF_8))
                .startsWith("0\n1\n")
                .endsWith("\n199999\n");
    }

    private static byte[] unpack(String encoding, byte[] packed) throws Exception {
        InputStream in = new ByteArrayInputStream(packed);
        return switch (encoding) {
            case "gzip" -> new GZIPInputStream(in).readAllBytes();
            case "lz4" -> new LZ4FrameInputStream(in).readAllBytes();
            default -> new com.github.luben.zstd.ZstdInputStream(in).readAllBytes();
        };
    }

    @Test
    void nativeBlocksAreWrittenAndRead() throws Exception {
        HttpResponse<byte[]> answer = Http.CLIENT.send(
                http.request("compress=1")
                        .POST(BodyPublishers.ofString("SELECT number FROM numbers(200000)"))
                        .build(),
                BodyHandlers.ofByteArray());
        byte[] plain = new BlockInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
        assertThat(new String(plain, StandardCharsets.UTF_8))
                .startsWith("0\n1\n")
                .endsWith("\n199999\n");

        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new BlockOutputStream(packed)) {
            out.write("SELECT 'unpacked'".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(http.post("decompress=1", packed.toByteArray()).body()).isEqualTo("unpacked\n");
        byte[] damaged = packed.toByteArray();
        damaged[damaged.length - 1] ^= 1;
        assertThat(Http.code(http.post("decompress=1", damaged))).isEqualTo("40");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "lz4", "zstd"})
    void aBodyMayBeCompressed(String encoding) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out =
                switch (encoding) {
                    case "gzip" -> new GZIPOutputStream(packed);
                    case "lz4" -> new LZ4FrameOutputStream(packed);
                    default -> new com.github.luben.zstd.ZstdOutputStream(packed);
                }) {
            out.write("SELECT 'packed'".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(http.post("", packed.toByteArray(), "Content-Encoding", encoding)
                        .body())
                .isEqualTo("packed\n");
    }

    @Test
    void aBodyMayBeBrotli() throws Exception {
        // SELECT sum(number) FROM numbers(1000), with a long comment, as Python's brotli packs it.
        byte[] packed =
                Base64.getDecoder().decode("G/wA8BWh0vVkqYqnmFg1G7MBbMCBUxIGvIldgFh1AhVaWuE9vP2CcoJJBMN6gwr59GWQKA==");
        assertThat(http.post("", packed, "Content-Encoding", "br").body()).isEqualTo("499500\n");
    }

    @Test
    void aFormHasParametersAndPartsOfTheStatement() throws Exception {
        assertThat(form("query=SELECT+%7Bn%3AUInt8%7D&param_n=7", field("query", ", 8")))
                .isEqualTo("7\t8\n");
        assertThat(form(
                        "",
                        field("query", "SELECT {n:UInt8} + 1, {s:String}"),
                        field("param_n", "41"),
                        field("param_s", "it's \u00fc")))
                .isEqualTo("42\tit\\'s \u00fc\n");
        assertThat(form("query=SELECT+1", field("max_threads", "no number"), field("anything", "else")))
                .isEqualTo("1\n");
    }

    @Test
    void aFormsFilesAreTablesOfTheStatement() throws Exception {
        String address = "query=SELECT+a.s,+b._1+FROM+a+JOIN+b+ON+a.n+=+b._2+ORDER+BY+ALL&b_types=String,+Decimal(9,+2)"
                + "&b_format=CSV";
        String joined = form(
                address,
                field("a_structure", "n UInt8, s String"),
                file("a", "1\tone\n2\ttwo\n"),
                file("b", "\"x,y\",2\nz,1.00\n"));
        assertThat(joined).isEqualTo("one\tz\ntwo\tx,y\n");
        assertThat(form("query=SELECT+1", file("c", "1\n")))
                .contains("Code: 36")
                .contains("c_structure");
        assertThat(form("query=SELECT+*+FROM+a")).contains("Code: 60");
        assertThat(form("query=SELECT+1&c_structure=n+UInt8", file("c", "no number\n")))
                .contains("Code: 27");
        String large =
                form("query=SELECT+sum(n)+FROM+c&c_structure=n+UInt64&readonly=1", file("c", "1\n".repeat(2_000_000)));
        assertThat(large).isEqualTo("2000000\n");
    }

    @Test
    void aSessionGoesOnWithoutTheTablesOfAForm() throws Exception {
        String session = "&session_id=form";
        assertThat(form("query=SELECT+n+FROM+f&f_structure=n+UInt8" + session, file("f", "7\n")))
                .isEqualTo("7\n");
        assertThat(form("query=SELECT+n+FROM+f&f_structure=n+UInt8" + session, file("f", "8\n")))
                .isEqualTo("8\n");
        assertThat(form("query=SELECT+n+FROM+f" + session)).contains("Code: 60");
    }

    @Test
    void aFormsStructureIsLookedAtAsAnyStatement() throws Exception {
        assertThat(form("query=SELECT+1&f_structure=n+String)+ENGINE+%3D+File(CSV,'/etc/passwd')--", file("f", "")))
                .contains("Code: ");
        assertThat(form("query=SELECT+1&f_structure=n+String)+ENGINE+%3D+Memory;+SELECT+(1", file("f", "")))
                .contains("Code: 62");
        assertThat(form("query=SELECT+1&f_structure=n+String+DEFAULT+file('/etc/passwd')", file("f", "")))
                .contains("Code: ");
        assertThat(form("query=SELECT+1&f_format=Values&f_structure=n+String", file("f", "(file('/etc/passwd'))")))
                .contains("Code: ");
    }

    private static String field(String name, String value) {
        return "Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value;
    }

    private static String file(String name, String value) {
        return "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + name
                + "\"\r\nContent-Type: text/plain\r\n\r\n" + value;
    }

    private String form(String query, String... parts) throws Exception {
        StringBuilder body = new StringBuilder();
        for (String part : parts) {
            body.append("--edge\r\n").append(part).append("\r\n");
        }
        body.append("--edge--\r\n");
        return http.post(
                        query,
                        body.toString().getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        "multipart/form-data; boundary=edge")
                .body();
    }

    @Test
    void otherPartsAndThePlaygroundAreRefusedWithASentence() throws Exception {
        byte[] body = "--x--".getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> parts = http.post("query=SELECT+1", body, "Content-Type", "multipart/mixed; boundary=x");
        assertThat(parts.statusCode()).isEqualTo(501);
        assertThat(parts.body()).contains("A body of multipart/mixed").contains("multipart/form-data");
        HttpResponse<String> broken = http.post("query=SELECT+1", body, "Content-Type", "multipart/form-data");
        assertThat(broken.body()).contains("Code: 36").contains("boundary");
        HttpResponse<String> play = Http.CLIENT.send(
                java.net.http.HttpRequest.newBuilder(SharedClickHouse.uri().resolve("/play"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(play.statusCode()).isEqualTo(404);
        assertThat(play.body()).contains("There is no /play here");
    }

    @Test
    void anUnknownEncodingIsRefused() throws Exception {
        assertThat(Http.code(http.post("", "SELECT 1".getBytes(StandardCharsets.UTF_8), "Content-Encoding", "snappy")))
                .isEqualTo("48");
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
