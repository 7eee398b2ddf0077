package io.clickreel.delivery;

import io.clickreel.Settings;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * What to do with a partition that was never read, and with unread offsets that Kafka has deleted.
 *
 * @param beginAtEnd whether a partition that was never read is begun at its end ({@code autoOffsetReset: latest})
 * @param continueBehindLostOffsets whether such offsets are skipped with an alarm; else the stream is halted
 */
record ReadingRules(boolean beginAtEnd, boolean continueBehindLostOffsets) {
    static final String ON_LOST_OFFSETS = "clickreel.onLostOffsets";

    /**
     * Takes the rules out of a Kafka consumer's properties, and sets the consumer itself to reset nothing.
     *
     * @throws IllegalArgumentException if one is neither of its two values
     */
    static ReadingRules takeFrom(Properties kafka, Settings settings) {
        String reset = String.valueOf(kafka.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"));
        Object lost = kafka.remove(ON_LOST_OFFSETS);
        return new ReadingRules(
                isSecond("autoOffsetReset", reset, "earliest", "latest"),
                isSecond(
                        "additionalProperties." + ON_LOST_OFFSETS + " (ingest.on-lost-offsets)",
                        lost == null ? settings.text("ingest.on-lost-offsets") : lost.toString(),
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
