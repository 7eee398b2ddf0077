package io.clickreel.delivery;

import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Where to read when nothing is known of a partition, or what is wanted is gone.
 *
 * @param beginAtEnd whether a partition that was never read is begun at its end ({@code autoOffsetReset: latest})
 * @param continueBehindLostOffsets whether unread offsets that are gone are passed over with an alarm, instead of stopping
 */
record ReadingRules(boolean beginAtEnd, boolean continueBehindLostOffsets) {
    private static final String ON_LOST_OFFSETS = "clickreel.onLostOffsets";

    /**
     * Takes them out of a Kafka consumer's properties, and leaves it to them alone: the consumer itself resets nothing.
     *
     * @throws IllegalArgumentException if one is neither of its two values
     */
    static ReadingRules takeFrom(Properties kafka) {
        String reset = String.valueOf(kafka.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"));
        String lost = String.valueOf(kafka.remove(ON_LOST_OFFSETS));
        return new ReadingRules(
                isSecond("autoOffsetReset", reset, "earliest", "latest"),
                isSecond(
                        "additionalProperties." + ON_LOST_OFFSETS + " (clicks.ingest.on-lost-offsets)",
                        lost,
                        "stop",
                        "continue"));
    }

    private static boolean isSecond(String option, String value, String first, String second) {
        if (value.equals(first)) {
            return false;
        }
        if (value.equals(second)) {
            return true;
        }
        throw new IllegalArgumentException("The route's kafka endpoint has " + option + "=" + value + ", but " + first
                + " or " + second + " is expected.");
    }
}
