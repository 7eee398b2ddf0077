package io.clickreel.delivery;

import org.jspecify.annotations.Nullable;

/** The tries of one batch that have failed since the last one that was stored. Times are milliseconds of the lane's clock. */
final class Tries {
    private int failures;
    private long failingSinceMs;
    private long nextAtMs;
    private @Nullable String lastError;

    void succeeded() {
        failures = 0;
        nextAtMs = 0;
        lastError = null;
    }

    void failed(String error, long nowMs, BatchLimits limits) {
        if (failures++ == 0) {
            failingSinceMs = nowMs;
        }
        nextAtMs = nowMs + limits.pauseMs(failures);
        lastError = error;
    }

    /** The first failure is often harmless, and the route logs it; then the 2nd, 4th, 8th and so on are told. */
    boolean isToldOfNow() {
        return failures > 1 && Integer.bitCount(failures) == 1;
    }

    int failures() {
        return failures;
    }

    long failingSinceMs() {
        return failingSinceMs;
    }

    /** When the next try is due; 0: at once. */
    long nextAtMs() {
        return nextAtMs;
    }

    @Nullable
    String lastError() {
        return lastError;
    }
}
