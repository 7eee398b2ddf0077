package io.clickreel.delivery;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * When a batch closes, and how long to pause before one that failed is tried again.
 *
 * @param rows most records in a batch
 * @param bytes most bytes of keys and values in a batch (a larger record is a batch by itself)
 * @param waitMs most milliseconds between the arrival of a batch's first record and its close, while more is to come
 * @param retryFirstMs pause before the second try; doubles up to {@code retryMaxMs}
 */
public record BatchLimits(int rows, long bytes, long waitMs, long retryFirstMs, long retryMaxMs) {
    private static final String PREFIX = "clickreel.batch.";
    private static final long HOUR_MS = 3_600_000;

    /** What a route may say, behind {@code additionalProperties.}. */
    static final List<String> OPTIONS =
            Arrays.stream(Limit.values()).map(limit -> limit.option).toList();

    /** One of the limits: its setting {@code ingest.*}, its name in a route, and its range. */
    private enum Limit {
        ROWS("batch-rows", "rows", 1, 10_000_000),
        BYTES("batch-bytes", "bytes", 1, 1L << 30),
        WAIT_MS("batch-wait-ms", "waitMs", 0, HOUR_MS),
        RETRY_FIRST_MS("retry-first-ms", "retryFirstMs", 1, HOUR_MS),
        RETRY_MAX_MS("retry-max-ms", "retryMaxMs", 1, HOUR_MS);

        private final String setting;
        private final String option;
        private final long least;
        private final long most;

        Limit(String setting, String option, long least, long most) {
            this.setting = "ingest." + setting;
            this.option = PREFIX + option;
            this.least = least;
            this.most = most;
        }
    }

    /** Reads one limit; {@code least} is the smallest value allowed. */
    private interface Reader {
        long read(Limit limit, long least);
    }

    /** @throws StartupException if a setting of {@code ingest} is wrong */
    public static BatchLimits of(Settings settings) {
        return read((limit, least) -> settings.number(limit.setting, least, limit.most));
    }

    /**
     * Takes the limits out of a Kafka consumer's properties, where a route's {@code additionalProperties.clickreel.batch.*}
     * put those that differ from the settings.
     *
     * @throws StartupException if one is wrong
     */
    static BatchLimits takeFrom(Properties kafka, Settings settings) {
        return read((limit, least) -> take(kafka, settings, limit, least));
    }

    private static BatchLimits read(Reader limits) {
        long retryFirstMs = limits.read(Limit.RETRY_FIRST_MS, Limit.RETRY_FIRST_MS.least);
        return new BatchLimits(
                (int) limits.read(Limit.ROWS, Limit.ROWS.least),
                limits.read(Limit.BYTES, Limit.BYTES.least),
                limits.read(Limit.WAIT_MS, Limit.WAIT_MS.least),
                retryFirstMs,
                limits.read(Limit.RETRY_MAX_MS, retryFirstMs));
    }

    /**
     * Most milliseconds between the arrival of a batch's first record and its close while Kafka has enough records to
     * fill it: a consumer that is behind catches up sooner with large batches, and filling one takes seconds when all
     * cores are busy.
     */
    long fetchMs() {
        return 30 * waitMs;
    }

    /** The pause after this many failures in a row, in milliseconds. */
    long pauseMs(int failures) {
        int doublings = Math.min(failures - 1, 30);
        return Math.min(retryMaxMs, retryFirstMs << doublings);
    }

    private static long take(Properties kafka, Settings settings, Limit limit, long least) {
        Object value = kafka.remove(limit.option);
        if (value == null) {
            return settings.number(limit.setting, least, limit.most);
        }
        try {
            long number = Long.parseLong(value.toString().strip());
            if (number >= least && number <= limit.most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        throw new StartupException("additionalProperties." + limit.option + " of the route's kafka endpoint is '"
                + value + "', but a whole number from " + least + " to " + limit.most
                + " is needed there. Correct it in the route's file, or leave it out: then " + limit.setting
                + " counts.");
    }
}
