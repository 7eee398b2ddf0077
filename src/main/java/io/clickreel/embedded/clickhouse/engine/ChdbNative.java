package io.clickreel.embedded.clickhouse.engine;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The functions of libchdb's C interface (chdb.h of 26.7) that Clickreel calls, bound directly; nothing else. */
public final class ChdbNative {
    private static @Nullable NativeLibrary library;

    private ChdbNative() {}

    /** Loads the library once for this JVM and keeps the engine away from the JVM's signal handlers. */
    public static synchronized void load(Path file) {
        if (library == null) {
            NativeLibrary loaded = NativeLibrary.getInstance(file.toString());
            Native.register(ChdbNative.class, loaded);
            // With the engine's signal handlers the JVM hangs: it uses SIGSEGV for its null checks.
            chdb_set_signal_handlers_enabled(0);
            library = loaded;
        }
    }

    /** Calls the function that begins a query, a stream or an insert: all three take the same arguments. */
    static Pointer begin(String function, Pointer connection, byte[] sql, String format, NativeParameters parameters) {
        byte[] formatName = format.getBytes(StandardCharsets.UTF_8);
        return Objects.requireNonNull(library, "no library is loaded")
                .getFunction(function)
                .invokePointer(new @Nullable Object[] {
                    connection,
                    sql,
                    (long) sql.length,
                    formatName,
                    (long) formatName.length,
                    parameters.names,
                    parameters.nameLengths,
                    parameters.values,
                    parameters.valueLengths,
                    parameters.count
                });
    }

    /**
     * Ends this process at once. The JVM's own exit runs the library's destructors while threads of the engine still
     * run, and crashes now and then.
     */
    public static void endProcess() {
        NativeLibrary.getInstance("c").getFunction("_exit").invoke(new Object[] {0});
    }

    static native void chdb_set_signal_handlers_enabled(int enabled);

    static native @Nullable Pointer chdb_connect(int argc, Pointer argv);

    static native void chdb_close_conn(Pointer connection);

    static native int chdb_classify_query_n(
            Pointer connection,
            byte[] sql,
            long sqlLength,
            @Nullable Pointer database,
            long databaseLength,
            int[] analysis);

    static native Pointer chdb_stream_fetch_result(Pointer connection, Pointer result);

    static native void chdb_stream_cancel_query(Pointer connection, Pointer result);

    static native void chdb_destroy_query_result(Pointer result);

    static native @Nullable Pointer chdb_result_buffer(Pointer result);

    static native long chdb_result_length(Pointer result);

    static native @Nullable Pointer chdb_result_error(Pointer result);

    static native long chdb_result_rows_read(Pointer result);

    static native long chdb_result_storage_rows_read(Pointer result);

    static native long chdb_result_storage_bytes_read(Pointer result);

    static native long chdb_result_rows_written(Pointer result);

    static native long chdb_result_bytes_written(Pointer result);

    static native int chdb_stream_append(Pointer stream, Pointer data, long length);

    static native Pointer chdb_stream_done(Pointer stream);

    static native @Nullable Pointer chdb_stream_insert_error(Pointer stream);

    static native void chdb_stream_cancel_insert(Pointer stream);

    static native void chdb_destroy_insert_stream(Pointer stream);
}
