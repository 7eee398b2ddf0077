package io.clickreel.redrive;

import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.kafka.Cut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as the table has it.
 *
 * @param timestamp the record's, from Kafka
 */
@SuppressWarnings("ArrayRecordComponent") // equals of the array component is never used.
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
