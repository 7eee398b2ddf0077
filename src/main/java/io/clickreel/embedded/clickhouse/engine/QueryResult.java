package io.clickreel.embedded.clickhouse.engine;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A finished result, or one chunk of a streamed one, in the engine's memory; close it to free that. */
public final class QueryResult implements AutoCloseable {
    private static final int COPY_BYTES = 64 * 1024;

    private final Pointer handle;

    /** Owns the result from now on; one that holds an error is freed and thrown. */
    QueryResult(Pointer handle) {
        this.handle = handle;
        String error = text(ChdbNative.chdb_result_error(handle));
        if (error != null) {
            close();
            throw new EngineException(error);
        }
    }

    static @Nullable String text(@Nullable Pointer error) {
        return error == null ? null : error.getString(0, StandardCharsets.UTF_8.name());
    }

    long length() {
        return ChdbNative.chdb_result_length(handle);
    }

    /** The bytes from an offset to the end, copied in pieces: a result may be larger than this JVM's heap. */
    public void writeTo(OutputStream out, long offset) throws IOException {
        Pointer data = ChdbNative.chdb_result_buffer(handle);
        long length = length();
        if (data == null || offset >= length) {
            return;
        }
        byte[] piece = new byte[(int) Math.min(COPY_BYTES, length - offset)];
        for (long at = offset; at < length; at += piece.length) {
            int n = (int) Math.min(piece.length, length - at);
            data.read(at, piece, 0, n);
            out.write(piece, 0, n);
        }
    }

    /** The bytes as a stream, for as long as this result is not closed. */
    public InputStream open() {
        Pointer data = ChdbNative.chdb_result_buffer(handle);
        long length = data == null ? 0 : length();
        return new InputStream() {
            private long at;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int count) {
                int n = (int) Math.min(count, length - at);
                if (data == null || n == 0) {
                    return count == 0 ? 0 : -1;
                }
                data.read(at, target, offset, n);
                at += n;
                return n;
            }
        };
    }

    /** The first bytes of the result, up to the limit. */
    public byte[] head(int limit) {
        Pointer data = ChdbNative.chdb_result_buffer(handle);
        int n = (int) Math.min(limit, length());
        return data == null || n == 0 ? new byte[0] : data.getByteArray(0, n);
    }

    public String asText() {
        return new String(head(Integer.MAX_VALUE), StandardCharsets.UTF_8);
    }

    public Progress progress() {
        return new Progress(
                ChdbNative.chdb_result_storage_rows_read(handle),
                ChdbNative.chdb_result_storage_bytes_read(handle),
                ChdbNative.chdb_result_rows_written(handle),
                ChdbNative.chdb_result_bytes_written(handle),
                ChdbNative.chdb_result_rows_read(handle));
    }

    @Override
    public void close() {
        ChdbNative.chdb_destroy_query_result(handle);
    }

    /** What a statement read and wrote; a server tells the same in X-ClickHouse-Summary. */
    public record Progress(long readRows, long readBytes, long writtenRows, long writtenBytes, long resultRows) {
        public static final Progress NONE = new Progress(0, 0, 0, 0, 0);

        public Progress plus(Progress other) {
            return new Progress(
                    readRows + other.readRows,
                    readBytes + other.readBytes,
                    writtenRows + other.writtenRows,
                    writtenBytes + other.writtenBytes,
                    resultRows + other.resultRows);
        }
    }
}
