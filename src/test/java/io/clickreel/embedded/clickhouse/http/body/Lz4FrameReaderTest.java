package io.clickreel.embedded.clickhouse.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.Test;

class Lz4FrameReaderTest {
    /** 20,000 lines "row 0" to "row 6" in turn, written by Python's lz4 with linked blocks of 64 kB. */
    private static final String LINKED = """
            BCJNGExAwNQBAAAAAAC7KwEAAGByb3cgMAoGABExBgARMgYAETMGABE0BgARNQYAETYGAA8qAP//////////////////////////
            ////////////////////////////////////////////////////////////////////////////////////////////////////
            ////////////////////////////////////////////////////////////////////////////////////////////////////
            ////////////////////////////////////////////////////////////////////////////////////////////////////
            //////////////+6UApyb3cg4wAAABEy2P8P8P//////////////////////////////////////////////////////////////
            ////////////////////////////////////////////////////////////////////////////////////////////////////
            ////////////////////////////////////////////////////////////////////////////////////////////////////
            //////////////////////93UG93IDAKAAAAAA+stJ4=
            """;

    private static byte[] read(byte[] packed) throws IOException {
        return new Lz4FrameReader(new ByteArrayInputStream(packed)).readAllBytes();
    }

    @Test
    void blocksMayReferToTheOnesBefore() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            rows.append("row ").append(i % 7).append('\n');
        }
        assertThat(new String(read(Base64.getMimeDecoder().decode(LINKED)), StandardCharsets.UTF_8))
                .isEqualTo(rows.toString());
    }

    @Test
    void whatLz4JavaWritesIsRead() throws IOException {
        byte[] data = new byte[700_000];
        new Random(1).nextBytes(data);
        Arrays.fill(data, 100_000, 400_000, (byte) 7);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new LZ4FrameOutputStream(packed, LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB)) {
            out.write(data);
        }
        assertThat(read(packed.toByteArray())).isEqualTo(data);
    }

    @Test
    void aFrameThatIsCutOrDamagedIsAnError() {
        byte[] packed = Base64.getMimeDecoder().decode(LINKED);
        assertThatThrownBy(() -> read(Arrays.copyOf(packed, packed.length - 5))).isInstanceOf(IOException.class);
        byte[] damaged = packed.clone();
        damaged[packed.length / 2] ^= 1;
        assertThatThrownBy(() -> read(damaged)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("no frame".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("no LZ4 frame");
    }
}
