package io.clickreel.embedded.clickhouse.http;

import com.github.luben.zstd.ZstdOutputStream;
import io.clickreel.embedded.clickhouse.engine.EngineException;
import io.clickreel.embedded.clickhouse.engine.QueryResult.Progress;
import io.clickreel.embedded.clickhouse.http.body.BlockOutputStream;
import io.clickreel.embedded.clickhouse.http.format.ContentType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request.
 *
 * <p>Its start is held back until {@link #HELD_BACK_BYTES} are there or it is complete: an error that comes early still
 * gets its own status, and a small answer gets a full summary and a length.
 */
public final class Reply {
    private static final int HELD_BACK_BYTES = 256 * 1024;

    private final HttpCall call;
    private final long startNanos = System.nanoTime();
    private final ByteArrayOutputStream heldBack = new ByteArrayOutputStream(1024);
    private @Nullable OutputStream wire;
    private @Nullable OutputStream encoded;
    private Progress progress = Progress.NONE;

    Reply(HttpCall call) {
        this.call = call;
    }

    void header(String name, String value) {
        // A header that a client sent must not be able to start another one.
        call.setHeader(name, value.replaceAll("[\\r\\n]", " "));
    }

    /** Opens the body, compressed as the request allows. */
    OutputStream body(HttpRequest request, String format) throws IOException {
        header("X-ClickHouse-Format", format);
        header("Content-Type", ContentType.of(format));
        OutputStream out = new Held();
        String encoding = preferred(request.acceptedEncodings());
        if (encoding != null) {
            header("Content-Encoding", encoding);
            out = switch (encoding) {
                case "lz4" -> new LZ4FrameOutputStream(out, LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB);
                case "zstd" -> new ZstdOutputStream(out, 1);
                case "deflate" -> new DeflaterOutputStream(out);
                default -> new GZIPOutputStream(out, 64 * 1024);
            };
        }
        encoded = request.flag("compress") ? new BlockOutputStream(out) : out;
        return encoded;
    }

    private static @Nullable String preferred(@Nullable String accepted) {
        if (accepted == null) {
            return null;
        }
        String list = accepted.toLowerCase(Locale.ROOT);
        return Stream.of("lz4", "zstd", "gzip", "deflate")
                .filter(list::contains)
                .findFirst()
                .orElse(null);
    }

    void add(Progress more) {
        progress = progress.plus(more);
    }

    void complete() throws IOException {
        if (encoded != null) {
            encoded.close();
        }
        if (wire != null) {
            wire.close();
            return;
        }
        summary();
        call.send(200, heldBack.toByteArray());
    }

    /** Answers with a text that is not a result. */
    void text(int status, String text) throws IOException {
        header("Content-Type", "text/plain; charset=UTF-8");
        call.send(status, text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IOException if it is too late for a status; the connection has to be cut then */
    void fail(EngineException error) throws IOException {
        byte[] message = (error.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
        if (wire != null && encoded != null) {
            encoded.write('\n');
            encoded.write(message);
            encoded.flush();
            throw new IOException("the answer broke off: " + error.getMessage());
        }
        call.removeHeader("Content-Encoding");
        call.removeHeader("X-ClickHouse-Format");
        header("X-ClickHouse-Exception-Code", Integer.toString(error.code()));
        header("Content-Type", "text/plain; charset=UTF-8");
        summary();
        call.send(error.httpStatus(), message);
    }

    private void summary() {
        header(
                "X-ClickHouse-Summary",
                String.format(
                        Locale.ROOT,
                        "{\"read_rows\":\"%d\",\"read_bytes\":\"%d\",\"written_rows\":\"%d\",\"written_bytes\":\"%d\","
                                + "\"total_rows_to_read\":\"0\",\"result_rows\":\"%d\",\"result_bytes\":\"%d\","
                                + "\"elapsed_ns\":\"%d\",\"memory_usage\":\"0\"}",
                        progress.readRows(),
                        progress.readBytes(),
                        progress.writtenRows(),
                        progress.writtenBytes(),
                        progress.writtenRows() > 0 ? progress.writtenRows() : progress.resultRows(),
                        heldBack.size(),
                        System.nanoTime() - startNanos));
    }

    /** Holds the first bytes back; when there are many, sends head and body as they come. */
    private final class Held extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            if (wire == null && heldBack.size() + length <= HELD_BACK_BYTES) {
                heldBack.write(source, offset, length);
                return;
            }
            if (wire == null) {
                summary();
                wire = call.start(200);
                heldBack.writeTo(wire);
            }
            wire.write(source, offset, length);
        }

        @Override
        public void flush() throws IOException {
            if (wire != null) {
                wire.flush();
            }
        }
    }
}
