package io.clickreel.delivery;

import io.clickreel.clickhouse.ClickHouseFailure;
import java.util.Locale;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** What stood in the way of a batch that was not stored, for a metric: few words, the same each time the same happens. */
enum RetryCause {
    CLICKHOUSE_AWAY,
    CLICKHOUSE_REFUSED,
    KAFKA,
    /** The route ended well, and nobody has acknowledged the batch. */
    NOT_ACKNOWLEDGED,
    OTHER;

    /** @param failure of the route; null: it did not fail */
    static RetryCause of(@Nullable Throwable failure) {
        if (failure == null) {
            return NOT_ACKNOWLEDGED;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KafkaException) {
                return KAFKA;
            }
        }
        if (ClickHouseFailure.wasRefused(failure)) {
            return CLICKHOUSE_REFUSED;
        }
        return ClickHouseFailure.wasUnanswered(failure) ? CLICKHOUSE_AWAY : OTHER;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
