package io.clickreel.ingest;

import java.util.Properties;

/**
 * When a batch closes, and how long to pause before one that failed is tried again.
 *
 * @param rows most records in a batch
 * @param bytes most bytes of keys and values in a batch; one larger record makes a batch of its own
 * @param waitMs most milliseconds between the arrival of a batch's first record and its close
 * @param retryFirstMs pause before the second try; doubles up to {@code retryMaxMs}
 */
public record BatchLimits(int rows, long bytes, long waitMs, long retryFirstMs, long retryMaxMs) {
    private static final String PREFIX = "clickreel.batch.";

    public BatchLimits {
        require("batch-rows", rows, 1);
        require("batch-bytes", bytes, 1);
        require("batch-wait-ms", waitMs, 0);
        require("retry-first-ms", retryFirstMs, 1);
        require("retry-max-ms", retryMaxMs, retryFirstMs);
    }

    /**
     * Takes the limits out of a Kafka consumer's properties, where the route's {@code additionalProperties.clickreel.batch.*}
     * put them.
     */
    static BatchLimits takeFrom(Properties kafka) {
        return new BatchLimits(
                (int) take(kafka, "rows", Integer.MAX_VALUE),
                take(kafka, "bytes", Long.MAX_VALUE),
                take(kafka, "waitMs", Long.MAX_VALUE),
                take(kafka, "retryFirstMs", Long.MAX_VALUE),
                take(kafka, "retryMaxMs", Long.MAX_VALUE));
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

    private static void require(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException("clicks.ingest." + name + " is " + value + ", but at least " + least
                    + " is needed. Correct it in application.properties.");
        }
    }
}
