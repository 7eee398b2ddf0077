package io.clickreel.delivery;

import io.clickreel.kafka.CommitText;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata of a committed offset says: where the batch that begins there ends. It is written before the batch
 * is inserted.
 *
 * <p>Whoever takes the partition next forms exactly that batch, with the same token, so that ClickHouse knows a repeat.
 *
 * @param topicId Kafka's id of the topic to which the offset belongs
 * @param end the offset after the batch's last one; empty if no batch was begun
 * @param contract hash of the contract that its records are read under; empty if no batch was begun, or by a Clickreel that
 *     knew one contract only
 */
public record Intent(Uuid topicId, OptionalLong end, String contract) {
    private static final Pattern FORM =
            Pattern.compile("clickreel/1 topic=(\\S{22})(?: intent=(\\d+)(?: contract=([0-9a-f]+))?)?");

    /** A batch will be inserted, from the committed offset to before {@code end}. */
    static Intent of(Uuid topicId, long end, String contract) {
        return new Intent(topicId, OptionalLong.of(end), contract);
    }

    /** All before the committed offset is stored, and nothing after it was begun. */
    static Intent none(Uuid topicId) {
        return new Intent(topicId, OptionalLong.empty(), "");
    }

    /** Reads a commit; empty if there is none or another program made it. */
    public static Optional<Intent> read(@Nullable OffsetAndMetadata committed) {
        Matcher matcher = FORM.matcher(CommitText.of(committed));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String end = matcher.group(2);
        return Optional.of(new Intent(
                Uuid.fromString(matcher.group(1)),
                end == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(end)),
                matcher.group(3) == null ? "" : matcher.group(3)));
    }

    /** The commit of an offset with this as its metadata. */
    OffsetAndMetadata at(long offset) {
        return CommitText.commit(
                offset,
                "clickreel/1 topic=" + topicId + (end.isPresent() ? " intent=" + end.getAsLong() : "")
                        + (contract.isEmpty() ? "" : " contract=" + contract));
    }
}
