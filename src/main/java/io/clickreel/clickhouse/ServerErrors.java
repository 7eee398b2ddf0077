package io.clickreel.clickhouse;

import com.clickhouse.client.api.ServerException;
import org.jspecify.annotations.Nullable;

/** What ClickHouse itself has said of a failure; the client wraps it. */
public final class ServerErrors {
    private static final int UNKNOWN_TABLE = 60;
    private static final int UNKNOWN_DATABASE = 81;

    private ServerErrors() {}

    /** Whether ClickHouse has answered, with a refusal. */
    public static boolean isRefusal(Throwable failure) {
        return of(failure) != null;
    }

    /** Whether there is no such table, or not even its database. */
    public static boolean isMissing(Throwable failure) {
        ServerException refusal = of(failure);
        return refusal != null && (refusal.getCode() == UNKNOWN_TABLE || refusal.getCode() == UNKNOWN_DATABASE);
    }

    private static @Nullable ServerException of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServerException refusal) {
                return refusal;
            }
        }
        return null;
    }
}
