package io.clickreel.embedded.clickhouse.engine;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;

/** One INSERT whose data is pushed in pieces; closed without {@link #commit} it is cancelled and stores nothing more. */
public final class InsertStream implements AutoCloseable {
    private static final int PIECE_BYTES = 1 << 20;
    private static final int COPY_BYTES = 64 * 1024;

    private final Pointer handle;

    InsertStream(Pointer handle) {
        this.handle = handle;
        String error = QueryResult.text(ChdbNative.chdb_stream_insert_error(handle));
        if (error != null) {
            close();
            throw new EngineException(error);
        }
    }

    /** Pushes everything that the source holds; memory use does not depend on its length. */
    public void append(InputStream source) throws IOException {
        byte[] copy = new byte[COPY_BYTES];
        int read = source.readNBytes(copy, 0, copy.length);
        boolean small = read < copy.length;
        try (Memory piece = new Memory(small ? Math.max(1, read) : PIECE_BYTES)) {
            long filled = 0;
            while (read > 0) {
                piece.write(filled, copy, 0, read);
                filled += read;
                boolean last = read < copy.length;
                if (filled + copy.length > piece.size() || last) {
                    push(piece, filled);
                    filled = 0;
                }
                read = last ? 0 : source.readNBytes(copy, 0, copy.length);
            }
            if (filled > 0) {
                push(piece, filled);
            }
        }
    }

    private void push(Memory piece, long length) {
        if (ChdbNative.chdb_stream_append(handle, piece, length) != 0) {
            String error = QueryResult.text(ChdbNative.chdb_stream_insert_error(handle));
            if (error != null) {
                throw new EngineException(error);
            }
            // The engine ended the insert by itself; commit() tells why.
            commit().close();
        }
    }

    public QueryResult commit() {
        return new QueryResult(ChdbNative.chdb_stream_done(handle));
    }

    @Override
    public void close() {
        // Destroying a stream that was not finished cancels it.
        ChdbNative.chdb_destroy_insert_stream(handle);
    }
}
