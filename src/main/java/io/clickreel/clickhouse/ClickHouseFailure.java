package io.clickreel.clickhouse;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.ServerException;
import io.clickreel.RootCause;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** ClickHouse did not do what it was asked to; the message is the whole sentence for its reader. */
public final class ClickHouseFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int UNKNOWN_TABLE = 60;
    private static final int UNKNOWN_DATABASE = 81;
    private static final int ACCESS_DENIED = 497;
    private static final int AUTHENTICATION_FAILED = 516;
    private static final int TOLD_OF_STATEMENT = 80;

    /** ClickHouse's error code; 0: it has not answered. */
    private final int code;

    ClickHouseFailure(String address, String sql, Throwable cause) {
        super(sentence(address, sql, cause), cause);
        ServerException refusal = refusal(cause);
        this.code = refusal == null ? 0 : refusal.getCode();
    }

    public int code() {
        return code;
    }

    /** Whether ClickHouse has answered, and refused. */
    public boolean isRefusal() {
        return refusal(this) != null;
    }

    /** Whether a failure of whoever asked ClickHouse is that it answered, and refused. */
    public static boolean wasRefused(Throwable failure) {
        return refusal(failure) != null;
    }

    /** Whether a failure of whoever asked ClickHouse is that it did not answer, or that the connection broke. */
    public static boolean wasUnanswered(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServerException) {
                return false;
            }
            if (cause instanceof ClickHouseException
                    || cause instanceof IOException
                    || cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** Whether the table, or its database, does not exist. */
    public boolean isMissing() {
        return code == UNKNOWN_TABLE || code == UNKNOWN_DATABASE;
    }

    private static String sentence(String address, String sql, Throwable cause) {
        ServerException refusal = refusal(cause);
        if (refusal == null) {
            return "ClickHouse does not answer at " + address + ": " + RootCause.of(cause)
                    + ". Start it, or correct these settings.";
        }
        String line = sql.strip().replaceAll("\\s+", " ");
        return "ClickHouse at " + address + " refused '"
                + (line.length() <= TOLD_OF_STATEMENT ? line : line.substring(0, TOLD_OF_STATEMENT) + "...") + "': "
                + RootCause.of(refusal)
                + switch (refusal.getCode()) {
                    case UNKNOWN_TABLE, UNKNOWN_DATABASE -> ". './clickreel up' makes what is missing, by ddl/.";
                    case ACCESS_DENIED, AUTHENTICATION_FAILED ->
                        ". Correct clickhouse.user and clickhouse.password, or give this user the right.";
                    default -> "";
                };
    }

    private static @Nullable ServerException refusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServerException refusal) {
                return refusal;
            }
        }
        return null;
    }
}
