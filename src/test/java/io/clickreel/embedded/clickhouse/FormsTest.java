package io.clickreel.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bodies that are forms, with parameters, parts of the statement and tables. */
@Tag("services")
class FormsTest {
    private final Http http = Http.shared();

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
}
