package io.clickreel.deadletters;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as the table has it.
 *
 * @param timestamp Kafka's, of the record
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
public record StoredLetter(
        Origin origin,
        String reason,
        String field,
        String detail,
        String contractVersion,
        String timestamp,
        String deadAt,
        byte @Nullable [] key,
        byte @Nullable [] value,
        List<StoredHeader> headers) {

    int bytes() {
        return (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
    }
}
