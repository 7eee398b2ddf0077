package io.clickreel.deadletter;

import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.kafka.Cut;
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

    /** Whether only the beginning of the record is there, because it was too large to be read whole. */
    boolean isCut() {
        return reason.equals(Reason.TOO_LARGE.code())
                && headers.stream().anyMatch(header -> header.key().equals(Cut.NAME));
    }

    int bytes() {
        return (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
    }
}
