package io.clickreel.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.embedded.clickhouse.http.body.BlockInputStream;
import io.clickreel.embedded.clickhouse.http.body.BlockOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How answers and bodies are packed. */
@Tag("services")
class EncodingsTest {
    private final Http http = Http.shared();

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
    void anUnknownEncodingIsRefused() throws Exception {
        assertThat(Http.code(http.post("", "SELECT 1".getBytes(StandardCharsets.UTF_8), "Content-Encoding", "snappy")))
                .isEqualTo("48");
    }
}
