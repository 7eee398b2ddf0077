package io.clickreel.embedded.clickhouse.engine;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Looks at the lock by which the engine keeps a second process off its store.
 *
 * <p>The engine takes it by flock(2), which Java's own file locks do not see; asking first keeps the engine from
 * printing an error for each attempt.
 */
public final class StoreLock {
    private static final int O_RDWR = 2;
    private static final int LOCK_EX_NB = 2 | 4;

    static {
        Native.register(StoreLock.class, Platform.C_LIBRARY_NAME);
    }

    private StoreLock() {}

    private static native int open(byte[] path, int flags, int mode);

    private static native int flock(int descriptor, int operation);

    private static native int close(int descriptor);

    /** Waits for an earlier process that is still ending. @return whether the store is free now */
    public static boolean awaitFree(Path dataDir, Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        while (isHeld(dataDir.resolve("status"))) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(100);
        }
        return true;
    }

    private static boolean isHeld(Path status) {
        int descriptor = open((status + "\0").getBytes(StandardCharsets.UTF_8), O_RDWR, 0);
        if (descriptor < 0) {
            return false;
        }
        try {
            return flock(descriptor, LOCK_EX_NB) != 0;
        } finally {
            close(descriptor);
        }
    }
}
