package io.clickreel.embedded.clickhouse.engine;

import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** A SELECT whose result comes chunk by chunk, so that its size does not matter; closing it early cancels the query. */
public final class ResultStream implements AutoCloseable {
    private final Pointer connection;
    private final Pointer handle;
    private boolean finished;

    ResultStream(Pointer connection, Pointer handle) {
        this.connection = connection;
        this.handle = handle;
        String error = QueryResult.text(ChdbNative.chdb_result_error(handle));
        if (error != null) {
            ChdbNative.chdb_destroy_query_result(handle);
            throw new EngineException(error);
        }
    }

    /** The next chunk, to be closed by the caller, or null at the end. */
    @Nullable
    public QueryResult next() {
        QueryResult chunk;
        try {
            chunk = new QueryResult(ChdbNative.chdb_stream_fetch_result(connection, handle));
        } catch (EngineException e) {
            finished = true;
            throw e;
        }
        if (chunk.length() > 0) {
            return chunk;
        }
        chunk.close();
        finished = true;
        return null;
    }

    @Override
    public void close() {
        if (!finished) {
            ChdbNative.chdb_stream_cancel_query(connection, handle);
        }
        ChdbNative.chdb_destroy_query_result(handle);
    }
}
