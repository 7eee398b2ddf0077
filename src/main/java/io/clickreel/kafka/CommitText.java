package io.clickreel.kafka;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The text that a commit carries beside its offset, as Kafka's metadata.
 *
 * <p>It ends with a zero character, as in each commit that confluent-kafka-python makes itself. Where that client shows
 * the commits of others, librdkafka gives it a copy without an end mark, and it reads on in the memory behind: what is
 * there is shown too, or is no UTF-8, and {@code committed()} fails. No length helps, because what is there is what the
 * memory was used for before; where the text fills its piece of memory (24, 40, 56, 72 bytes) it is always wrong. A
 * zero in the text itself is within the copy.
 */
public final class CommitText {
    private static final String END = "\0";

    private CommitText() {}

    public static OffsetAndMetadata commit(long offset, String text) {
        return new OffsetAndMetadata(offset, text + END);
    }

    /** The text without its end mark, which older commits do not have; empty if there is none. */
    public static String of(@Nullable OffsetAndMetadata committed) {
        String text = committed == null ? "" : committed.metadata();
        return text.endsWith(END) ? text.substring(0, text.length() - END.length()) : text;
    }
}
