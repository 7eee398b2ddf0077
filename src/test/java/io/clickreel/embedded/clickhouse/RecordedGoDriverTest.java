package io.clickreel.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.embedded.clickhouse.http.body.BlockInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest.Builder;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What clickhouse-go v2.51.0 sends over HTTP, recorded for machines without Go.
 *
 * <p>A record has the path in its first line, then headers, an empty line, and the body's bytes.
 */
@Tag("services")
class RecordedGoDriverTest {
    private static final String BLOCK_INFO = "0100 02ffffffff 00";

    private final Http http = Http.shared();

    @Test
    void itsPingIsAnsweredInItsRevision() throws Exception {
        assertThat(send("ping").body()).isEqualTo(bytes(BLOCK_INFO + "0101 0131 0555496e7438 00 01"));
    }

    @Test
    void itsFirstQuestionHasOneRowOfFourColumns() throws Exception {
        assertThat(send("hello").body())
                .startsWith(bytes(BLOCK_INFO + "0401 0d646973706c61794e616d652829 06537472696e67 00"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "lz4", "zstd", "gzip", "deflate"})
    void itsQueryIsAnsweredInItsCompression(String compression) throws Exception {
        HttpResponse<byte[]> answer = send("query-" + compression);
        byte[] block = bytes(BLOCK_INFO + "0201 016e 0655496e743634 00 0500000000000000 0173 06537472696e67 00 0161");
        assertThat(unpacked(compression, answer)).isEqualTo(block);
    }

    /** It asks for blocks in ZSTD too; a server answers with LZ4 then, and the driver reads each block as it is. */
    private static byte[] unpacked(String compression, HttpResponse<byte[]> answer) throws IOException {
        InputStream body = new ByteArrayInputStream(answer.body());
        String encoding = answer.headers().firstValue("Content-Encoding").orElse("none");
        InputStream plain =
                switch (compression) {
                    case "lz4", "zstd" -> new BlockInputStream(body);
                    case "gzip" -> new GZIPInputStream(body);
                    case "deflate" -> new InflaterInputStream(body);
                    default -> body;
                };
        assertThat(encoding).isEqualTo(compression.matches("gzip|deflate") ? compression : "none");
        return plain.readAllBytes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "lz4", "zstd", "gzip", "deflate"})
    void itsInsertIsStored(String compression) throws Exception {
        http.ask("DROP TABLE IF EXISTS recorded");
        http.ask("CREATE TABLE recorded (id UInt64, name LowCardinality(String), tags Array(String))"
                + " ENGINE = MergeTree ORDER BY id");
        assertThat(send("insert-" + compression).body()).isEmpty();
        assertThat(http.ask("SELECT * FROM recorded ORDER BY id")).isEqualTo("1\ta\t['x','y']\n2\tb\t[]");
    }

    private HttpResponse<byte[]> send(String name) throws IOException, InterruptedException {
        byte[] record;
        try (InputStream in = getClass().getResourceAsStream("/clickhouse-go/" + name + ".http")) {
            record = in.readAllBytes();
        }
        String text = new String(record, StandardCharsets.ISO_8859_1);
        int body = text.indexOf("\n\n") + 2;
        String[] head = text.substring(0, body).strip().split("\n");
        Builder request = http.request(head[0].substring("/?".length()));
        for (String header : Arrays.copyOfRange(head, 1, head.length)) {
            int colon = header.indexOf(": ");
            request.header(header.substring(0, colon), header.substring(colon + 2));
        }
        request.POST(BodyPublishers.ofByteArray(record, body, record.length - body));
        HttpResponse<byte[]> answer = Http.CLIENT.send(request.build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode())
                .as(() -> new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return answer;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
