package io.clickreel.delivery;

import io.clickreel.Settings;
import java.util.Properties;

/**
 * When a batch closes, and how long to pause before one that failed is tried again.
 *
 * @param rows most records in a batch
 * @param bytes most bytes of keys and values in a batch (one larger record makes a batch of its own)
 * @param waitMs most milliseconds between the arrival of a batch's first record and its close, while more is to come
 * @param retryFirstMs pause before the second try; doubles up to {@code retryMaxMs}
 */
public record BatchLimits(int rows, long bytes, long waitMs, long retryFirstMs, long retryMaxMs) {
    private static final String PREFIX = "clickreel.batch.";
    private static final long MOST_MS = 3_600_000;

    public BatchLimits {
        require("batch-rows", rows, 1, Integer.MAX_VALUE);
        require("batch-bytes", bytes, 1, 1L << 40);
        require("batch-wait-ms", waitMs, 0, MOST_MS);
        require("retry-first-ms", retryFirstMs, 1, MOST_MS);
        require("retry-max-ms", retryMaxMs, retryFirstMs, MOST_MS);
    }

    /** @throws io.clickreel.StartupException if a setting of {@code clicks.ingest} is wrong */
    public static BatchLimits of(Settings settings) {
        long retryFirstMs = settings.number("clicks.ingest.retry-first-ms", 1, MOST_MS);
        return new BatchLimits(
                (int) settings.number("clicks.ingest.batch-rows", 1, 10_000_000),
                settings.number("clicks.ingest.batch-bytes", 1, 1L << 30),
                settings.number("clicks.ingest.batch-wait-ms", 0, MOST_MS),
                retryFirstMs,
                settings.number("clicks.ingest.retry-max-ms", retryFirstMs, MOST_MS));
    }

    /**
     * Takes the limits out of a Kafka consumer's properties, where the route's {@code additionalProperties.clickreel.batch.*}
     * put them.
     */
    static BatchLimits takeFrom(Properties kafka) {
        return new BatchLimits(
                (int) take(kafka, "rows", Integer.MAX_VALUE),
                take(kafka, "bytes", 1L << 40),
                take(kafka, "waitMs", Long.MAX_VALUE),
                take(kafka, "retryFirstMs", Long.MAX_VALUE),
                take(kafka, "retryMaxMs", Long.MAX_VALUE));
    }

    /**
     * Most milliseconds between the arrival of a batch's first record and its close while Kafka has all that it takes to
     * fill it: who is behind catches up sooner by large batches, and filling one takes seconds where all cores are busy.
     */
    long fetchMs() {
        return 30 * waitMs;
    }

    /** The pause after so many failures in a row, in milliseconds. */
    long pauseMs(int failures) {
        int doublings = Math.min(failures - 1, 30);
        return Math.min(retryMaxMs, retryFirstMs << doublings);
    }

    private static long take(Properties kafka, String name, long most) {
        Object value = kafka.remove(PREFIX + name);
        if (value == null) {
            throw new IllegalArgumentException("The route's kafka endpoint lacks additionalProperties." + PREFIX + name
                    + ". Add it to the endpoint's parameters.");
        }
        try {
            return Math.min(most, Long.parseLong(value.toString().strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("additionalProperties." + PREFIX + name + " is '" + value
                    + "', but a whole number is expected. Correct it in the route or in the setting that it names.");
        }
    }

    private static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("clicks.ingest." + name + " is " + value + ", but a number from " + least
                    + " to " + most + " is needed. Correct it in application.properties.");
        }
    }
}
