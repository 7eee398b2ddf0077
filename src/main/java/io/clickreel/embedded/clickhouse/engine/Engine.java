package io.clickreel.embedded.clickhouse.engine;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.clickreel.StartupException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The ClickHouse engine in this process, on one data folder, from {@link #open} to {@link #close}. */
public final class Engine implements AutoCloseable {
    private final Path dataDir;
    private final Path config;
    private final Pointer keeper;
    private final AtomicInteger open = new AtomicInteger();

    private Engine(Path dataDir, Path config, Pointer keeper) {
        this.dataDir = dataDir;
        this.config = config;
        this.keeper = keeper;
    }

    /** @param config from {@link EngineConfig}; without one the engine would pick up any config.xml lying around */
    public static Engine open(Path dataDir, Path config) {
        Pointer keeper = connectNatively(dataDir, config);
        if (keeper == null) {
            throw new StartupException("The embedded ClickHouse could not open its store " + dataDir
                    + "; the engine says why above. If its files are damaged, move that folder away and start again.");
        }
        return new Engine(dataDir, config, keeper);
    }

    public EngineConnection connect() {
        Pointer owner = connectNatively(dataDir, config);
        if (owner == null) {
            throw new EngineException(210, "NETWORK_ERROR", "The embedded engine refused a connection.");
        }
        open.incrementAndGet();
        return new EngineConnection(owner, open::decrementAndGet);
    }

    private static @Nullable Pointer connectNatively(Path dataDir, Path config) {
        // The engine understands only the form --name=value, in one argument.
        List<Memory> arguments = new ArrayList<>();
        for (String argument : List.of("chdb", "--path=" + dataDir, "--config-file=" + config)) {
            byte[] bytes = argument.getBytes(StandardCharsets.UTF_8);
            Memory text = new Memory(bytes.length + 1L);
            text.write(0, bytes, 0, bytes.length);
            text.setByte(bytes.length, (byte) 0);
            arguments.add(text);
        }
        try (Memory argv = new Memory((arguments.size() + 1L) * Native.POINTER_SIZE)) {
            argv.clear();
            for (int i = 0; i < arguments.size(); i++) {
                argv.setPointer((long) i * Native.POINTER_SIZE, arguments.get(i));
            }
            return ChdbNative.chdb_connect(arguments.size(), argv);
        } finally {
            arguments.forEach(Memory::close);
        }
    }

    /**
     * Stops the engine, unless a statement is still running after the wait: the store survives a hard end, but an
     * engine closed under a running statement crashes.
     */
    public boolean closeWithin(Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        while (open.get() > 0) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        ChdbNative.chdb_close_conn(keeper);
        return true;
    }

    @Override
    public void close() {
        closeWithin(Duration.ZERO);
    }
}
